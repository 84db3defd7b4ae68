"""Every pilot by name; outcomes where told, and silence called silence."""

import pytest

from evallib.analysis.outcomes.pilots import pilots
from evallib.domain.estimate import Tally
from evallib.domain.section import Constant, Figure
from evallib.domain.vocabulary import Entry, Label, Text
from evallib.stats.proportions import rate_interval
from tests.analysis.studies import pilot, row, sentences, shipped, study

EMPLOYED = {"participants": 10, "outcome_kind": "employed", "outcome_persons": 3}


def made(*chosen):
    return pilots(study(pilots=chosen))


def names(table):
    return [each["row"] for each in table.rows]


def drawn(section):
    return {block.kind for block in section.blocks if isinstance(block, Figure)}


@pytest.fixture(scope="module")
def inka():
    return pilots(shipped("inka-satakunta"))


def test_inka_tells_the_outcome_of_three_pilots(inka):
    assert names(inka.tables["outcomes"]) == ["posa", "kisalli", "yhdessa-a"]


def test_the_pilot_that_is_compared_is_not_called_one_without_outcome(inka):
    assert "tyosuhteinen-tyonhakukokeilu" not in names(inka.tables["without"])


def test_every_other_pilot_is_listed_as_one_without_outcome(inka):
    told = {*names(inka.tables["outcomes"]), *names(inka.tables["without"])}

    assert {*names(inka.tables["overview"])} - told == {"tyosuhteinen-tyonhakukokeilu"}


def test_inkas_parts_are_counted_apart_from_its_pilots(inka):
    (told,) = sentences(inka, "pilots.count_with_parts")

    assert told.facts == {
        "pilots": Constant(6),
        "parts": Constant(11),
        "outcomes": Constant(3),
    }


def test_an_outcome_has_the_interval_of_its_count():
    interval = row(made(pilot("a", **EMPLOYED)).tables["outcomes"], "a")["interval"]
    wilson = rate_interval(Tally(3, 10))

    assert (interval.low, interval.high) == (wilson.low, wilson.high)


def test_an_outcome_of_nobody_is_an_outcome():
    section = made(pilot("a", **EMPLOYED | {"outcome_persons": 0}))

    assert row(section.tables["outcomes"], "a")["reached"] == 0


def test_persons_with_outcome_but_no_participants_have_no_share():
    section = made(pilot("a", outcome_kind="employed", outcome_persons=3))

    assert "outcomes" not in section.tables


def test_an_outcome_is_never_told_as_an_effect():
    (told,) = sentences(made(pilot("a", **EMPLOYED)), "pilots.no_effect_claim")

    assert told.tone == "caution"


def test_what_is_known_of_a_pilot_without_outcome_is_said():
    section = made(pilot("a", **EMPLOYED), pilot("b", participants=8), pilot("c"))

    assert {each["row"]: each["why"] for each in section.tables["without"].rows} == {
        "b": Label("pilots.why.participants_only"),
        "c": Label("pilots.why.nothing_counted"),
    }


def test_where_no_pilot_tells_its_outcome_it_is_said_once():
    section = made(pilot("a"), pilot("b"))

    assert len(sentences(section, "pilots.no_outcomes_at_all")) == 1


def test_where_no_pilot_tells_its_outcome_nothing_is_drawn_of_it():
    assert "forest" not in drawn(made(pilot("a", participants=8)))


def test_pilots_without_dates_have_no_timeline():
    assert "timeline" not in drawn(made(pilot("a", **EMPLOYED)))


def test_inkas_dated_pilots_have_a_timeline(inka):
    assert {"timeline", "forest"} <= drawn(inka)


def test_a_column_that_no_pilot_fills_is_left_out():
    section = made(pilot("a", target_persons=Entry("noin 60")))

    columns = [each.name for each in section.tables["overview"].columns]

    assert columns == ["pilot", "target_persons", "source"]


def test_a_part_carries_the_letter_of_its_source():
    part = pilot("a", label="b)", parent="whole")

    assert row(made(part).tables["overview"], "a")["pilot"] == Text(fi="b) a")


def test_without_pilots_there_is_no_section():
    assert made() is None
