"""An outcome is made of states: who sees all but one of the counts has the last."""

from __future__ import annotations

import pytest

from evallib.domain.section import Section
from evallib.domain.table import Column, Table
from evallib.release.gate import release
from evallib.release.joint.earlier import Report
from tests.factories import scope

STATES = {"open_labour_market": 30, "subsidised_work": 6, "education": 8}
COUNTED = (Column("persons", "persons"), Column("known", "persons"))
ON = {"persons": "known", "known": "known"}


def counts(name, counted, *, known=188):
    """A section that counts members of the comparison group at six months."""
    rows = [{"row": each, "persons": n, "known": known} for each, n in counted.items()]
    group = ("2025/control", "2025/known@months_6")
    who = {(each, "persons"): (*group, f"{each}@months_6") for each in counted}
    who |= {(each, "known"): group for each in counted}
    return Section(name, scope(), [], {name: Table(name, rows, COUNTED, ON, who=who)})


def told(*sections):
    """What of each count a reader of all sections is told; ``…`` is hidden."""
    report = Report()
    released = [release(each, report).tables for each in sections]
    return {
        row: "…" if cells["persons"].status == "hidden" else cells["persons"].value
        for tables in released
        for table in tables.values()
        for row, cells in zip(table.row_ids, table.rows, strict=True)
    }


@pytest.mark.parametrize("few", [1, 2, 4])
def test_the_whole_is_hidden_with_the_only_part_that_is(few):
    states = {**STATES, "subsidised_work": few, "unemployed": 150 - few}
    seen = told(counts("states", states), counts("work", {"any_work": 30 + few}))

    assert seen["subsidised_work"] == "…"
    assert seen["any_work"] == "…"
    assert seen["open_labour_market"] == 30


def test_the_whole_is_shown_beside_parts_that_are():
    states = {**STATES, "unemployed": 144}
    seen = told(counts("states", states), counts("work", {"any_work": 36}))

    assert seen["any_work"] == 36


def test_a_part_that_comes_later_is_hidden_where_the_whole_was_shown():
    few = {"open_labour_market": 33, "subsidised_work": 3, "unemployed": 152}
    seen = told(counts("work", {"any_work": 36}), counts("states", few))

    assert seen["any_work"] == 36
    assert [seen["open_labour_market"], seen["subsidised_work"]] == ["…", "…"]


def test_other_persons_are_another_matter():
    states = {"open_labour_market": 30, "subsidised_work": 2, "unemployed": 60}
    own = counts("states", states, known=92)
    others = counts("work", {"any_work": 33})

    assert told(own, others)["any_work"] == 33
