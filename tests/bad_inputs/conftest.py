"""A small tree with one project, spoiled as a case says and mended again."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from evallib.cli import program

CASES = Path(__file__).parent
PROJECT = "esimerkki-a"
TWIN = "Esimerkki-A"
OWN = ("expect.json", "project.toml")
GOOD = "hetu;ryhma;palvelu_alku;palvelu_loppu;tila_lahto;tila_3kk;sukupuoli;kunta\n"
GOOD += "010190-900P;pilotti;1.10.2021;21.10.2021;työtön;työssä;N;Pori\n"
GOOD_SURVEY = "vastaaja;palvelu;avoin\n1;4;\n"
KEY = bytes(range(32))  # the key of the printed test vectors


@dataclass(frozen=True)
class Tree:
    """Where a case is played, and what commands say there."""

    root: Path
    capture: pytest.CaptureFixture

    @property
    def raw(self):
        return self.root / "data" / "raw" / PROJECT

    @property
    def project_file(self):
        return self.root / "projects" / PROJECT / "project.toml"

    def command(self, *words):
        """The exit code and everything that was said or written down for machines."""
        code = program.main(words)
        said = self.capture.readouterr()
        kept = (self.root / "reports" / ".runs").rglob("*.json")
        logs = "".join(path.read_text("utf-8") for path in kept)
        assert "Traceback" not in said.out + said.err
        return code, said.out + said.err, said.out + said.err + logs

    def standing(self):
        """Every byte of processed data and published reports."""
        folders = (self.root / "data" / "processed", self.root / "reports")
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.is_file() and ".runs" not in path.parts
        }

    def be_good(self):
        """Good files in place of whatever lies there."""
        shutil.rmtree(self.raw, ignore_errors=True)
        self.raw.mkdir(parents=True)
        shutil.rmtree(self.root / "projects" / TWIN, ignore_errors=True)
        self.declare((CASES / "project.toml").read_text("utf-8"))
        (self.raw / "asiakkaat.csv").write_text(GOOD, "utf-8")

    def declare(self, text):
        self.project_file.parent.mkdir(parents=True, exist_ok=True)
        self.project_file.write_text(text, "utf-8", newline="\n")


def declared(case, expected):
    """The project file of a case: the common one with a few words changed."""
    text = (CASES / "project.toml").read_text("utf-8")
    for old, new in expected.get("project", []):
        assert old in text
        text = text.replace(old, new, 1)
    text += expected.get("append", "")
    if expected.get("make") == "nested":
        text += "x = " + "[" * 5_000 + "]" * 5_000 + "\n"
    if expected.get("make") == "dotted":
        text += ".".join(["a"] * 20_000) + " = 1\n"
    return text


def inputs(case, expected):
    """The files of a case by the name under which they come in."""
    found = {
        path.name: path.name
        for path in sorted((CASES / case).iterdir())
        if path.name not in OWN
    }
    return expected.get("input", found)


def spoil(tree, case, expected):
    """Put the files and declarations of a case in place of the good ones."""
    if inputs(case, expected):
        (tree.raw / "asiakkaat.csv").unlink()
    for source, name in inputs(case, expected).items():
        shutil.copyfile(CASES / case / source, tree.raw / name)
    tree.declare(declared(case, expected))
    if expected.get("state") == "link":
        outside = tree.root.parent / "outside.csv"
        outside.write_text(GOOD, "utf-8")
        (tree.raw / "asiakkaat.csv").unlink()
        (tree.raw / "asiakkaat.csv").symlink_to(outside)
    if expected.get("state") == "no_project":
        tree.project_file.unlink()
    if expected.get("state") == "twin":
        shutil.copytree(tree.project_file.parent, tree.root / "projects" / TWIN)


def all_cases():
    """Every variant of every case, by the case's id and its place in the file."""
    for path in sorted(CASES.glob("*/expect.json")):
        variants = json.loads(path.read_text("utf-8"))
        for at, expected in enumerate(variants):
            name = (
                path.parent.name if len(variants) == 1 else f"{path.parent.name}-{at}"
            )
            yield pytest.param(path.parent.name, expected, id=name)


@pytest.fixture
def tree(tmp_path, monkeypatch, capsys):
    """A project that has been cleaned once, with a key of its own."""
    return make_tree(tmp_path, monkeypatch, capsys)


def make_tree(place, monkeypatch, capsys, name="tree"):
    key = place / "key"
    key.write_bytes(KEY)
    key.chmod(0o600)
    root = place / name
    (root / "notebooks").mkdir(parents=True)
    made = Tree(root, capsys)
    made.be_good()
    monkeypatch.setenv("EVALLIB_ROOT", str(root))
    monkeypatch.setenv("EVALLIB_KEY_FILE", str(key))
    monkeypatch.delenv("EVALLIB_LANGUAGE", raising=False)
    report = root / "reports" / "public" / PROJECT / "final.fi.html"
    report.parent.mkdir(parents=True)
    report.write_text("published", "utf-8")
    assert made.command("clean", PROJECT)[0] == 0
    return made
