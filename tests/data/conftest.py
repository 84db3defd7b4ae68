"""A tree whose client files a test writes itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from evallib.data.clean import clean
from evallib.data.projects import load_project
from evallib.data.study import load_study

KEY = bytes(range(32))
HEAD = """\
id = "demo"
as_of = {as_of}

"""
PILOT = """\
[files.pilotti]
path = "pilotti.csv"
kind = "clients"
group = "pilot"

[files.pilotti.columns.nro]
type = "client_no"

[files.pilotti.columns.alku]
type = "date"
missing = [""]

"""


@dataclass(frozen=True)
class Office:
    """One project, its files and what becomes of them."""

    root: Path

    @property
    def raw(self):
        return self.root / "data" / "raw" / "demo"

    @property
    def processed(self):
        return self.root / "data" / "processed" / "demo"

    def declare(self, *parts, as_of="2022-06-30"):
        text = HEAD.format(as_of=as_of) + "".join(parts)
        (self.root / "projects" / "demo" / "project.toml").write_text(text, "utf-8")

    def file(self, name, picture):
        """Write ``a | b`` lines as a file with semicolons."""
        lines = [line.strip() for line in picture.strip().splitlines()]
        rows = [";".join(cell.strip() for cell in line.split("|")) for line in lines]
        (self.raw / name).write_text("\n".join(rows) + "\n", "utf-8")

    @property
    def project(self):
        return load_project(self.root, "demo")

    def clean(self, **options):
        return clean(self.root, self.project, **options)

    def study(self, as_of=None, round_id="final"):
        return load_study(
            self.root,
            "demo",
            round_id=round_id,
            language="fi",
            audience="internal",
            as_of=as_of,
        )

    def people(self, as_of=None):
        self.clean()
        return self.study(as_of).people


@pytest.fixture
def office(tmp_path, monkeypatch):
    key = tmp_path / "key"
    key.write_bytes(KEY)
    key.chmod(0o600)
    monkeypatch.setenv("EVALLIB_KEY_FILE", str(key))
    made = Office(tmp_path / "tree")
    made.raw.mkdir(parents=True)
    (made.root / "projects" / "demo").mkdir(parents=True)
    return made
