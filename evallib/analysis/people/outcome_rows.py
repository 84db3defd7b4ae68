"""One group at one follow-up point: known persons only, by curve, and in bounds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from evallib.analysis.people.groups import LEAST_FOR_OUTCOMES, Group
from evallib.data.cohort import EXITS
from evallib.data.people import People
from evallib.domain.plan import Outcome
from evallib.domain.table import Column, Range, Value
from evallib.domain.vocabulary import Exit
from evallib.stats.proportions import outcome_bounds, rate_interval
from evallib.stats.survival import cumulative_incidence, incidence_at

BEGINS: dict[Outcome, tuple[Exit, ...]] = {
    "open_market_work": ("open_market_work",),
    "any_work": ("open_market_work", "subsidised_work"),
    "work_or_education": ("open_market_work", "subsidised_work", "education"),
}
WANTED, OTHER = 1, 2
COLUMNS = (
    Column("persons", "persons"),
    Column("reached", "persons"),
    Column("known", "persons"),
    Column("complete_case", "share", limits="interval"),
    Column("interval", "share"),
    Column("survival", "share", limits="survival_interval"),
    Column("survival_interval", "share"),
    Column("bounds", "share"),
)
RESTS_ON = {
    "persons": "persons",
    "reached": "known",
    "known": "persons",
    "complete_case": "known",
    "interval": "known",
    "survival": "persons",
    "survival_interval": "persons",
    "bounds": "persons",
}


def columns_of(rows: Sequence[Mapping[str, Value]]) -> tuple[Column, ...]:
    """All columns; without the limits of curves where no row has a curve's share."""
    if any(row["survival_interval"] for row in rows):
        return COLUMNS
    kept = [column for column in COLUMNS if column.name != "survival_interval"]
    return tuple(
        Column("survival", "share") if column.name == "survival" else column
        for column in kept
    )


def outcome_row(
    people: People, group: Group, at: int, outcome: Outcome
) -> dict[str, Value]:
    """The three columns of an outcome; no number where the group is too small."""
    tally = people.tally(at, outcome, among=group.members)
    row: dict[str, Value] = dict.fromkeys(column.name for column in COLUMNS)
    row |= {"persons": tally.enrolled, "known": tally.known}
    if tally.enrolled < LEAST_FOR_OUTCOMES:
        return row
    bounds = outcome_bounds(tally)
    row["bounds"] = Range(bounds.low, bounds.high, "bounds")
    if tally.known:
        row["reached"] = tally.reached
    if tally.known >= LEAST_FOR_OUTCOMES:
        limits = rate_interval(tally)
        row["complete_case"] = tally.rate
        row["interval"] = Range(limits.low, limits.high, "confidence")
    row["survival"], row["survival_interval"] = begun_by(people, group, at, outcome)
    return row


def begun_by(
    people: People, group: Group, at: int, outcome: Outcome
) -> tuple[float | None, Range | None]:
    """Share whose first exit was into the outcome by the due day, others competing.

    None without dates of exits, for a point on another clock than theirs, and for a
    day up to which nobody was watched.
    """
    point = people.points[at]
    if people.exits is None or point.anchor != "time_zero":
        return None, None
    days, kind = people.exits.days[group.members], people.exits.kind[group.members]
    wanted = kind < 0
    for each in BEGINS[outcome]:
        wanted = wanted | (kind == EXITS.index(each) + 1)
    cause = wanted * WANTED + ((kind > 0) & ~wanted) * OTHER
    curve = cumulative_incidence(days, cause, of=WANTED)
    share = float(incidence_at(curve, [point.days])[0][0])
    if share != share:  # beyond the longest follow-up
        return None, None
    step = bisect_right(curve.times, point.days) - 1
    if step < 0:
        return share, None
    low, high = float(curve.low[step]), float(curve.high[step])
    return share, Range(low, high, "confidence") if low <= high else None
