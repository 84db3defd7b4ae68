"""Everyone enrolled is counted exactly once on the day a horizon falls due."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evallib.data.cohort import (
    CENSORED,
    EXITS,
    KNOWN,
    LOST,
    PENDING,
    FollowUp,
    first_exits,
    follow_up,
    history,
    state_on,
    statuses,
    tally,
    tally_at,
)
from evallib.data.cohorts.days import MISSING, OPEN_END
from evallib.data.cohorts.exits import EXIT_OF
from evallib.data.spells import Spells, fill_gaps, merge_spells
from evallib.data.states import STATES, UNKNOWN
from evallib.domain.calendar import EXIT, Horizon, horizon
from evallib.domain.estimate import Tally
from evallib.domain.plan import OPEN_MARKET_WORK
from tests.factories import table


def test_each_client_is_reached_known_pending_or_lost():
    clients = table("""
        client | time_zero_date | work_start_date | last_seen_date | at_3_months
        a      | 2024-01-10     | 2024-03-01      | 2025-03-31     | reached
        b      | 2024-01-10     | 2024-04-10      | 2025-03-31     | reached that day
        c      | 2024-01-10     | 2024-04-11      | 2025-03-31     | known, a day late
        d      | 2024-01-10     | -               | 2025-03-31     | known
        e      | 2024-01-10     | -               | 2024-02-20     | lost
        f      | 2025-01-15     | -               | 2025-03-31     | pending to April
        g      | 2025-01-15     | 2025-02-01      | 2025-03-31     | pending, in work
    """)

    tally = tally_at(clients, months=3, as_of=date(2025, 3, 31))

    assert tally == Tally(reached=2, known=2 + 2, pending=2, lost=1)
    assert tally.enrolled == len(clients)


def test_whoever_left_early_is_lost_whether_in_work_or_not():
    clients = table("""
        client | time_zero_date | work_start_date | last_seen_date | at_3_months
        a      | 2024-01-10     | 2024-02-01      | 2024-02-20     | lost, had a job
        b      | 2024-01-10     | -               | 2024-02-20     | lost
        c      | 2024-01-10     | 2024-02-01      | -              | lost, had a job
        d      | 2024-01-10     | -               | 2024-03-27     | known, 14 days off
        e      | 2024-01-10     | -               | 2024-03-26     | lost, 15 days off
        f      | 2024-01-10     | 2024-04-05      | 2024-02-20     | reached, was seen
    """)

    tally = tally_at(clients, months=3, as_of=date(2025, 3, 31))

    assert tally == Tally(reached=1, known=2, pending=0, lost=4)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2024, 4, 9), Tally(0, 0, pending=1)),
        (date(2024, 4, 10), Tally(1, 1)),
    ],
)
def test_a_client_is_due_on_the_day_itself_and_not_the_day_before(as_of, expected):
    clients = table("""
        client | time_zero_date | work_start_date | last_seen_date
        a      | 2024-01-10     | 2024-03-01      | 2024-04-10
    """)

    assert tally_at(clients, months=3, as_of=as_of) == expected


def test_a_leap_day_gives_nobody_a_longer_follow_up():
    clients = table("""
        client | time_zero_date | work_start_date | last_seen_date | at_12_months
        a      | 2023-03-01     | 2024-02-29      | 2025-03-31     | reached, day 365
        b      | 2023-03-01     | 2024-03-01      | 2025-03-31     | known, day 366
        c      | 2024-02-29     | 2025-02-28      | 2025-03-31     | reached, day 365
    """)

    tally = tally_at(clients, months=12, as_of=date(2025, 3, 31))

    assert tally == Tally(reached=2, known=3)


def test_a_client_without_time_zero_is_refused():
    clients = table("""
        client | time_zero_date | work_start_date | last_seen_date
        a      | -              | 2024-03-01      | 2024-04-10
        b      | 2024-01-10     | 2024-03-01      | 2024-04-10
    """)

    with pytest.raises(ValueError, match="1 clients have no time zero; leave them out"):
        tally_at(clients, months=3, as_of=date(2025, 3, 31))


# --- from spells, against a calendar that is walked day by day -----------------

FIRST, LAST, CUT_OFF = -20, 40, 30  # a small world: time zero is day 0 to 25
POINTS = (Horizon("first", 3, 0, 6), Horizon("second", 10, 5, 15), EXIT)


@st.composite
def cohorts(draw):
    """One to four clients with time zero, last sighting, service end and spells."""
    n = draw(st.integers(1, 4))
    day = st.integers(FIRST, LAST)
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, n - 1), day, st.integers(1, 30), st.integers(0, 6)
            ),
            max_size=10,
        )
    )
    columns = np.array(rows, dtype=np.int32).reshape(-1, 4).T
    told = Spells(
        columns[0], columns[1], columns[1] + columns[2], columns[3].astype(np.int8)
    )
    several = {"min_size": n, "max_size": n}
    follow = FollowUp(
        time_zero=_days(draw(st.lists(st.integers(0, 25), **several))),
        cut_off=np.full(n, CUT_OFF, dtype=np.int32),
        last_seen=_days(draw(st.lists(st.integers(-5, 30), **several))),
        service_end=_days(
            draw(st.lists(st.sampled_from([int(MISSING), 0, 1, 2, 9]), **several))
        ),
    )
    return merge_spells(told, priority=STATES), follow


def _days(numbers):
    return np.array(numbers, dtype=np.int32)


def calendar(told):
    """State of each client on each day, one day at a time."""
    days = {}
    for who, start, end, state in zip(
        told.client, told.start, told.end, told.state, strict=True
    ):
        for day in range(start, min(end, 100)):
            days[int(who), day] = int(state)
    return days


@settings(max_examples=120, deadline=None)
@given(cohort=cohorts())
def test_statuses_are_those_of_a_calendar(cohort):
    told, follow = cohort
    days = calendar(told)

    found = statuses(told, follow, POINTS)

    for at, point in enumerate(POINTS):
        for who in range(len(follow)):
            anchor = follow.time_zero if point is not EXIT else follow.service_end
            due = int(anchor[who]) + point.days
            state = days.get((who, due), UNKNOWN)
            if anchor[who] == MISSING or due > CUT_OFF:
                expected = (PENDING, UNKNOWN)
            elif state == UNKNOWN or due > follow.last_seen[who]:
                expected = (LOST, UNKNOWN)
            else:
                expected = (KNOWN, state)
            assert (found.standing[at, who], found.state[at, who]) == expected


@settings(max_examples=120, deadline=None)
@given(cohort=cohorts())
def test_everybody_is_counted_exactly_once_at_every_point(cohort):
    told, follow = cohort
    found = statuses(told, follow, POINTS)

    for at in range(len(POINTS)):
        assert tally(found, at, OPEN_MARKET_WORK).enrolled == len(follow)


def exit_by_calendar(days, who, follow):
    """Walk from time zero until something begins, is unseen, or the end comes."""
    zero = int(follow.time_zero[who])
    limit = min(int(follow.last_seen[who]), CUT_OFF)
    for day in range(zero, limit + 1):
        state = days.get((who, day))
        if state is None:
            return max(day - 1 - zero, 0), CENSORED
        if state != days.get((who, day - 1)) and STATES[state] in EXIT_OF:
            return day - zero, EXITS.index(EXIT_OF[STATES[state]]) + 1
    return max(limit - zero, 0), CENSORED


@settings(max_examples=200, deadline=None)
@given(cohort=cohorts())
def test_first_exits_are_those_of_a_calendar(cohort):
    told, follow = cohort
    days = calendar(told)

    found = first_exits(told, follow)

    for who in range(len(follow)):
        pair = int(found.days[who]), int(found.kind[who])
        assert pair == exit_by_calendar(days, who, follow)


@settings(max_examples=80, deadline=None)
@given(cohort=cohorts())
def test_histories_are_those_of_a_calendar(cohort):
    told, follow = cohort
    days = calendar(told)

    found = history(told, follow, ("unemployed", "education"), months=2)

    wanted = {STATES.index("unemployed"), STATES.index("education")}
    for month, window in enumerate((range(1, 31), range(31, 61))):
        for who in range(len(follow)):
            zero = int(follow.time_zero[who])
            states = [days.get((who, zero - back)) for back in window]
            assert found.told[month, who] == sum(each is not None for each in states)
            assert found.in_state[month, who] == sum(each in wanted for each in states)


@settings(max_examples=80, deadline=None)
@given(cohort=cohorts())
def test_the_state_on_the_eve_is_that_of_a_calendar(cohort):
    told, follow = cohort
    days = calendar(told)
    eve = follow.time_zero - np.int32(1)

    found = state_on(told, eve, len(follow))

    expected = [days.get((who, int(eve[who])), UNKNOWN) for who in range(len(follow))]
    assert found.tolist() == expected


# --- a few people by name ------------------------------------------------------


def spells(*rows):
    columns = list(zip(*rows, strict=True))
    numbers = [np.array(column, dtype=np.int32) for column in columns[:3]]
    states = [STATES.index(state) for state in columns[3]]
    return Spells(*numbers, np.array(states, dtype=np.int8))


def watched(clients, *, last_seen=1000):
    zero = np.zeros(clients, dtype=np.int32)
    seen = np.full(clients, last_seen, dtype=np.int32)
    return FollowUp(zero, zero + np.int32(1000), seen, zero + MISSING)


def test_a_job_that_begins_on_the_due_day_counts_and_one_that_ends_then_does_not():
    told = spells(
        (0, -9, 91, "unemployed"),
        (0, 91, OPEN_END, "open_labour_market"),
        (1, -9, 91, "open_labour_market"),
        (1, 91, OPEN_END, "unemployed"),
    )

    found = statuses(told, watched(2), [horizon(3)])

    assert tally(found, 0, OPEN_MARKET_WORK) == Tally(reached=1, known=2)
    assert STATES[found.state[0, 0]] == "open_labour_market"


def test_subsidised_work_is_an_exit_of_its_own_kind():
    told = spells(
        (0, -9, 20, "unemployed"),
        (0, 20, 50, "subsidised_work"),
        (0, 50, 90, "open_labour_market"),
    )

    found = first_exits(told, watched(1))

    assert (found.days[0], EXITS[found.kind[0] - 1]) == (20, "subsidised_work")


def test_entering_a_service_is_no_exit():
    told = spells(
        (0, -9, 0, "unemployed"),
        (0, 0, 30, "labour_market_service"),
        (0, 30, OPEN_END, "unemployed"),
    )

    found = first_exits(told, watched(1, last_seen=60))

    assert (found.days[0], found.kind[0]) == (60, CENSORED)


def test_a_job_after_a_gap_is_not_seen_unless_the_gap_is_declared():
    told = spells((0, -9, 20, "unemployed"), (0, 25, 90, "open_labour_market"))
    follow = watched(1, last_seen=80)

    silent = first_exits(told, follow)
    since = follow.time_zero - np.int32(9)
    filled = fill_gaps(told, "unemployed", since=since, until=follow.last_seen)
    declared = first_exits(filled, follow)

    assert (silent.days[0], silent.kind[0]) == (19, CENSORED)
    assert (declared.days[0], declared.kind[0]) == (25, 1)


def test_a_group_is_tallied_without_the_others():
    told = spells((0, -9, 200, "open_labour_market"), (1, -9, 200, "unemployed"))
    found = statuses(told, watched(3), [horizon(3)])

    pilot = tally(found, 0, OPEN_MARKET_WORK, among=np.array([True, False, True]))

    assert pilot == Tally(reached=1, known=1, lost=1)


def test_spells_that_were_not_merged_are_refused():
    told = spells((0, 0, 9, "unemployed"), (0, 8, 12, "education"))
    backwards = spells((1, 0, 9, "unemployed"), (0, 8, 12, "education"))

    with pytest.raises(ValueError, match="spells are not merged"):
        statuses(told, watched(2), [horizon(3)])
    with pytest.raises(ValueError, match="spells are not merged"):
        first_exits(backwards, watched(2))


def test_a_history_of_no_months_is_refused():
    told = spells((0, 0, 9, "unemployed"))

    with pytest.raises(ValueError, match="months must be at least 1; got 0"):
        history(told, watched(1), ("unemployed",), months=0)


def test_everybody_is_seen_until_the_cut_off_where_no_sighting_is_recorded():
    clients = pd.DataFrame({"time_zero_date": pd.to_datetime(["2024-01-10"])})

    follow = follow_up(clients, as_of=date(2024, 4, 10))

    assert follow.last_seen.tolist() == follow.cut_off.tolist()
    assert follow.service_end.tolist() == [MISSING]


def test_blocks_of_a_register_meet_without_a_seam(monkeypatch):
    told = spells(
        (0, -9, 20, "unemployed"),
        (0, 20, 50, "labour_market_service"),
        (0, 50, 90, "open_labour_market"),
        (1, -9, 40, "unemployed"),
        (1, 45, 95, "education"),
    )
    whole = first_exits(told, watched(2)), statuses(told, watched(2), [horizon(3)])

    monkeypatch.setattr("evallib.data.cohorts.statuses.BLOCK", 1)
    cut = first_exits(told, watched(2)), statuses(told, watched(2), [horizon(3)])

    assert cut[0].days.tolist() == whole[0].days.tolist() == [50, 39]
    assert cut[0].kind.tolist() == whole[0].kind.tolist() == [1, CENSORED]
    assert cut[1].state.tolist() == whole[1].state.tolist()
