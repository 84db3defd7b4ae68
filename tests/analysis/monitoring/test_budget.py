"""Money planned and used, and what a client cost."""

import pytest

from evallib.analysis.monitoring.budget import adds_up, budget
from evallib.domain.records import BudgetLine
from evallib.domain.vocabulary import Label, Text
from tests.analysis.studies import row, sentences, shipped, study, without

CENT = 0.005  # euros are told in whole cents at the most
TENTH_OF_PERCENT = 0.0005  # the portion used is printed with one decimal


def line(**changes):
    facts = dict.fromkeys(BudgetLine.__dataclass_fields__) | {
        "id": "purchase",
        "group": "purchases",
        "name": Text(fi="Ostopalvelu"),
        "planned_parts_eur": (),
        "source": "deck",
    }
    return BudgetLine(**(facts | changes))


def purchased(*lines):
    return budget(study(budget=lines)).tables["purchases"]


@pytest.fixture(scope="module")
def uusi_suunta():
    return budget(shipped("uusi-suunta"))


def test_a_client_of_the_bought_service_cost_740_euros(uusi_suunta):
    bought = row(uusi_suunta.tables["purchases"], "kokeileva-ostopalvelu")

    assert bought["actual_unit_eur"] == pytest.approx(740.29, abs=CENT)


def test_a_client_was_planned_to_cost_1500_euros(uusi_suunta):
    bought = row(uusi_suunta.tables["purchases"], "kokeileva-ostopalvelu")

    assert bought["planned_unit_eur"] == pytest.approx(1500)


def test_the_printed_unit_cost_agrees_with_its_total(uusi_suunta):
    bought = row(uusi_suunta.tables["purchases"], "kokeileva-ostopalvelu")

    assert bought["check"] == Label("check.matches")


def test_parts_of_9000_and_5000_make_the_14000_planned(uusi_suunta):
    parted = row(uusi_suunta.tables["purchases"], "viestinta-ja-muut")

    assert (parted["planned_eur"], parted["check"]) == (14_000, Label("check.matches"))


def test_the_parts_are_shown(uusi_suunta):
    parts = [each["part_eur"] for each in uusi_suunta.tables["parts"].rows]

    assert parts == [9000, 5000]


def test_a_line_without_clients_has_no_unit_cost(uusi_suunta):
    parted = row(uusi_suunta.tables["purchases"], "viestinta-ja-muut")

    assert (parted["actual_unit_eur"], parted["planned_unit_eur"]) == (None, None)


def test_a_line_without_clients_is_not_worded_as_cost_per_client(uusi_suunta):
    assert len(sentences(uusi_suunta, "budget.unit_cost")) == 1


def test_a_line_without_realised_euros_has_no_portion(uusi_suunta):
    workshop = row(uusi_suunta.tables["purchases"], "digitopaja")

    assert (workshop["actual_eur"], workshop["portion"]) == (None, None)


def test_inka_used_93_percent_of_its_funding():
    funding = budget(shipped("inka-satakunta")).tables["funding"]

    assert funding.rows[0]["portion"] == pytest.approx(0.933, abs=TENTH_OF_PERCENT)


def test_nobody_served_has_no_cost_per_client():
    served = purchased(line(actual_eur=900.0, actual_clients=0))

    assert row(served, "purchase")["actual_unit_eur"] is None


def test_a_printed_unit_cost_that_is_not_its_total_over_clients_is_found():
    wrong = line(actual_eur=900.0, actual_clients=9, printed_actual_unit_eur=110.0)

    assert not adds_up(wrong)


def test_parts_that_miss_their_total_are_found():
    assert not adds_up(line(planned_eur=14_000.0, planned_parts_eur=(9000.0, 4000.0)))


def test_a_line_with_nothing_to_check_is_not_found_wrong():
    assert adds_up(line(planned_eur=20_000.0))


def test_without_money_there_is_no_section():
    assert budget(without(shipped("satapolku"), "budget")) is None
