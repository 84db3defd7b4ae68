"""A project's own table: one row a client, statuses and dates as written down."""

from datetime import date

import numpy as np

from evallib.data.cohort import (
    CENSORED,
    EXITS,
    RecordedColumn,
    before_time_zero,
    follow_up,
    recorded_exits,
    recorded_statuses,
    tally,
)
from evallib.data.states import StateCodes
from evallib.domain.calendar import EXIT, horizon
from evallib.domain.estimate import Tally
from evallib.domain.plan import OPEN_MARKET_WORK
from tests.factories import table

CODES = StateCodes("own", {"työssä": "open_labour_market", "työtön": "unemployed"})


def test_a_status_recorded_too_early_leaves_the_client_pending():
    clients = table("""
        client | time_zero_date | tila_3kk | at_3_months
        a      | 2021-08-01     | työssä   | reached
        b      | 2021-08-01     | työtön   | known
        c      | 2021-12-15     | työssä   | pending, written early
        d      | 2021-12-15     | työtön   | pending, written early
        e      | 2021-08-01     | -        | lost
        f      | 2021-12-15     | -        | pending
    """)
    follow = follow_up(clients, as_of=date(2022, 1, 31))

    found = recorded_statuses(
        clients, follow, {horizon(3): RecordedColumn("tila_3kk")}, CODES
    )

    expected = Tally(reached=1, known=2, pending=3, lost=1)
    assert tally(found.statuses, 0, OPEN_MARKET_WORK) == expected
    assert found.early[0].tolist() == [False, False, True, True, False, False]
    assert not found.off_window.any()


def test_a_dated_status_counts_within_fourteen_days_of_the_due_day():
    clients = table("""
        client | time_zero_date | tila   | tila_date  | at_3_months
        a      | 2024-01-10     | työssä | 2024-03-27 | reached, 14 days before
        b      | 2024-01-10     | työssä | 2024-03-26 | lost, 15 days before
        c      | 2024-01-10     | työssä | 2024-04-24 | reached, 14 days after
        d      | 2024-01-10     | työssä | 2024-04-25 | lost, 15 days after
        e      | 2024-01-10     | työssä | -          | lost, of no day
    """)
    follow = follow_up(clients, as_of=date(2025, 1, 1))
    columns = {horizon(3): RecordedColumn("tila", "tila_date")}

    found = recorded_statuses(clients, follow, columns, CODES)

    expected = Tally(reached=2, known=2, lost=3)
    assert tally(found.statuses, 0, OPEN_MARKET_WORK) == expected
    assert found.off_window[0].tolist() == [False, True, False, True, True]


def test_the_status_on_leaving_is_of_the_four_weeks_after_the_service():
    clients = table("""
        client | time_zero_date | service_end_date | tila   | tila_date  | exit
        a      | 2024-01-10     | 2024-02-01       | työssä | 2024-02-01 | reached
        b      | 2024-01-10     | 2024-02-01       | työssä | 2024-02-29 | day 28
        c      | 2024-01-10     | 2024-02-01       | työssä | 2024-03-01 | lost, 29
        d      | 2024-01-10     | 2024-02-01       | työssä | 2024-01-31 | lost, before
        e      | 2024-01-10     | -                | työssä | 2024-02-01 | pending
    """)
    follow = follow_up(clients, as_of=date(2025, 1, 1))
    columns = {EXIT: RecordedColumn("tila", "tila_date")}

    found = recorded_statuses(clients, follow, columns, CODES)

    expected = Tally(reached=2, known=2, pending=1, lost=2)
    assert tally(found.statuses, 0, OPEN_MARKET_WORK) == expected


def test_the_first_of_several_exits_counts_and_the_order_of_kinds_breaks_ties():
    clients = table("""
        client | time_zero_date | last_seen_date | work_date  | study_date
        a      | 2024-01-10     | 2024-12-31     | 2024-02-10 | 2024-02-09
        b      | 2024-01-10     | 2024-12-31     | 2024-02-10 | 2024-02-10
        c      | 2024-01-10     | 2024-12-31     | 2024-01-09 | -
        d      | 2024-01-10     | 2024-02-10     | 2024-02-10 | -
        e      | 2024-01-10     | 2024-02-09     | 2024-02-10 | -
    """)
    follow = follow_up(clients, as_of=date(2024, 12, 31))
    columns = {"open_market_work": "work_date", "education": "study_date"}

    found = recorded_exits(clients, follow, columns)

    names = ["-" if kind == CENSORED else EXITS[kind - 1] for kind in found.kind]
    assert names == ["education", "open_market_work", "-", "open_market_work", "-"]
    assert found.days.tolist() == [30, 31, 356, 31, 30]


def test_a_job_from_before_the_service_is_told():
    clients = table("""
        client | time_zero_date | work_date
        a      | 2021-10-01     | 2021-09-20
        b      | 2021-10-01     | 2021-10-01
        c      | 2021-10-01     | -
    """)
    follow = follow_up(clients, as_of=date(2022, 1, 31))

    early = before_time_zero(clients, follow, "work_date")

    assert early.tolist() == [True, False, False]
    assert early.dtype == np.bool_
