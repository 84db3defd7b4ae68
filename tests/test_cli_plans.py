"""``evallib plan lock`` tells what it wrote, in the user's language."""

import json

import pytest

from evallib.cli import program
from tests.data.test_plan_lock import PROJECT


@pytest.fixture
def typed(tmp_path, monkeypatch, capsys):
    """Runs a command line in a tree with one planned project."""
    folder = tmp_path / "projects" / "demo"
    folder.mkdir(parents=True)
    (folder / "project.toml").write_text(PROJECT, "utf-8")
    for name in ("EVALLIB_ROOT", "EVALLIB_LANGUAGE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*words):
        code = program.main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def locks(folder):
    path = folder / "projects" / "demo" / "plan.lock.json"
    return json.loads(path.read_text("utf-8"))["locks"]


@pytest.mark.parametrize(
    ("language", "said"), [("fi", "on lukittu"), ("sv", "är låst"), ("en", "is locked")]
)
def test_a_plan_is_locked_in_every_language(typed, tmp_path, language, said):
    code, out, _ = typed("plan", "lock", "demo", "--ui-language", language)

    assert code == 0
    assert said in out
    assert locks(tmp_path)[0]["sha256"] in out


def test_a_plan_that_has_not_changed_is_not_locked_again(typed, tmp_path):
    typed("plan", "lock", "demo")
    typed("plan", "lock", "demo")

    assert len(locks(tmp_path)) == 1


def test_a_project_without_a_plan_is_told_what_is_missing(typed, tmp_path):
    file = tmp_path / "projects" / "demo" / "project.toml"
    file.write_text(PROJECT.partition("[plan]")[0], "utf-8")
    code, _, err = typed("plan", "lock", "demo")

    assert (code, "E-CFG-MISSING" in err) == (3, True)
