"""Processed data as the people of a study at one cut-off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evallib.data.cohort import (
    FirstExits,
    FlowStep,
    FollowUp,
    History,
    Statuses,
    eligibility,
    first_exits,
    history,
    state_on,
    statuses,
)
from evallib.data.cohorts.columns import rows_of
from evallib.data.cohorts.days import MISSING, day_number, day_numbers
from evallib.data.intake.checking import client_files
from evallib.data.intake.roles import with_roles
from evallib.data.people import NO_CLUSTER, GroupFlow, People
from evallib.data.persons.client_rows import stored_entries
from evallib.data.persons.points import all_tell_ends
from evallib.data.persons.recorded_points import (
    recorded_first_exits,
    recorded_history,
    recorded_points,
    with_points,
)
from evallib.data.persons.shown import amounts_of, covariates_of
from evallib.data.persons.stored_names import stored_names
from evallib.data.spells import Spells
from evallib.data.states import numbers_of
from evallib.data.store import (
    Processed,
    read_stored_spells,
    read_table,
    stored_follow_up,
)
from evallib.domain.calendar import EXIT, Horizon, horizon
from evallib.domain.files import ColumnEntry
from evallib.domain.plan import ANY_WORK, OPEN_MARKET_WORK
from evallib.domain.project import Project
from evallib.domain.vocabulary import Text

USUAL_MONTHS = (1, 3, 6, 12, 24)
Entries = Mapping[str, ColumnEntry]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of the people who are left, before it is counted."""

    clients: pd.DataFrame
    follow: FollowUp
    entries: Entries
    spells: Spells | None


def people_of(processed: Processed, project: Project, *, as_of: date) -> People | None:
    """Clients and controls as they stood at a cut-off.

    Read ``len(people.pilot)`` as: so many persons belong to the comparison; who was
    left out, and why, stands in ``people.flow``.

    Parameters
    ----------
    processed : Processed
        An opened data set of this project.
    project : Project
        What it declares; its column names lead to the stored ones.
    as_of : date
        The day on which the data count as drawn; whoever started later is not
        counted at all, and nothing that happened later is known.

    Returns
    -------
    People or None
        None where the project has no clients.
    """
    if "clients" not in processed.manifest.tables:
        return None
    entries = declared_entries(project)
    clients = read_table(processed, "clients")
    begun = ~(day_numbers(clients["time_zero_date"]) > day_number(as_of))
    left = _left_out(processed, clients, entries, begun)
    kept = np.flatnonzero(begun & ~np.logical_or.reduce(list(left.values())))
    flow = {side: _flow(clients, left, begun, side) for side in ("pilot", "control")}
    chosen = clients.iloc[kept].reset_index(drop=True)
    follow = _follow(chosen, as_of, seen=_tells_last_seen(project))
    spells = _spells_of(processed, kept)
    told = _Told(chosen, follow, entries, spells)
    clusters, cluster = _clusters(chosen, entries)
    points = _points(project, follow, spells is not None)
    return People(
        as_of=as_of,
        pilot=(chosen["side"] == "pilot").to_numpy(dtype=bool),
        time_zero=chosen["time_zero_date"].to_numpy().astype("datetime64[D]"),
        follow=follow,
        statuses=_statuses(told, points, project),
        cluster=cluster,
        clusters=clusters,
        completed=~_yes(chosen, entries, "interrupted"),
        exits=_exits(told),
        history=_history(told),
        covariates=covariates_of(chosen, entries),
        amounts=amounts_of(chosen, entries),
        flow=flow,
        pids=tuple(chosen["pid"]),
    )


def declared_entries(project: Project) -> dict[str, ColumnEntry]:
    """The stored columns of a project's client files, with roles filled in."""
    files = [
        with_roles(each, project.time_zero).columns
        for each in client_files(project).values()
        if each.kind == "clients"
    ]
    return stored_entries(files)


def _left_out(
    processed: Processed,
    clients: pd.DataFrame,
    entries: Entries,
    begun: NDArray[np.bool_],
) -> dict[str, NDArray[np.bool_]]:
    """To whom each reason applies, in the order of the flow chart."""
    reasons = {
        "no_group": clients["side"].isna().to_numpy(dtype=bool),
        "no_time_zero": clients["time_zero_date"].isna().to_numpy(dtype=bool),
        "not_started": _yes(clients, entries, "not_started"),
    }
    if "spells" in processed.manifest.tables:
        eve = np.full(len(clients), -1, dtype=np.int32)
        state = state_on(read_stored_spells(processed), eve, len(clients))
        reasons["in_work"] = np.isin(state, numbers_of(OPEN_MARKET_WORK))
    return {name: applies & begun for name, applies in reasons.items()}


