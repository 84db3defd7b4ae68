"""From client files to people: who belongs, when clocks start, what was recorded."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from evallib.data.intake.checking import check_files
from evallib.domain.errors import InputError
from evallib.domain.estimate import Tally
from tests.data.conftest import PILOT

END = """\
[files.pilotti.columns.loppu]
type = "date"
missing = [""]

"""
STATUS = """\
[files.pilotti.columns.tila_3kk]
role = "outcome"
type = "category"
labels = ["työssä", "palkkatuki", "työtön"]
missing = [""]
{more}

"""
CONTROL = """\
[files.verrokit]
path = "verrokit.csv"
kind = "clients"
group = "control"

[files.verrokit.columns.nro]
type = "client_no"

[files.verrokit.columns.alku]
type = "date"

[files.verrokit.columns.status]
role = "outcome"
type = "category"
labels = ["in work", "unemployed"]
missing = [""]
horizon_months = 3

"""


def status(more="horizon_months = 3"):
    return STATUS.format(more=more)


def test_a_status_is_known_pending_or_lost_at_the_cut_off(office):
    office.declare(PILOT, status())
    office.file(
        "pilotti.csv",
        """
        nro | alku       | tila_3kk
        1   | 1.10.2021  | työssä
        2   | 1.10.2021  | palkkatuki
        3   | 1.10.2021  |
        4   | 1.4.2022   | työssä
        """,
    )
    people = office.people()

    assert people.point(3) == 0
    assert people.tally(0, "open_market_work") == Tally(1, 2, 1, 1)
    assert people.tally(0, "any_work") == Tally(2, 2, 1, 1)


def test_the_clock_of_a_status_starts_at_the_end_of_the_service(office):
    office.declare(PILOT, END, status())
    rows = "nro | alku | loppu | tila_3kk\n1 | 1.2.2022 | 15.4.2022 | työssä"
    office.file("pilotti.csv", rows)

    assert office.people().tally(0, "open_market_work").pending == 1


def test_a_declared_anchor_goes_before_the_end_of_the_service(office):
    office.declare(PILOT, END, status('horizon_months = 3\nanchor = "time_zero"'))
    rows = "nro | alku | loppu | tila_3kk\n1 | 1.2.2022 | 15.4.2022 | työssä"
    office.file("pilotti.csv", rows)

    assert office.people().tally(0, "open_market_work").known == 1


def test_the_same_people_at_an_earlier_cut_off_are_fewer_and_more_open(office):
    office.declare(PILOT, status())
    office.file(
        "pilotti.csv",
        "nro | alku | tila_3kk\n1 | 1.10.2021 | työssä\n2 | 1.4.2022 | työtön",
    )
    office.clean()
    earlier = office.study(as_of=date(2021, 11, 30)).people

    assert len(earlier) == 1
    assert earlier.tally(0, "open_market_work") == Tally(0, 0, 1, 0)
    assert earlier.flow["pilot"].enrolled == 1


def test_two_files_tell_one_follow_up_point_in_their_own_words(office):
    office.declare(PILOT, status(), CONTROL)
    office.file("pilotti.csv", "nro | alku | tila_3kk\n1 | 1.10.2021 | työssä")
    office.file("verrokit.csv", "nro | alku | status\nA | 1.10.2021 | unemployed")
    people = office.people()

    assert people.pilot.tolist() == [True, False]
    assert people.tally(0, "any_work", among=people.pilot) == Tally(1, 1, 0, 0)
    assert people.tally(0, "any_work", among=people.control) == Tally(0, 1, 0, 0)


def test_a_dated_status_counts_within_two_weeks_of_its_day(office):
    day = '[files.pilotti.columns.kysytty]\ntype = "date"\nmissing = [""]\n'
    office.declare(PILOT, status('horizon_months = 3\ndated_by = "kysytty"'), day)
    office.file(
        "pilotti.csv",
        """
        nro | alku      | tila_3kk | kysytty
        1   | 1.10.2021 | työssä   | 14.1.2022
        2   | 1.10.2021 | työssä   | 15.1.2022
        """,  # day 91 is 31.12.2021
    )

    assert office.people().tally(0, "any_work") == Tally(1, 1, 0, 1)


def test_whoever_has_no_first_day_or_never_began_is_told_in_the_flow(office):
    began = """\
