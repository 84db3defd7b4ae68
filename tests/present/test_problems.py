"""Faults in words: four lines, in the reader's language, all facts in place."""

import re
from pathlib import Path

import pytest

from evallib.domain.errors import Place, Problem
from evallib.domain.vocabulary import LANGUAGES
from evallib.present.problems import (
    LINES,
    catalogue,
    placeholders,
    problem_record,
    problem_text,
    problems_text,
)

PACKAGE = Path(__file__).parents[2] / "evallib"
CODE = re.compile(r'"([EWN]-[A-Z0-9]+(?:-[A-Z0-9]+)*)"')
UNKNOWN_KEY = Problem(
    "E-CFG-KEY",
    Place("projects/demo/project.toml", column="period.ends"),
    {"allowed": ["start", "end"], "near": ["end"]},
)


def entries(entry, above=()):
    """Every table of words below an entry, with its place."""
    yield above, {name: text for name, text in entry.items() if isinstance(text, str)}
    for name, value in entry.items():
        if isinstance(value, dict):
            yield from entries(value, (*above, name))


def test_an_unknown_key_reads_as_the_guide_prints_it():
    assert problem_text(UNKNOWN_KEY, "fi") == (
        "E-CFG-KEY  projects/demo/project.toml, period.ends\n"
        "  Virhe:    avainta ei tunneta.\n"
        "  Sallittu: start, end\n"
        "  Korjaus:  tarkoititko 'end'?"
    )


def test_a_cell_is_placed_by_row_and_column_and_shown_by_its_shape():
    place = Place("asiakkaat.csv", row=14, column="alku", column_letter="C")
    problem = Problem("E-DATE", place, {"shape": "##.#.####"})

    assert problem_text(problem, "fi").splitlines()[::3] == [
        "E-DATE  asiakkaat.csv, rivi 14, sarake alku (C)",
        "  Löytyi:   ##.#.#### (9 merkkiä)",
    ]


def test_a_fault_on_two_lines_names_both():
    place = Place("projects/demo/project.toml", column="k")
    first = problem_text(Problem("E-CFG-DUP", place, {"rows": (3, 9)}), "sv")

    assert first.startswith(
        "E-CFG-DUP  projects/demo/project.toml, raderna 3 och 9, k\n"
    )


def test_rows_that_collide_are_both_named():
    place = Place("jaksot.xlsx", sheet="Jaksot", row=42)
    text = problem_text(Problem("E-OVERLAP", place, {"with_row": 41}), "fi")

    assert text.startswith("E-OVERLAP  jaksot.xlsx, välilehti Jaksot, rivit 41 ja 42\n")


def test_without_a_near_match_the_advice_is_general():
    problem = Problem("E-CFG-KEY", Place("x.toml"), {"allowed": ["k"], "near": []})

    assert "delete the key" in problem_text(problem, "en")


def test_words_follow_what_is_known_of_the_fault():
    quotes = Problem("E-CFG-SYNTAX", Place("x.toml", row=1), {"case": "quotes"})

    assert "typographic" in problem_text(quotes, "en")


def test_long_lists_are_cut_after_twenty():
    allowed = [f"nro{number}" for number in range(25)]
    text = problem_text(Problem("E-CAT", Place("a.csv"), {"allowed": allowed}), "fi")

    assert "nro19 ja 5 muuta" in text
    assert "nro20" not in text


def test_fifty_problems_are_shown_and_the_rest_counted():
    text = problems_text([UNKNOWN_KEY] * 60, "en", "problems.json")

    assert text.count("E-CFG-KEY") == 50
    assert text.endswith("… and 10 more; all 60 are in problems.json")


def test_faults_come_before_warnings():
    warning = Problem("W-NOT-NUMBER", Place("a.csv", row=2))

    assert problems_text([warning, UNKNOWN_KEY], "fi").startswith("E-CFG-KEY")


def test_line_breaks_and_escape_sequences_cannot_forge_a_message():
    problem = Problem(
        "E-CFG-FILE", Place("projects/a\nE-X/\x1b[31m"), {"near": "b\r\nc"}
    )
    text = problem_text(problem, "fi")

    assert len(text.splitlines()) == 4
    assert "U+000A" in text
    assert "\x1b" not in text


def test_another_program_gets_the_same_words_with_named_fields():
    record = problem_record(UNKNOWN_KEY, "fi")

    assert record["do"] == "tarkoititko 'end'?"
    assert (record["severity"], record["count"]) == ("error", 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_can_be_said_without_any_fact(language):
    for code, entry in catalogue(language).items():
        if code == "frame":
            continue
        assert set(LINES) <= entry.keys(), code
        for place, words in entries(entry, (code,)):
            for line, text in words.items():
                general = words.get(f"{line}_else", text)
                assert not placeholders(general), (place, line)


def test_every_code_of_the_package_has_words():
    used = {
        code
        for source in PACKAGE.rglob("*.py")
        for code in CODE.findall(source.read_text(encoding="utf-8"))
    }

    assert used - catalogue("fi").keys() == set()