def _flow(
    clients: pd.DataFrame,
    reasons: Mapping[str, NDArray[np.bool_]],
    begun: NDArray[np.bool_],
    side: str,
) -> GroupFlow:
    own = (clients["side"] == side).to_numpy(dtype=bool) & begun
    applies = {name: mask[own] for name, mask in reasons.items() if mask[own].any()}
    enrolled = int(own.sum())
    if not applies:
        return GroupFlow(enrolled)
    steps: tuple[FlowStep, ...] = eligibility(applies).steps
    return GroupFlow(enrolled, steps)


def _yes(clients: pd.DataFrame, entries: Entries, role: str) -> NDArray[np.bool_]:
    names = stored_names(entries)
    column = next((n for n, each in entries.items() if each.role == role), None)
    if column is None:
        return np.zeros(len(clients), dtype=bool)
    found: NDArray[np.bool_] = clients[names[column]].fillna(False).to_numpy(dtype=bool)
    return found


def _tells_last_seen(project: Project) -> bool:
    files = client_files(project).values()
    return any(
        each.role == "last_seen" for file in files for each in file.columns.values()
    )


def _follow(clients: pd.DataFrame, as_of: date, *, seen: bool) -> FollowUp:
    """Everybody's clock; without a column of sightings all are seen to the cut-off."""
    follow = stored_follow_up(clients, as_of=as_of)
    if not seen:
        return replace(follow, last_seen=follow.cut_off)
    unknown = follow.last_seen == MISSING
    return replace(
        follow, last_seen=np.where(unknown, follow.cut_off, follow.last_seen)
    )


def _spells_of(processed: Processed, kept: NDArray[np.int64]) -> Spells | None:
    """Spells of the people who are left, numbered as they are now."""
    if "spells" not in processed.manifest.tables:
        return None
    spells = read_stored_spells(processed)
    size = processed.manifest.tables["clients"].rows
    number = np.full(size, -1, dtype=np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    left = rows_of(spells, number[spells.client] >= 0)
    return Spells(number[left.client], left.start, left.end, left.state)


def _clusters(
    clients: pd.DataFrame, entries: Entries
) -> tuple[tuple[Text, ...], NDArray[np.int16]]:
    column = next((n for n, e in entries.items() if e.role == "cluster"), None)
    if column is None:
        return (), np.full(len(clients), NO_CLUSTER, dtype=np.int16)
    entry, stored = entries[column], clients[stored_names(entries)[column]]
    place = {label: at for at, label in enumerate(entry.labels)}
    numbers = stored.map(place).fillna(NO_CLUSTER).to_numpy().astype(np.int16)
    shown = tuple(entry.shown.get(label, Text(fi=label)) for label in entry.labels)
    return shown, numbers


def _points(project: Project, follow: FollowUp, spells: bool) -> tuple[Horizon, ...]:
    """Usual follow-up points that somebody has reached, and those of the plan."""
    if not spells:
        return ()
    reach = int(follow.cut_off.max()) if len(follow) else 0
    plan = project.plan
    wanted = {months for months in USUAL_MONTHS if horizon(months).days <= reach}
    if plan is not None:
        wanted |= {plan.horizon_months, *(e.horizon_months for e in plan.secondary)}
    ended = bool((follow.service_end != MISSING).any())
    found = [horizon(months) for months in sorted(wanted) if months]
    return (EXIT, *found) if ended else tuple(found)


def _statuses(told: _Told, points: Sequence[Horizon], project: Project) -> Statuses:
    """Recorded statuses first; spells tell the points that nobody wrote down."""
    files = [with_roles(f, project.time_zero) for f in client_files(project).values()]
    ends = all_tell_ends(files)
    recorded = recorded_points(told.clients, told.follow, told.entries, ends=ends)
    if told.spells is None:
        return recorded
    return with_points(recorded, statuses(told.spells, told.follow, points))


def _exits(told: _Told) -> FirstExits | None:
    recorded = recorded_first_exits(told.clients, told.follow, told.entries)
    if recorded is None and told.spells is not None:
        return first_exits(told.spells, told.follow)
    return recorded


def _history(told: _Told) -> History | None:
    recorded = recorded_history(told.clients, told.entries)
    if recorded is None and told.spells is not None:
        return history(told.spells, told.follow, ANY_WORK)
    return recorded
