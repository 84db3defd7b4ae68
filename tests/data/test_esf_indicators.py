"""The table of social fund indicators is whole in both programme periods."""

import pytest

from evallib.data.esf_indicators import FundIndicator, esf_indicators
from evallib.domain.vocabulary import LANGUAGES, Text

PERIODS = {"2014-2020": ("CR0", 9), "2021-2027": ("EECR0", 6)}


@pytest.mark.parametrize("period", PERIODS)
def test_every_code_of_the_annex_is_there_in_its_order(period):
    prefix, last = PERIODS[period]

    told = [each.code for each in esf_indicators(period).indicators]

    assert told == [f"{prefix}{number}" for number in range(1, last + 1)]


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_is_worded_in_every_language(period, language):
    assert all(
        getattr(each.wording, language) for each in esf_indicators(period).indicators
    )


@pytest.mark.parametrize(("period", "code"), [("2014-2020", 3), ("2021-2027", 3)])
def test_employment_on_leaving_includes_own_business_and_subsidised_work(period, code):
    assert set(esf_indicators(period).indicators[code].states) == {
        "open_labour_market",
        "self_employed",
        "subsidised_work",
    }


def test_an_unknown_period_is_refused():
    with pytest.raises(ValueError, match="a programme period is one of 2014-2020"):
        esf_indicators("2007-2013")


def test_an_indicator_without_states_needs_a_reason():
    with pytest.raises(ValueError, match="CR01 needs either states or a reason"):
        FundIndicator("CR01", Text(en="Inactive participants"), "leaving")


def test_a_state_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="CR04: no such states: at_work"):
        FundIndicator("CR04", Text(en="In employment"), "leaving", ("at_work",))
