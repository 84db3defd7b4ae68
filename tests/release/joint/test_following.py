"""A mean is hidden with any of its months, and a change with any of its means."""

from __future__ import annotations

from evallib.domain.section import Section
from evallib.domain.table import Column, Table
from evallib.release.gate import release
from tests.factories import scope

ON = {"share": "persons", "persons": "persons"}
SHARES = (Column("share", "share"), Column("persons", "persons"))
MEANS = (
    Column("late", "share"),
    Column("fall", "points"),
    Column("persons", "persons"),
)


def section(*shares):
    """Months with these shares of the days in work, their mean, and the change."""
    rows = [
        {"row": f"{at}", "share": share, "persons": 120}
        for at, share in enumerate(shares, start=1)
    ]
    mean = sum(shares) / len(shares)
    dip = {"row": "dip", "late": mean, "fall": mean - 0.4, "persons": 120}
    follows = {
        ("dip", "late"): [("months", row["row"], "share") for row in rows],
        ("dip", "fall"): [("dip", "dip", "late")],
    }
    on = dict.fromkeys(("late", "fall", "persons"), "persons")
    tables = {
        "months": Table("months", rows, SHARES, ON),
        "dip": Table("dip", [dip], MEANS, on, follows=follows),
    }
    return Section("before_service", scope(), [], tables)


def hidden(made):
    (row,) = release(made).tables["dip"].rows
    return [name for name, cell in row.items() if cell.status == "hidden"]


def test_all_is_shown_where_every_month_is():
    assert hidden(section(0.21, 0.17, 0.13)) == []


def test_the_mean_and_what_follows_from_it_go_with_a_hidden_month():
    assert hidden(section(0.21, 0.17, 0.004)) == ["late", "fall"]
