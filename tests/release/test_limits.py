"""Limits have floors, looser ones have reasons, and published figures stay."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from pydantic import ValidationError

from evallib.domain.disclosure import Disclosure
from evallib.domain.section import Section, TableBlock
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import Text
from evallib.release.gate import release
from tests.factories import scope
from tests.release.rules.cases import K3, K5, approved

EXPLAINED = {
    "reason": Text(fi="Ohjausryhmän päätös"),
    "approved_by": "Tutkimusvastaava",
    "approved_on": date(2026, 11, 22),
}
COLUMNS = (Column("reached", "persons"), Column("n", "persons"))


def shown(reached, n, limits, *, source="own", **options):
    rows = [{"row": "pilot", "reached": reached, "n": n}]
    rests_on = {"reached": "n", "n": "n"}
    table = Table("t", rows, COLUMNS, rests_on, source=source)
    under = dataclasses.replace(scope(**options), disclosure=limits)
    section = Section("demo", under, [TableBlock("t")], {"t": table})
    return release(section).tables["t"].rows[0]["reached"].value


@pytest.mark.parametrize(
    ("name", "below"),
    [("k", 2), ("k_sensitive", 4), ("n_percent", 4), ("n_survival", 9), ("n_words", 2)],
)
def test_no_reason_helps_below_the_floor(name, below):
    with pytest.raises(ValidationError, match="greater than or equal to"):
        Disclosure(**{name: below}, **EXPLAINED)


@pytest.mark.parametrize("missing", ["reason", "approved_by", "approved_on"])
@pytest.mark.parametrize("looser", [{"k": 3}, {"n_percent": 9}, {"lost": "show"}])
def test_a_looser_limit_names_who_allowed_it_why_and_when(missing, looser):
    told = {name: value for name, value in EXPLAINED.items() if name != missing}

    with pytest.raises(ValidationError, match="E-CFG-MISSING"):
        Disclosure(**looser, **told)


def test_looser_limits_are_named_for_the_reader():
    assert approved(k=3, lost="show").overridden == ("k", "lost")
    assert Disclosure(k=8).overridden == ()


@pytest.mark.parametrize(
    ("k", "width", "spread"), [(5, 5, 15), (8, 8, 24), (10, 10, 30)]
)
def test_limits_that_are_left_out_follow_k(k, width, spread):
    limits = Disclosure(k=k)

    assert (limits.width, limits.n_mean, limits.n_sd) == (width, width, spread)


@pytest.mark.parametrize(
    ("reached", "n", "five", "three"),
    [
        (3, 12, None, 3),
        (3, 10, None, 3),
        (2, 11, None, None),
        (11, 20, 11, 11),
    ],
)
def test_the_published_pilots_would_be_hidden_if_they_came_from_clients(
    reached, n, five, three
):
    assert shown(reached, n, K5) == five
    assert shown(reached, n, K3) == three


@pytest.mark.parametrize(
    ("reached", "n"),
    [(4, 7), (3, 7), (3, 12), (3, 10), (2, 11), (8, 8), (6, 6), (3, 3), (26, 26)],
)
def test_published_figures_are_printed_as_they_were(reached, n):
    assert shown(reached, n, K5, source="deck") == reached


def test_an_internal_report_shows_what_a_public_one_hides():
    assert shown(3, 12, K5, audience="internal") == 3


def test_a_sensitive_count_needs_ten_persons():
    columns = (Column("ill", "persons", sensitive=True), Column("n", "persons"))
    rows = [{"ill": 9, "n": 60}, {"ill": 10, "n": 60}]
    table = Table("t", rows, columns, {"ill": "n", "n": "n"})
    section = Section("demo", scope(), [TableBlock("t")], {"t": table})

    cells = release(section).tables["t"].column("ill")

    assert [cell.value for cell in cells] == [None, 10]


def test_nobody_and_everybody_may_be_told_where_a_column_says_so():
    columns = (Column("used", "persons", zeros=True), Column("n", "persons"))
    rows = [{"used": 60, "n": 60}, {"used": 0, "n": 60}, {"used": 58, "n": 60}]
    table = Table("t", rows, columns, {"used": "n", "n": "n"})
    section = Section("demo", scope(), [TableBlock("t")], {"t": table})

    cells = release(section).tables["t"].column("used")

    assert [cell.value for cell in cells] == [60, 0, None]
