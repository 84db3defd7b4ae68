"""Who was reached, against the plan; what is not told stays untold."""

from evallib.analysis.monitoring.reach import reach
from evallib.domain.section import Figure
from evallib.domain.vocabulary import Label
from tests.analysis.studies import indicator, row, sentences, shipped, study


def made(*indicators):
    return reach(study(indicators=indicators))


def test_a_missing_actual_stays_missing():
    targets = made(indicator("100", None)).tables["targets"]

    assert row(targets, "clients")["actual"] is None


def test_a_missing_actual_is_told():
    (told,) = sentences(made(indicator("100", None)), "reach.no_actual")

    assert (told.tone, set(told.facts)) == ("caution", {"indicator", "target"})


def test_a_missing_actual_is_not_drawn_as_nobody():
    section = made(indicator("100", None))

    assert "compared" not in section.tables


def test_reached_persons_are_told_beside_the_plan():
    (told,) = sentences(made(indicator("100", "80")), "reach.actual_of_target")

    assert set(told.facts) == {"indicator", "actual", "target"}


def test_a_dash_for_a_target_makes_no_sentence_of_a_target():
    section = made(indicator("-", "41"))

    assert not sentences(section, "reach.actual_of_target")


def test_words_for_a_count_make_no_bar():
    section = made(indicator("100", "yli 700"))

    assert not [block for block in section.blocks if isinstance(block, Figure)]


def test_only_indicators_of_reach_are_here():
    other = indicator("30", "28", id="jobs", reach=False)

    assert len(made(indicator("100", "80"), other).tables["targets"].rows) == 1


def test_without_such_indicators_there_is_no_section():
    assert made(indicator("30", "28", reach=False)) is None


def test_inka_does_not_tell_how_many_persons_took_part():
    targets = reach(shipped("inka-satakunta")).tables["targets"]

    assert row(targets, "henkilot")["status"] == Label("status.no_actual")
