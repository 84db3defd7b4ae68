"""Published figures that cannot be right are found and told, never mended."""

import pytest

from evallib.analysis.closing.consistency import consistency
from evallib.domain.section import Constant
from tests.analysis.studies import sentences, shipped, study

IMPOSSIBLE = "check.impossible"


def found(project):
    """Rule and subject of every figure that cannot be right."""
    return [
        (each["rule"].key.rpartition(".")[2], each["subject"].fi)
        for each in consistency(shipped(project)).tables["findings"].rows
        if each["check"].key == IMPOSSIBLE
    ]


def test_77_percent_of_17_is_found():
    assert ("percent", "Hankkeen tapaamiset ovat olleet sujuvia") in found(
        "uusi-suunta"
    )


def test_mean_ranks_that_sum_wrongly_are_found():
    assert "rank_sum" in [rule for rule, _ in found("uusi-suunta")]


def test_nothing_else_in_uusi_suunta_is_called_impossible():
    assert len(found("uusi-suunta")) == 2


def test_59_percent_of_20_is_found():
    assert found("inka-satakunta") == [("percent", "Työllisyyssiirtymä")]


def test_the_findings_are_counted():
    (told,) = sentences(consistency(shipped("uusi-suunta")), "consistency.lead")

    assert told.facts == {"checked": Constant(10), "failed": Constant(2)}


def test_it_is_said_that_nothing_was_mended():
    section = consistency(shipped("uusi-suunta"))

    assert len(sentences(section, "consistency.kept")) == 1


def test_figures_that_can_be_right_are_said_to_be_so():
    original = shipped("uusi-suunta")
    section = consistency(study(budget=original.budget_lines))

    assert sentences(section, "consistency.all_fine")[0].facts == {
        "checked": Constant(3)
    }


@pytest.mark.parametrize("project", ["satapolku", "tuttu-6aika"])
def test_without_figures_to_check_there_is_no_section(project):
    assert consistency(shipped(project)) is None
