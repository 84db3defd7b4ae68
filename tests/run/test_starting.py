"""Beginning a project from the command line: asked at a terminal, refused elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from evallib.cli import program as cli
from evallib.run.starting import begin

SHEET = Path(__file__).parents[1] / "data" / "esf" / "inka.txt"
GIVEN = ["--name", "Koe", "--start", "1.8.2021", "--end", "31.7.2022"]


@pytest.fixture
def root(tmp_path, monkeypatch):
    (tmp_path / "projects").mkdir()
    monkeypatch.setenv("EVALLIB_ROOT", str(tmp_path))
    monkeypatch.setenv("EVALLIB_LANGUAGE", "fi")
    return tmp_path


@pytest.fixture
def typed(root, capsys):
    def run(*words):
        code = cli.main(words)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return run


def test_with_every_answer_given_nothing_is_asked(typed, root):
    code, out, _ = typed("new-project", "koe", *GIVEN)

    assert code == 0
    assert "evallib run koe" in out
    assert (root / "projects/koe/project.toml").is_file()
    assert (root / "data/raw/koe/koe.xlsx").is_file()


def test_a_new_project_passes_the_check_at_once(typed):
    typed("new-project", "koe", *GIVEN)

    code, out, _ = typed("check", "koe")

    assert (code, out) == (0, "koe: kunnossa (9 taulua, 1 kierrosta).\n")


def test_without_a_terminal_missing_answers_are_a_fault(typed, root):
    code, _, err = typed("new-project", "koe", "--name", "Koe")

    assert code == 3
    assert "--start" in err
    assert "--end" in err
    assert not (root / "projects/koe").exists()


def test_an_id_is_needed(typed):
    code, _, err = typed("new-project")

    assert code == 3
    assert "E-CFG-MISSING" in err


def test_a_sheet_becomes_a_project_that_passes_the_check(typed):
    code, out, _ = typed("import-esf", str(SHEET))

    assert (code, "inka-satakunta" in out) == (0, True)
    assert typed("check", "inka-satakunta")[0] == 0


def test_importing_twice_says_that_nothing_was_overwritten(typed):
    typed("import-esf", str(SHEET), "--id", "koe")

    code, _, err = typed("import-esf", str(SHEET), "--id", "koe")

    assert code == 3
    assert "mitään ei korvattu" in err


def test_another_document_is_an_input_fault_with_its_line(typed, tmp_path):
    (tmp_path / "muu.txt").write_text("Hei\n", "utf-8")

    code, _, err = typed("import-esf", str(tmp_path / "muu.txt"))

    assert code == 2
    assert "E-ESF-LAYOUT  muu.txt, rivi 1" in err
    assert "Euroopan sosiaalirahaston (ESR)" in err


class Person:
    """Somebody at a terminal who answers in order."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.questions = []

    def __call__(self, question, *, default, show_default):
        self.questions.append(question)
        return self.answers.pop(0) or default


def test_at_a_terminal_only_what_is_missing_is_asked(root):
    person = Person("", "S12345", "1.8.2021", "31.7.2022", "", "")

    begin("koe", {"name": "Koe"}, ask=person, speaks="sv")

    written = (root / "projects/koe/project.toml").read_text("utf-8")
    assert person.questions[0].startswith("Rapportens språk")
    assert not [each for each in person.questions if "Projektets namn" in each]
    assert 'language = "sv"' in written
    assert 'code = "S12345"' in written


def test_an_answer_that_will_not_do_is_asked_again_with_the_reason(root):
    person = Person("fi", "", "syksyllä", "1.8.2021", "31.7.2022", "", "")

    begin("koe", {"name": "Koe"}, ask=person, speaks="fi")

    assert "E-CFG-TYPE" in person.questions[3]
    assert person.questions[3].endswith("Milloin hanke alkoi (p.k.vvvv)")
