"""Nothing unreleased can be shown; unsafe cells are hidden, and what tells them."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from evallib.domain.fit import Fit
from evallib.domain.section import (
    Constant,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Range, Table
from evallib.domain.vocabulary import Entry
from evallib.present.blocks import section_html
from evallib.present.language import words
from evallib.present.sentences import sentence_html
from evallib.release.gate import WITHHELD, release
from evallib.release.released import Cell, Released, ReleasedTable
from evallib.release.results import records
from tests.factories import scope

COUNTS = (
    Column("group", "label"),
    Column("reached", "persons"),
    Column("of", "persons"),
)
RESTS = {"reached": "of", "of": "of"}


def counted(*rows, source=None):
    cells = [
        {"row": name, "group": name, "reached": reached, "of": of}
        for name, reached, of in rows
    ]
    return Table("counts", cells, COUNTS, RESTS, source=source)


def section(table, *blocks, **options):
    shown = blocks or (TableBlock(table.name),)
    return Section("demo", scope(**options), shown, {table.name: table})


def shown(released):
    return [cell.value for cell in released.tables["counts"].column("reached")]


def test_safe_counts_pass():
    released = release(section(counted(("pilot", 11, 20), ("control", 30, 90))))

    assert shown(released) == [11, 30]
    assert released.tables["counts"].withheld == ()


def test_one_small_count_is_hidden_and_the_others_stay():
    released = release(section(counted(("pilot", 11, 20), ("control", 4, 90))))

    assert shown(released) == [11, None]
    assert released.tables["counts"].withheld == ()
    assert released.tables["counts"].hidden == 1


def test_a_small_count_that_a_total_gives_away_takes_another_with_it():
    released = release(
        section(counted(("one", 4, 30), ("two", 11, 20), ("all", 15, 50)))
    )

    assert shown(released) == [None, None, 15]


def test_a_group_that_is_too_small_closes_its_table():
    released = release(section(counted(("pilot", 3, 4))))

    assert released.tables["counts"].withheld == ("R1", "R2", "R3")


def test_everybody_employed_tells_of_everybody_and_is_hidden():
    released = release(section(counted(("pilot", 20, 20))))

    assert shown(released) == [None]


@pytest.mark.parametrize(("reached", "of"), [(3, 12), (3, 10), (2, 11), (4, 7)])
def test_a_figure_that_is_already_public_is_shown_as_printed(reached, of):
    released = release(section(counted(("pilot", reached, of), source="deck")))

    cell = released.tables["counts"].column("reached")[0]
    assert cell.value == reached
    assert cell.already_public
    assert cell.source == "deck"


def test_a_source_that_is_not_public_gives_no_permission():
    released = release(section(counted(("pilot", 3, 12), source="own")))

    assert shown(released) == [None]


def test_an_undeclared_source_is_refused():
    with pytest.raises(ValueError, match="source 'rumour' is not declared by 'demo'"):
        release(section(counted(("pilot", 3, 12), source="rumour")))


def test_words_in_a_numbers_place_hide_persons_unless_they_are_public():
    rows = [{"row": "clients", "actual": Entry("noin 3")}]
    columns = (Column("actual", "entry"), Column("source", "source"))
    own = Table("counts", [{**rows[0], "source": "own"}], columns)
    public = Table("counts", [{**rows[0], "source": "deck"}], columns)

    hidden = release(section(own)).tables["counts"].column("actual")[0]
    verbatim = release(section(public)).tables["counts"].column("actual")[0]

    assert (hidden.status, hidden.written) == ("hidden", None)
    assert (verbatim.status, verbatim.written) == ("as_written", "noin 3")


def test_missing_is_neither_hidden_nor_zero():
    released = release(section(counted(("pilot", None, 20), source="deck")))

    cell = released.tables["counts"].column("reached")[0]
    assert (cell.status, cell.value) == ("missing", None)


def test_an_internal_report_shows_and_marks_what_the_public_one_hides():
    released = release(section(counted(("pilot", 3, 12)), audience="internal"))

    cell = released.tables["counts"].column("reached")[0]
    assert cell.value == 3
    assert cell.would_hide


def test_a_sentence_about_a_hidden_cell_is_withheld():
    told = Sentence("demo.told", {"reached": Ref("counts", "pilot", "reached")})

    released = release(section(counted(("pilot", 3, 12)), told))

    assert released.blocks[0].key == WITHHELD
    assert released.blocks[0].facts == {}


def test_a_figure_without_a_number_left_is_not_drawn():
    roles = {"label": "group", "value": "reached"}
    figure = Figure("f", "forest", "counts", Sentence("demo.alt"), roles)

    released = release(section(counted(("pilot", 3, 12)), figure))

    assert released.blocks == ()


def test_a_hidden_figure_tells_no_headcount_either():
    rows = [{"row": "pilot", "known": 3, "rate": 0.5}]
    columns = (Column("known", "persons"), Column("rate", "share"))
    few = Table("few", rows, columns, {"known": "known", "rate": "known"})

    released = release(section(few))

    assert [each["n"] for each in records(released)] == [None, None]


def test_a_difference_goes_with_the_counts_that_it_is_made_of():
    columns = (*COUNTS, Column("gap", "points"), Column("other", "points"))
    row = {"row": "a", "group": "a", "reached": 3, "of": 40, "gap": 0.1, "other": 0.2}
    gaps = Table(
        "counts",
        [row],
        columns,
        {**RESTS, "gap": "of", "other": "of"},
        made_of={"gap": ("reached",), "other": ("of",)},
    )

    cells = release(section(gaps)).tables["counts"].rows[0]

    assert (cells["gap"].status, cells["other"].status) == ("hidden", "shown")


def test_a_difference_that_names_no_counts_goes_with_the_outcomes_of_its_section():
    gap = {"row": "gap", "gap": 0.1, "smaller": 30}
    columns = (Column("gap", "points"),)
    gaps = Table("gaps", [gap], columns, {"gap": "smaller"})
    both = {"counts": counted(("pilot", 3, 40)), "gaps": gaps}

    released = release(Section("demo", scope(), [TableBlock("gaps")], both))

    assert released.tables["gaps"].withheld == ("R2",)


def test_larger_groups_stand_in_where_smaller_ones_would_be_hidden():
    whole = counted(("all", 15, 50))
    fine = counted(("one", 4, 30), ("two", 11, 20), ("all", 15, 50))
    fine = dataclasses.replace(fine, coarser=whole)
    of_all = Sentence("demo.told", {"reached": Ref("counts", "all", "reached")})
    of_one = Sentence("demo.told", {"reached": Ref("counts", "one", "reached")})

    released = release(section(fine, of_all, of_one))

    assert shown(released) == [15]
    assert [block.key for block in released.blocks] == ["demo.told", WITHHELD]


def test_larger_groups_are_not_needed_where_nothing_is_hidden():
    fine = counted(("one", 14, 30), ("two", 11, 20))
    fine = dataclasses.replace(fine, coarser=counted(("all", 25, 50)))

    assert shown(release(section(fine))) == [14, 11]


def test_a_published_figure_that_gives_a_count_away_closes_the_table():
    rows = [
        {"row": "one", "reached": 4, "of": 30, "source": "own"},
        {"row": "two", "reached": 11, "of": 20, "source": "deck"},
        {"row": "all", "reached": 15, "of": 50, "source": "deck"},
    ]
    columns = (*COUNTS[1:], Column("source", "source"))
    mixed = Table("counts", rows, columns, RESTS)

    cells = release(section(mixed)).tables["counts"].rows

    assert [row["reached"].value for row in cells] == [None, 11, 15]
    assert [row["of"].value for row in cells] == [30, 20, 50]  # who took part is known


def test_a_sentence_about_nothing_is_a_mistake_of_the_analysis():
    told = Sentence("demo.told", {"reached": Ref("counts", "pilot", "reached")})

    with pytest.raises(ValueError, match="nothing to say for 'reached'"):
        release(section(counted(("pilot", None, 20), source="deck"), told))


@pytest.mark.parametrize("kind", [Cell, Released, ReleasedTable])
def test_released_things_cannot_be_made_outside_the_gate(kind):
    wanted = list(dataclasses.fields(kind))

    with pytest.raises(TypeError, match="made by evallib"):
        kind("forged", *[None for _ in wanted])


def test_a_released_section_cannot_be_edited_into_another():
    released = release(section(counted(("pilot", 3, 12))))

    with pytest.raises((TypeError, ValueError), match="seal"):
        dataclasses.replace(released, tables={})


def test_unreleased_sections_and_sentences_are_refused_at_run_time():
    unreleased = section(counted(("pilot", 11, 20)))

    with pytest.raises(TypeError, match=r"[Rr]eleased"):
        section_html(unreleased, words("fi"))
    with pytest.raises(TypeError, match="only released sentences are worded"):
        sentence_html(Sentence("demo.told", {"n": Constant(3)}), words("fi"))


def test_unreleased_sections_are_refused_by_type(tmp_path):
    program = tmp_path / "leak.py"
    program.write_text(
        "from evallib.domain.section import Section\n"
        "from evallib.present.blocks import section_html\n"
        "from evallib.present.language import words\n"
        "def leak(section: Section) -> str:\n"
        '    return section_html(section, words("fi"))\n',
        encoding="utf-8",
    )

    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(program)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 1
    assert 'has incompatible type "Section"; expected "Released"' in checked.stdout


def test_every_released_number_becomes_a_record():
    rows = [
        {
            "row": "pilot",
            "group": "pilot",
            "share": 0.55,
            "interval": Range(0.34, 0.74, "confidence"),
            "of": 20,
        }
    ]
    columns = (
        Column("group", "label"),
        Column("share", "share", limits="interval"),
        Column("of", "persons"),
    )
    rates = Table("rates", rows, columns, {"share": "of", "of": "of"}, source="deck")

    share, of = records(release(section(rates)))

    assert share == {
        "section": "demo",
        "table": "rates",
        "row": "pilot",
        "column": "share",
        "value": 0.55,
        "low": 0.34,
        "high": 0.74,
        "n": 20,
        "status": "shown",
        "source": "deck",
        "already_public": True,
    }
    assert of["value"] == 20


def test_a_number_about_persons_must_name_its_headcount():
    with pytest.raises(
        ValueError, match="table 'ages' names no headcount for column 'rate'; add it"
    ):
        Table("ages", [{"group": "pilot", "rate": 0.67}])


def test_a_rate_rests_on_the_column_that_counts_its_people():
    followup = Table(
        "followup",
        [{"group": "pilot", "persons": 3, "rate": 0.67}],
        rests_on={"persons": "persons", "rate": "persons"},
    )

    released = release(
        Section("demo", scope(), [TableBlock("followup")], {"followup": followup})
    )

    assert released.tables["followup"].column("rate")[0].status == "hidden"


@pytest.mark.parametrize(("patterns", "status"), [(4, "shown"), (3, "hidden")])
def test_coefficients_of_a_model_that_leaves_nothing_unsaid_are_hidden(
    patterns, status
):
    columns = (Column("name", "label"), Column("coefficient", "index", 2))
    rows = [{"row": "age", "name": "age", "coefficient": 0.4, "persons": 40}]
    on = {"coefficient": "persons"}
    table = Table("model", rows, columns, on, fit=Fit(40, 2, patterns))

    (row,) = release(Section("m", scope(), [], {"model": table})).tables["model"].rows

    assert row["coefficient"].status == status


def test_whoever_came_in_or_fell_due_is_known_from_dates():
    columns = (
        Column("entered", "persons"),
        Column("newly_due", "persons"),
        Column("newly_known", "persons"),
        Column("persons", "persons"),
    )
    told = {"entered": 0, "newly_due": 2, "newly_known": 2, "persons": 40}
    on = dict.fromkeys(told, "persons")
    table = Table("changes", [{"row": "pilot", **told}], columns, on)

    section = Section("rounds", scope(), [], {"changes": table})
    (row,) = release(section).tables["changes"].rows

    assert (row["entered"].value, row["newly_due"].value) == (0, 2)
    assert row["newly_known"].status == "hidden"
