"""A mean beside most of its counts would tell the others."""

from __future__ import annotations

from evallib.domain.section import Section, TableBlock
from evallib.domain.table import Column, Table
from evallib.release.gate import release
from tests.factories import scope

CODES = tuple(f"code_{n}" for n in range(1, 6))
COUNTS = (1, 2, 18, 24, 38)


def section(*, with_mean):
    answered = sum(COUNTS)
    columns = tuple(Column(name, "persons") for name in (*CODES, "answered"))
    row = {"row": "item", **dict(zip(CODES, COUNTS, strict=True)), "answered": answered}
    rests_on = dict.fromkeys((*CODES, "answered"), "answered")
    tables = {"spread": Table("spread", [row], columns, rests_on)}
    mean = sum(n * count for n, count in enumerate(COUNTS, start=1)) / answered
    if with_mean:
        told = {"row": "item", "mean": mean, "answered": answered}
        columns = (Column("mean", "score", 1), Column("answered", "persons"))
        on = {"mean": "answered", "answered": "answered"}
        tables["means"] = Table("means", [told], columns, on)
    return Section("demo", scope(), [TableBlock("spread")], tables)


def hidden(section):
    row = release(section).tables["spread"].rows[0]
    return {name for name in CODES if row[name].status == "hidden"}


def test_two_small_answers_take_a_third_with_them():
    assert hidden(section(with_mean=False)) == {"code_1", "code_2", "code_3"}


def test_with_their_mean_they_take_a_fourth():
    found = hidden(section(with_mean=True))

    assert len(found) == 4
    assert {"code_1", "code_2"} <= found
