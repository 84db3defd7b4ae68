"""Thirty made-up persons are planted, and looked for in everything that is written.

They stand in columns that no project declares, where they may stay, and in texts that
reports show, where they stop the reading. Not one byte of them may come out.
"""

from __future__ import annotations

import base64
import hashlib
import pickle
import shutil
import traceback
from pathlib import Path

import pytest

from evallib.analysis.voices.themes import themes
from evallib.data.study import load_study
from evallib.domain.errors import InputError
from evallib.domain.vocabulary import LANGUAGES
from evallib.present.blocks import section_html
from evallib.present.language import words
from evallib.present.problems import problems_text
from evallib.release.gate import release
from evallib.run.terminal import keep_problems
from tests.analysis.studies import ROOT, SHIPPED
from tests.data.identity.canaries import canaries, disguised, traces

ID = "uusi-suunta"
PEOPLE = canaries()
TRACES = frozenset().union(*map(traces, PEOPLE))
SHOWN = {
    f"projects/{ID}/quotes.csv": ("text", "speaker", "approved_by"),
    f"data/raw/{ID}/themes.csv": ("id", "name", "question", "source"),
    f"data/raw/{ID}/survey_summary.csv": ("survey", "name", "value", "answered"),
    f"data/raw/{ID}/budget.csv": ("name", "planned_eur", "note"),
}


@pytest.fixture
def tree(tmp_path):
    for folder in (f"projects/{ID}", f"data/raw/{ID}"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def opened(root: Path):
    return load_study(
        root, ID, round_id=SHIPPED[ID], language="fi", audience="public", as_of=None
    )


def encodings(person) -> tuple[str, ...]:
    """One person's cells: facts, codes in disguise, and codes that were packed."""
    plain = person.code.encode()
    return (
        *person.facts,
        *disguised(person.code),
        plain.hex(),
        base64.b64encode(plain).decode(),
        hashlib.sha256(plain).hexdigest(),
    )


def plant_columns(path: Path, encoding: str) -> None:
    """Columns that nobody declared, filled with every form of the thirty."""
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    count = len(encodings(PEOPLE[0]))
    lines = [";".join([header, *(f"sarake {at}" for at in range(count))])]
    for at, row in enumerate(rows):
        planted = (f'"{cell}"' for cell in encodings(PEOPLE[at % len(PEOPLE)]))
        lines.append(";".join([row, *planted]))
    path.write_text("\n".join(lines) + "\n", encoding=encoding)


def plant_cells(path: Path, columns: tuple[str, ...]) -> None:
    """Thirty more rows, each with a person in one of the columns."""
    header, row, *rest = path.read_text(encoding="utf-8").splitlines()
    lines = [header, row, *rest]
    for at, person in enumerate(PEOPLE):
        cells = row.split(";")
        where = header.split(";").index(columns[at % len(columns)])
        form = disguised(person.code)[at % len(disguised(person.code))]
        cells[where] = f'"{person.name}, {person.street}, {person.phrase}: {form}"'
        lines.append(";".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def written(root: Path, problems) -> list[bytes]:
    """Everything said of the problems, in three languages and for other programs."""
    said = []
    for language in LANGUAGES:
        keep_problems(root, problems, language)
        kept = sorted((root / "reports").rglob("*"))
        said += [path.read_bytes() for path in kept if path.is_file()]
        said.append(problems_text(problems, language).encode())
    return [*said, repr(problems).encode(), pickle.dumps(problems)]


def hits(outputs: list[bytes]) -> list[bytes]:
    everything = b"\n".join(outputs)
    return sorted(trace for trace in TRACES if trace in everything)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_persons_in_undeclared_columns_reach_no_output(tree, encoding):
    for path in (*(tree / "data").rglob("*.csv"), tree / f"projects/{ID}/quotes.csv"):
        plant_columns(path, encoding)
    study = opened(tree)
    section = themes(study)
    pages = [
        section_html(release(section), words(language)).encode()
        for language in LANGUAGES
    ]
    outputs = [*pages, *written(tree, study.warnings)]
    outputs += [repr(study).encode(), repr(study.tables).encode()]

    assert min(len(page) for page in pages) > 1000
    assert "sarake 3" in problems_text(study.warnings, "fi")
    assert hits(outputs) == []


@pytest.mark.parametrize("name", SHOWN, ids=lambda name: Path(name).stem)
def test_persons_in_shown_columns_stop_the_reading(tree, name):
    path = tree / name
    first = len(path.read_text(encoding="utf-8").splitlines()) + 1
    plant_cells(path, SHOWN[name])

    with pytest.raises(InputError, match="E-PII-IN-COLUMN") as caught:
        opened(tree)
    fault = caught.value
    told = [each for each in fault.problems if each.code == "E-PII-IN-COLUMN"]
    outputs = written(tree, fault.problems)
    outputs += [str(fault).encode(), repr(fault).encode(), pickle.dumps(fault)]
    outputs.append("".join(traceback.format_exception(fault)).encode())

    assert [each.place.row for each in told] == [first + at for at in range(30)]
    assert hits(outputs) == []


def test_persons_in_conclusions_stop_the_reading(tree):
    path = tree / f"projects/{ID}/conclusions.fi.md"
    lines = [f"- {each.name} {encodings(each)[0]} {each.phrase}" for each in PEOPLE]
    path.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(InputError, match="E-PII-IN-COLUMN") as caught:
        opened(tree)

    assert len(caught.value.problems) >= len(PEOPLE)
    assert hits(written(tree, caught.value.problems)) == []


def test_the_search_finds_what_is_there():
    """A search that cannot fail would prove nothing."""
    person = PEOPLE[7]
    for secret in encodings(person):
        assert hits([b"a page with ", secret.encode(), b" in it"])
    assert hits([f"<p>{person.name.upper()}</p>".encode("utf-16-le")])