[files.pilotti.columns.ei_alkanut]
role = "not_started"
type = "boolean"
true = ["x"]
false = [""]
"""
    office.declare(PILOT, began)
    office.file(
        "pilotti.csv",
        "nro | alku | ei_alkanut\n1 | 1.10.2021 |\n2 | |\n3 | 1.10.2021 | x",
    )
    people = office.people()
    steps = people.flow["pilot"].steps

    assert len(people) == 1
    assert people.flow["pilot"].enrolled == 3
    assert [(each.reason, each.left_out) for each in steps] == [
        ("no_time_zero", 1),
        ("not_started", 1),
    ]


def test_the_first_of_several_jobs_is_the_exit(office):
    exits = "".join(
        f'[files.pilotti.columns."{name}"]\nrole = "exit"\nexit = "{kind}"\n'
        'type = "date"\nmissing = [""]\n'
        for name, kind in (
            ("työ1", "open_market_work"),
            ("työ2", "open_market_work"),
            ("opinnot", "education"),
        )
    )
    office.declare(PILOT, exits)
    office.file(
        "pilotti.csv",
        """
        nro | alku      | työ1      | työ2      | opinnot
        1   | 1.10.2021 | 1.12.2021 | 1.11.2021 |
        2   | 1.10.2021 | 1.12.2021 |           | 15.10.2021
        3   | 1.10.2021 |           |           |
        """,
    )
    exits = office.people().exits

    assert exits.days.tolist() == [31, 14, 272]
    assert exits.kind.tolist() == [1, 3, 0]


def test_what_was_known_beforehand_becomes_covariates(office):
    known = """\
[files.pilotti.columns.kunta]
type = "category"
labels = ["Pori", "Ulvila", "Eura"]
collapse = [{ into = "muu", from = ["Ulvila", "Eura"] }]

[files.pilotti.columns.tulot]
type = "number"
missing = [""]

[files.pilotti.columns.ajokortti]
type = "boolean"
true = ["on"]
false = ["ei"]
"""
    office.declare(PILOT, known)
    office.file(
        "pilotti.csv",
        """
        nro | alku      | kunta  | tulot    | ajokortti
        1   | 1.10.2021 | Pori   | 1 200,50 | on
        2   | 1.10.2021 | Eura   |          | ei
        """,
    )
    people = office.people()
    town, pay, licence = people.covariates

    assert town.labels == ("Pori", "muu")
    assert town.values.tolist() == [0, 1]
    assert pay.values[0] == 1200.5
    assert np.isnan(pay.values[1])
    assert licence.values.tolist() == [1, 0]


def test_a_later_row_tells_what_the_first_service_does_not(office):
    office.declare(PILOT, END, status())
    office.file(
        "pilotti.csv",
        """
        nro | alku      | loppu      | tila_3kk
        1   | 1.9.2021  | 30.9.2021  |
        1   | 1.12.2021 | 15.12.2021 | työssä
        """,
    )

    assert office.people().tally(0, "any_work") == Tally(1, 1, 0, 0)


def test_a_recorded_amount_keeps_its_unit_and_its_month(office):
    pay = """\
[files.pilotti.columns.tulot_ennen]
role = "history"
type = "number"
months_before = 12
unit = "€"

[files.pilotti.columns.tulot_6kk]
role = "outcome"
type = "number"
horizon_months = 6
unit = "€"
missing = [""]
"""
    office.declare(PILOT, pay)
    office.file(
        "pilotti.csv",
        "nro | alku | tulot_ennen | tulot_6kk\n1 | 1.10.2021 | 900 € | 2 100 €",
    )
    before, after = office.people().amounts

    assert (before.months, before.unit, before.values.tolist()) == (-12, "€", [900.0])
    assert (after.months, after.values.tolist()) == (6, [2100.0])


SPELLS = """\
[files.jaksot]
path = "jaksot.csv"
kind = "spells"

[files.jaksot.columns.nro]
role = "person_id"
type = "client_no"

[files.jaksot.columns.alkoi]
role = "spell_start"
type = "date"

[files.jaksot.columns.päättyi]
role = "spell_end"
type = "date"
missing = [""]

[files.jaksot.columns.tila]
role = "state"
type = "category"
labels = ["työtön", "työssä", "palkkatuki"]

