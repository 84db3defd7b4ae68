"""A cohort: everybody's status, first exit and history, each person exactly once.

From spells (a register) or from one row a client (a project's own table); both give
the same types.
"""

from __future__ import annotations

from evallib.data.cohorts.eligibility import Eligibility, FlowStep, eligibility
from evallib.data.cohorts.exits import CENSORED, EXITS, FirstExits, first_exits
from evallib.data.cohorts.follow_up import FollowUp, due_days, follow_up
from evallib.data.cohorts.history import History, history
from evallib.data.cohorts.recorded import (
    Recorded,
    RecordedColumn,
    before_time_zero,
    recorded_exits,
    recorded_statuses,
    tally_at,
)
from evallib.data.cohorts.statuses import (
    KNOWN,
    LOST,
    PENDING,
    Statuses,
    state_on,
    statuses,
    tally,
)
from evallib.domain.vocabulary import Exit

__all__ = [
    "CENSORED",
    "EXITS",
    "KNOWN",
    "LOST",
    "PENDING",
    "Eligibility",
    "Exit",
    "FirstExits",
    "FlowStep",
    "FollowUp",
    "History",
    "Recorded",
    "RecordedColumn",
    "Statuses",
    "before_time_zero",
    "due_days",
    "eligibility",
    "first_exits",
    "follow_up",
    "history",
    "recorded_exits",
    "recorded_statuses",
    "state_on",
    "statuses",
    "tally",
    "tally_at",
]
