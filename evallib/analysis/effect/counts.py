"""Tables of the primary comparison: both groups, their difference, and its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evallib.analysis.adjusting.estimated import Estimated
from evallib.analysis.effect.compared import Compared, detectable, still_needed
from evallib.analysis.effect.contrast import Contrast, decimals
from evallib.analysis.people.named import names_at
from evallib.domain.estimate import Interval, Tally
from evallib.domain.table import (
    ABOUT_PERSONS,
    AddsUp,
    Column,
    Named,
    Range,
    Table,
    Value,
)
from evallib.domain.vocabulary import Label
from evallib.stats.proportions import (
    ExactTest,
    outcome_bounds,
    rate,
    risk_ratio,
)

Row = Mapping[str, Value]
METHOD = Column("method", "label")
LIMITS = "limits"
# Counts that every difference is worked out from; they stand in its row unshown.
COUNTS = ("pilot_reached", "pilot_known", "control_reached", "control_known")
COUNTED_OUT_OF = {name: f"{name.partition('_')[0]}_known" for name in COUNTS}


def on(headcount: str, *names: str) -> dict[str, str]:
    """Columns that are counted out of one headcount, and itself."""
    return {**dict.fromkeys(names, headcount), headcount: headcount}


def counts_of(both: Compared) -> dict[str, Value]:
    """The counts beneath a difference, under the names of ``COUNTS``."""
    return {
        f"{side}_{name}": getattr(tally, name)
        for side, tally in both.tallies.items()
        for name in ("reached", "known")
    }


def names_of_counts(both: Compared) -> dict[str, Named]:
    """Who is counted under each of ``COUNTS``."""
    named = {
        side: names_at(both.as_of, side, both.point_id, both.outcome)
        for side in both.tallies
    }
    return {
        f"{side}_{name}": names[name]
        for side, names in named.items()
        for name in ("reached", "known")
    }


def of_counts(name: str, rows: Sequence[Row], columns: tuple[Column, ...]) -> Table:
    """A table of differences: of the smaller group's persons, made of four counts."""
    numbers = [each.name for each in columns if each.kind in ABOUT_PERSONS]
    return Table(
        name,
        rows,
        columns,
        COUNTED_OUT_OF | on("smaller", *numbers),
        made_of={each: COUNTS for each in numbers if each != "smaller"},
    )


def confidence(interval: Interval) -> Range:
    """A confidence interval as a cell."""
    return Range(interval.low, interval.high, "confidence")


def groups_table(both: Compared, tallies: Mapping[str, Tally]) -> Table:
    """Each group: enrolled, known, reached, share with Wilson's interval."""
    rows: list[dict[str, Value]] = [
        {
            "row": name,
            "people": name,
            "at": both.point.key,
            "group": Label(f"effect.{name}"),
            **_group(tally),
        }
        for name, tally in tallies.items()
    ]
    unknown = [
        name
        for name in ("pending", "lost")
        if any(getattr(each, name) for each in tallies.values())
    ]
    fine = decimals(min(each.known for each in tallies.values()))
    columns = (
        Column("group", "label"),
        *(Column(name, "persons") for name in ("persons", *unknown, "known")),
        Column("reached", "persons"),
        Column("share", "share", fine, limits=LIMITS),
        Column(LIMITS, "share", fine),
    )
    rests = on("persons", *unknown) | on("known", "reached", "share", LIMITS)
    sums = AddsUp(columns={"persons": ("known", *unknown)})
    who = {
        (name, column): named
        for name in tallies
        for column, named in names_at(
            both.as_of, name, both.point_id, both.outcome
        ).items()
    }
    return Table("groups", rows, columns, rests, adds_up=sums, who=who)


def _group(tally: Tally) -> dict[str, Value]:
    known: dict[str, Value] = {
        "persons": tally.enrolled,
        "pending": tally.pending,
        "lost": tally.lost,
        "known": tally.known,
        "reached": tally.reached,
    }
    if not tally.known:
        return known
    found = rate(tally)
    return known | {"share": found.value, LIMITS: confidence(found.interval)}