"""


@pytest.fixture
def told(office):
    """One client in work three months on, one who was in work already."""
    office.declare(PILOT, SPELLS.replace("columns.päättyi", 'columns."päättyi"'))
    office.file("pilotti.csv", "nro | alku\n1 | 1.10.2021\n2 | 1.10.2021")
    office.file(
        "jaksot.csv",
        """
        nro | alkoi      | päättyi    | tila
        1   | 1.1.2021   | 31.10.2021 | työtön
        1   | 1.11.2021  |            | työssä
        2   | 1.1.2021   |            | työssä
        9   | 1.1.2021   |            | työssä
        """,
    )
    return office.people()


def test_spells_tell_every_usual_follow_up_point_that_is_reached(told):
    assert [each.id for each in told.points] == ["months_1", "months_3", "months_6"]
    assert told.tally(1, "open_market_work") == Tally(1, 1, 0, 0)


def test_rows_of_people_who_are_not_clients_are_counted(told, office):
    found = check_files(office.root, office.project).problems

    (notice,) = [each for each in found if each.code == "N-NOT-CLIENTS"]
    assert notice.facts["count"] == 1


def test_whoever_was_in_work_on_the_eve_is_left_out_and_told(told):
    (step,) = told.flow["pilot"].steps

    assert (step.reason, step.left_out, step.left) == ("in_work", 1, 1)


def test_spells_tell_the_first_exit_and_the_months_before(told):
    assert told.exits.days.tolist() == [31]
    assert told.history.in_state[:9, 0].sum() == 0
    assert told.history.told[0, 0] == 30


def test_spells_without_a_single_client_are_nobodys(office):
    nobody = PILOT.replace('"pilot"\n', '"pilot"\nallow_empty = true\n')
    office.declare(nobody, SPELLS.replace("columns.päättyi", 'columns."päättyi"'))
    office.file("pilotti.csv", "nro | alku")
    office.file("jaksot.csv", "nro | alkoi | päättyi | tila\n9 | 1.1.2021 | | työssä")

    assert len(office.people()) == 0


def test_a_project_with_answers_only_has_no_people(office):
    office.declare(
        '[files.kysely]\npath = "k.csv"\nkind = "survey"\n\n'
        '[files.kysely.columns.k1]\nrole = "item"\ntype = "integer"\nhigh = 5\n'
    )
    office.file("k.csv", "k1\n4\n5\n4")
    office.clean()
    study = office.study()

    assert study.people is None
    assert study.answers[0].items[0].given.tolist() == [4, 5, 4]


def test_overlapping_spells_of_two_states_are_told_in_both_rows(office):
    office.declare(PILOT, SPELLS.replace("columns.päättyi", 'columns."päättyi"'))
    office.file("pilotti.csv", "nro | alku\n1 | 1.10.2021")
    office.file(
        "jaksot.csv",
        """
        nro | alkoi     | päättyi    | tila
        1   | 1.1.2021  | 31.12.2021 | työtön
        1   | 1.11.2021 |            | työssä
        """,
    )

    with pytest.raises(InputError, match="E-OVERLAP") as fault:
        office.clean()
    (problem,) = fault.value.problems
    assert (problem.place.row, problem.facts["with_row"]) == (3, 2)


def test_two_files_of_spells_are_read_as_one(office):
    one = SPELLS.replace("columns.päättyi", 'columns."päättyi"')
    office.declare(PILOT, one, one.replace("jaksot", "muut"))
    office.file("pilotti.csv", "nro | alku\n1 | 1.10.2021")
    header = "nro | alkoi | päättyi | tila\n"
    office.file("jaksot.csv", header + "1 | 1.1.2021 | 1.11.2021 | työtön")
    office.file("muut.csv", header + "1 | 1.11.2021 | | työssä")

    assert office.people().exits.days.tolist() == [31]


def test_two_files_of_spells_may_not_claim_one_day(office):
    one = SPELLS.replace("columns.päättyi", 'columns."päättyi"')
    office.declare(PILOT, one, one.replace("jaksot", "muut"))
    office.file("pilotti.csv", "nro | alku\n1 | 1.10.2021")
    header = "nro | alkoi | päättyi | tila\n"
    office.file("jaksot.csv", header + "1 | 1.1.2021 | 30.11.2021 | työtön")
    office.file("muut.csv", header + "1 | 1.11.2021 | | työssä")

    with pytest.raises(InputError, match="E-OVERLAP") as fault:
        office.clean()
    assert fault.value.problems[0].place.file == "data/raw/demo/muut.csv"


def test_a_repeated_spell_is_dropped_where_the_project_says_so(office):
    spells = SPELLS.replace("columns.päättyi", 'columns."päättyi"')
    drops = spells.replace('"spells"\n', '"spells"\nduplicates = "drop_exact"\n', 1)
    office.declare(PILOT, drops)
    office.file("pilotti.csv", "nro | alku\n1 | 1.10.2021")
    row = "\n1 | 1.1.2021 | | työtön"
    office.file("jaksot.csv", f"nro | alkoi | päättyi | tila{row}{row}")

    counts = office.clean().provenance.counts["data/raw/demo/jaksot.csv"]
    assert (counts.rows_in, counts.kept, counts.declared_duplicates) == (2, 1, 1)
