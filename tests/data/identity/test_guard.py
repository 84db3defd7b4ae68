"""A table or text that identifies somebody is refused by its place alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evallib.data.aggregates import load_records
from evallib.data.study import load_study
from evallib.domain.errors import InputError, Place
from evallib.present.problems import problem_text
from tests.analysis.studies import ROOT, SHIPPED, shipped
from tests.data.identity.canaries import canaries

ID = "uusi-suunta"
QUOTES = f"projects/{ID}/quotes.csv"
THEMES = f"data/raw/{ID}/themes.csv"
CONCLUSIONS = f"projects/{ID}/conclusions.fi.md"
PERSON, *_ = canaries()
PERSONAL = {
    "hetu": "010190-900P",
    "email": PERSON.email,
    "phone": "040 123 4567",
    "iban": PERSON.iban,
}
HEADER = "id;survey;name;statistic;value;decimals;answered;source\n"
ROW = "a;b;Tapaamiset;top2_percent;77;0;17;deck\n"


@pytest.fixture
def tree(tmp_path):
    for folder in (f"projects/{ID}", f"data/raw/{ID}"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def problems_of(root: Path):
    with pytest.raises(InputError, match="E-PII-IN-COLUMN") as fault:
        load_study(
            root,
            ID,
            round_id=SHIPPED[ID],
            language="fi",
            audience="public",
            as_of=None,
        )
    found = [each for each in fault.value.problems if each.code == "E-PII-IN-COLUMN"]
    told = "".join(problem_text(each, "fi") for each in fault.value.problems)
    assert not [secret for secret in PERSONAL.values() if secret in told]
    return found


def put(root: Path, name: str, at: tuple[int, str], text: str) -> None:
    """Write a text into one cell: the line as a person counts it, and the column."""
    path = root / name
    lines = path.read_text(encoding="utf-8").splitlines()
    line, column = at
    cells = lines[line - 1].split(";")
    cells[lines[0].split(";").index(column)] = text
    lines[line - 1] = ";".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("project", SHIPPED)
def test_the_shipped_projects_identify_nobody(project):
    assert shipped(project).project.id == project


@pytest.mark.parametrize("kind", PERSONAL)
@pytest.mark.parametrize(("name", "column"), [(QUOTES, "text"), (THEMES, "name")])
def test_a_cell_is_told_by_row_and_column(tree, name, column, kind):
    put(tree, name, (3, column), f"Soittakaa: {PERSONAL[kind]}")

    (problem,) = problems_of(tree)

    assert problem.place == Place(name, row=3, column=column)
    assert problem.facts == {"kind": kind}


@pytest.mark.parametrize("kind", PERSONAL)
@pytest.mark.parametrize("name", ["conclusions", "description"])
def test_a_line_of_a_text_is_told(tree, name, kind):
    path = tree / f"projects/{ID}/{name}.sv.md"
    path.write_text(f"# Rubrik\n\nKontakta {PERSONAL[kind]}\n", encoding="utf-8")

    (problem,) = problems_of(tree)

    assert problem.place == Place(f"projects/{ID}/{name}.sv.md", row=3)
    assert problem.facts == {"kind": kind}


def test_every_cell_and_line_is_told_at_once(tree):
    put(tree, QUOTES, (2, "text"), PERSONAL["hetu"])
    put(tree, QUOTES, (3, "speaker"), PERSONAL["email"])
    (tree / CONCLUSIONS).write_text(f"x\n{PERSONAL['iban']}\n", encoding="utf-8")

    rows = [(each.place.file, each.place.row) for each in problems_of(tree)]

    assert rows == [(QUOTES, 2), (QUOTES, 3), (CONCLUSIONS, 2)]


def test_an_id_that_identifies_is_not_repeated_by_other_messages(tree):
    """A broken reference names the row by its id; then it must not be looked for."""
    put(tree, THEMES, (2, "id"), PERSONAL["hetu"])
    put(tree, THEMES, (2, "survey"), "no-such-survey")

    (problem,) = problems_of(tree)

    assert problem.place.column == "id"


def test_a_column_named_by_a_person_is_told_by_a_mark(tree):
    path = tree / THEMES
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{header};{PERSONAL['hetu']}", *(f"{row};x" for row in rows)]
    path.write_text("\n".join(lines), encoding="utf-8")

    study = load_study(
        tree, ID, round_id=SHIPPED[ID], language="fi", audience="public", as_of=None
    )
    dropped = [each for each in study.warnings if each.code == "W-COL-DROPPED"]

    assert [each.place.column for each in dropped] == ["[HETU]"]


def test_one_cell_gets_one_code(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text(HEADER + ROW.replace(";77;", ";010190-900P;"), encoding="utf-8")

    loaded = load_records(path, "survey_summary", shown="f.csv", language="fi")

    assert [each.code for each in loaded.problems] == ["E-PII-IN-COLUMN"]
    assert loaded.records == ()


def test_the_same_place_without_the_person_is_read(tree):
    put(tree, QUOTES, (3, "text"), f"Soittakaa: {PERSONAL['phone']}")
    problems_of(tree)
    put(tree, QUOTES, (3, "text"), "Soittakaa")

    study = load_study(
        tree, ID, round_id=SHIPPED[ID], language="fi", audience="public", as_of=None
    )

    assert study.quotes[1].text.fi == "Soittakaa"
