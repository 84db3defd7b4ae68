"""How soon clients moved into open-market work, other exits counted apart."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from evallib.analysis.time.sides import WORK, Side, sides_of
from evallib.data.cohort import EXITS
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.curve import Curve
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.survival import (
    IncidenceCurve,
    restricted_mean_difference,
)

# 1, 3, 6, 9, 12, 18 and 24 months: a curve by single days would draw single persons
USUAL_DAYS = (30, 91, 182, 274, 365, 548, 730)
FEWEST_AT_RISK = 10  # beyond, a curve rests on so few that it jumps with each of them
PERSONS = Column("persons", "persons")
REACHED = "reached"


def time_to_work(study: Study) -> Section | None:
    """Cumulative incidence with competing exits, numbers at risk, mean days waited."""
    people = study.people
    if people is None or people.exits is None or not len(people):
        return None
    sides = sides_of(people, people.exits)
    marks = _marks(people, sides)
    if not marks:
        return Section(
            "time_to_work",
            study.scope,
            [Sentence("time_to_work.too_short", tone="caution")],
        )
    until = marks[-1]
    tables = {
        "by_day": _by_day(sides, marks),
        "exits": _exits(sides, until),
        "waiting": _waiting(sides, until),
    }
    blocks: list[Block] = [
        *(_seen(side, until) for side in sides),
        Sentence("time_to_work.clock", tone="note"),
        _figure(sides, until),
        Sentence("time_to_work.competing", tone="note"),
        TableBlock("exits"),
        *_waiting_blocks(sides, tables["waiting"], until),
        TableBlock("waiting"),
    ]
    return Section("time_to_work", study.scope, blocks, tables)


def _marks(people: People, sides: tuple[Side, ...]) -> tuple[int, ...]:
    """Follow-up days for which enough of every group were watched, or somebody was."""
    declared = {each.days for each in people.points if each.anchor == "time_zero"}
    reach = min(int(side.watched.max()) for side in sides)
    days = sorted(day for day in declared | set(USUAL_DAYS) if day <= reach)
    if not declared.union(USUAL_DAYS[1:]).intersection(days):
        return ()  # a month is too short
    enough = [
        day
        for day in days
        if all(side.at_risk(day) >= FEWEST_AT_RISK for side in sides)
    ]
    return tuple(enough or days)


def _read(curve: IncidenceCurve, day: int) -> tuple[float, Range | None]:
    """The share just after a day, and its interval once anybody has left."""
    at = bisect_right(curve.times, day) - 1
    if at < 0 or curve.incidence[at] == 0:
        return 0.0, None
    low, high = float(curve.low[at]), float(curve.high[at])
    limits = Range(low, high, "confidence") if low <= high else None  # NaN: none
    return float(curve.incidence[at]), limits


def _by_day(sides: tuple[Side, ...], marks: tuple[int, ...]) -> Table:
    rows = [_point(side, day) for side in sides for day in marks]
    columns = (
        Column("group", "label"),
        Column("day", "units"),
        Column("share", "share", limits="limits"),
        Column("limits", "share"),
        Column("at_risk", "persons"),
        PERSONS,
    )
    return Table(
        "by_day",
        rows,
        columns,
        rests_on=_on("share", "limits", "at_risk", REACHED),
        made_of=dict.fromkeys(("share", "limits"), (REACHED,)),
        curve=Curve(at_risk="at_risk", reached=REACHED, elsewhere="elsewhere"),
    )


def _point(side: Side, day: int) -> dict[str, Value]:
    """One point of a curve, and the persons who had left by it in either way."""
    share, limits = _read(side.curve(WORK), day)
    reached = side.left(WORK, day)
    return {
        "row": f"{side.name}-{day}",
        "people": side.name,
        "at": f"left by day {day}",
        "group": side.label,
        "day": day,
        "share": share,
        "limits": limits,
        "at_risk": side.at_risk(day),
        "persons": side.persons,
        REACHED: reached,
        "elsewhere": side.gone(day) - reached,
    }


def _on(*names: str) -> dict[str, str]:
    return {**dict.fromkeys(names, "persons"), "persons": "persons"}


def _exits(sides: tuple[Side, ...], until: int) -> Table:
    """Shares who had left by each kind of exit, and who had not left, at one day."""
    names = (*EXITS, "still")
    beneath = {each: f"{each}_persons" for each in names} | {EXITS[WORK - 1]: REACHED}
    columns = (
        Column("group", "label"),
        *(Column(name, "share") for name in names),
        PERSONS,
    )
    return Table(
        "exits",
        [_left(side, until) for side in sides],
        columns,
        rests_on=_on(*names, *beneath.values()),
        made_of={name: (under,) for name, under in beneath.items()},
        curve=Curve(),
    )


def _left(side: Side, until: int) -> dict[str, Value]:
    shares: dict[str, float] = {
        name: _read(side.curve(number), until)[0]
        for number, name in enumerate(EXITS, start=1)
    }
    left: dict[str, Value] = {
        REACHED if number == WORK else f"{name}_persons": side.left(number, until)
        for number, name in enumerate(EXITS, start=1)
    }
    return {
        "row": side.name,
        "people": side.name,
        "at": f"left by day {until}",
        "group": side.label,
        **shares,
        "still": max(1 - sum(shares.values()), 0.0),
        "persons": side.persons,
        **left,
        "still_persons": side.persons - side.gone(until),
    }


def _waiting(sides: tuple[Side, ...], until: int) -> Table:
    means = [side.mean(until) for side in sides]
    rows: list[dict[str, Value]] = [
        _waited(side.name, mean, persons=side.persons)
        for side, mean in zip(sides, means, strict=True)
    ]
    if len(means) == 2 and any(each.standard_error for each in means):
        contrast = restricted_mean_difference(*means)
        smaller = min(side.persons for side in sides)
        rows.append(_waited("difference", contrast, persons=smaller))
    columns = (
        Column("group", "label"),
        Column("days", "days", limits="limits"),
        Column("limits", "days"),
        PERSONS,
    )
    on = _on("days", "limits")
    return Table("waiting", rows, columns, rests_on=on, curve=Curve())


def _waited(name: str, found: Any, *, persons: int) -> dict[str, Value]:
    limits = found.interval
    return {
        "row": name,
        "group": Label(f"time_to_work.{name}"),
        "days": found.value,
        "limits": Range(limits.low, limits.high, "confidence"),
        "persons": persons,
    }


def _seen(side: Side, until: int) -> Sentence:
    row = f"{side.name}-{until}"
    facts: dict[str, Fact] = {
        "group": side.label,
        "day": Constant(until),
        "share": Ref("by_day", row, "share"),
        "persons": Ref("by_day", row, "persons"),
    }
    if not (side.kind == WORK).any():
        return Sentence("time_to_work.nobody", facts, tone="lead")
    return Sentence("time_to_work.seen", facts, tone="lead")


def _figure(sides: tuple[Side, ...], until: int) -> Figure:
    facts: dict[str, Fact] = {"day": Constant(until)}
    for side in sides:
        facts[side.name] = Ref("by_day", f"{side.name}-{until}", "share")
    key = "alt_two" if len(sides) == 2 else "alt_one"
    if key == "alt_one":
        facts = {"day": facts["day"], "share": facts[sides[0].name]}
    roles = {
        "x": "day",
        "value": "share",
        "series": "group",
        "limits": "limits",
        "joined": "yes",
    }
    alt = Sentence(f"time_to_work.{key}", facts)
    return Figure("curve", "lines", "by_day", alt, roles)


def _waiting_blocks(
    sides: tuple[Side, ...], waiting: Table, until: int
) -> list[Sentence]:
    if len(sides) < 2:
        return [Sentence("time_to_work.no_controls", tone="caution")]
    if len(waiting.rows) == len(sides):
        day: dict[str, Fact] = {"until": Constant(until)}
        return [Sentence("time_to_work.no_spread", day, tone="caution")]
    limits = waiting.rows[-1]["limits"]
    settled = isinstance(limits, Range) and (limits.low > 0 or limits.high < 0)
    facts: dict[str, Fact] = {
        "until": Constant(until),
        "pilot": Ref("waiting", "pilot", "days"),
        "control": Ref("waiting", "control", "days"),
        "difference": Ref("waiting", "difference", "limits"),
    }
    key = "waited" if settled else "waited_open"
    return [Sentence(f"time_to_work.{key}", facts, tone="finding")]