def difference_table(found: Contrast) -> Table:
    """As counted, and by the declared method where that is another one."""
    rows = [_counted(found)]
    if found.declared is not None:
        rows.append(_declared(found.declared) | counts_of(found.both))
    ratio = (
        Column("ratio", "ratio", 1 + found.decimals, limits="ratio_limits"),
        Column("ratio_limits", "ratio", 1 + found.decimals),
    )
    columns = (
        METHOD,
        Column("difference", "points", found.decimals, limits=LIMITS),
        Column(LIMITS, "points", found.decimals),
        *(ratio if rows[0].get("ratio") is not None else ()),
        Column("smaller", "persons"),
    )
    return of_counts("difference", rows, columns)


def _counted(found: Contrast) -> dict[str, Value]:
    row: dict[str, Value] = {
        "row": "counted",
        "method": Label(f"effect.method.counted{_apart(found)}"),
        "difference": found.pilot.rate - found.control.rate,
        LIMITS: confidence(found.counted),
        "smaller": found.both.smaller,
        **counts_of(found.both),
    }
    if not found.control.reached:  # the ratio is infinite or undefined
        return row
    times = risk_ratio(found.pilot, found.control)
    return row | {"ratio": times.value, "ratio_limits": confidence(times.interval)}


def _apart(found: Contrast) -> str:
    """Beside a method that allows for groups, the counted interval says it does not."""
    return "_apart" if found.declared and _together(found.declared) else ""


def _together(estimate: Estimated) -> str:
    return "_together" if estimate.inference == "cr2" else ""


def _declared(estimate: Estimated) -> dict[str, Value]:
    together = _together(estimate)
    return {
        "row": "declared",
        "method": Label(f"effect.method.{estimate.method}{together}"),
        "difference": estimate.value,
        LIMITS: confidence(estimate.interval),
        "smaller": estimate.persons,
    }


def tested_table(found: Contrast, test: ExactTest | None) -> Table:
    """The test, where one is reported, beside what it could find at all."""
    row: dict[str, Value] = {
        "row": "test",
        "detectable": detectable(found.both),
        "smaller": found.both.smaller,
        **counts_of(found.both),
    }
    if test is not None:
        row["fisher"] = test.fisher_p_value
        if test.method == "boschloo":
            row["boschloo"] = test.p_value
    columns = tuple(
        column
        for column in (
            Column("boschloo", "probability"),
            Column("fisher", "probability"),
            Column("detectable", "points", found.decimals),
            Column("smaller", "persons"),
        )
        if row.get(column.name) is not None
    )
    return of_counts("test", [row], columns)


def said_table(found: Contrast) -> Table:
    """The limits as sentences say them: without signs, one direction at a time."""
    low, high = found.limits.low, found.limits.high
    near, far = sorted((abs(low), abs(high)))
    more = still_needed(found.both)
    row: dict[str, Value] = {
        "row": "main",
        "size": Range(near, far, "confidence"),
        "lower_by": max(-low, 0.0),
        "higher_by": max(high, 0.0),
        "more_pilots": more.pilot if more else None,
        "more_controls": more.control if more else None,
        "smaller": found.both.smaller,
        **counts_of(found.both),
    }
    columns = (
        *(
            Column(name, "points", found.decimals)
            for name in ("size", "lower_by", "higher_by")
        ),
        Column("more_pilots", "index"),
        Column("more_controls", "index"),
        Column("smaller", "persons"),
    )
    return of_counts("said", [row], columns)


def bounds_table(found: Contrast) -> Table | None:
    """Worst and best case of the difference; None if everybody's status is known."""
    tallies = (found.pilot, found.control)
    if not any(each.pending or each.lost for each in tallies):
        return None
    bounds = outcome_bounds(*tallies)
    row: dict[str, Value] = {
        "row": "difference",
        "unknown": sum(each.enrolled - each.known for each in tallies),
        "bounds": Range(bounds.low, bounds.high, "bounds"),
        "cautious": Range(bounds.cautious.low, bounds.cautious.high, "bounds"),
        "persons": sum(each.enrolled for each in tallies),
        **counts_of(found.both),
    }
    columns = (
        Column("persons", "persons"),
        Column("unknown", "persons"),
        Column("bounds", "points", found.decimals),
        Column("cautious", "points", found.decimals),
    )
    rests = on("persons", "unknown", "bounds", "cautious")
    made_of = dict.fromkeys(("bounds", "cautious"), (*COUNTS, "unknown"))
    return Table("bounds", [row], columns, COUNTED_OUT_OF | rests, made_of=made_of)
