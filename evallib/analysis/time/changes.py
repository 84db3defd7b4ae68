"""How both groups changed from before the service to after it, and the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from evallib.analysis.adjusting.served_together import naive_error, together
from evallib.analysis.effect.counts import COUNTED_OUT_OF, COUNTS
from evallib.analysis.people.named import names_at
from evallib.data.people import Amount, People
from evallib.data.study import Study
from evallib.domain.section import Block, Fact, Ref, Sentence, TableBlock
from evallib.domain.table import Column, Named, Range, Table, Value, Where
from evallib.domain.vocabulary import Label
from evallib.stats.ordinal import MeanDifference, mean_difference

EARLY = slice(6, 12)  # months before time zero that lie before any dip
FEWEST = 10  # persons a side for a difference in differences
SIDES = ("pilot", "control")
PERSONS = Column("persons", "persons")
NOBODY: Mapping[Where, Named] = MappingProxyType({})


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Everybody before and after, by side, and the difference of the two changes."""

    before: tuple[Any, ...]
    after: tuple[Any, ...]
    difference: MeanDifference
    together: bool = False  # the interval allows for clients served in groups
    who: Mapping[Where, Named] = field(default_factory=dict)


def change_blocks(
    study: Study, people: People, tables: dict[str, Table]
) -> list[Block]:
    """Differences in differences of work and of amounts; adds their tables."""
    blocks: list[Block] = []
    change = _work_change(study, people)
    if change is not None:
        tables["change"] = _change_table("change", change, share=True)
        blocks.append(Sentence("before_service.what_changed"))
        blocks += _said("change", change, "_points")
    for first, last in _measured_twice(people):
        change = _amount_change(people, first, last)
        if change is None:
            continue
        name = f"change_{last.name}"
        tables[name] = _change_table(name, change, share=False)
        named: dict[str, Fact] = {"first": first.label, "last": last.label}
        amounts = Sentence("before_service.amounts", named)
        blocks += [amounts, *_said(name, change, "")]
    if blocks:
        blocks.append(Sentence("before_service.trends", tone="caution"))
    return blocks


def on_persons(*names: str) -> dict[str, str]:
    """Columns that are counted out of the column ``persons``, and itself."""
    return {**dict.fromkeys(names, "persons"), "persons": "persons"}


def _work_change(study: Study, people: People) -> Change | None:
    """From the share of days in work a year earlier to being in work afterwards."""
    plan = study.project.plan
    at = None if plan is None else people.point(plan.horizon_months)
    if plan is None or at is None or people.history is None:
        return None
    told = people.history.told[EARLY].sum(axis=0)
    counted = people.known(at) & (told > 0)
    worked = people.history.in_state[EARLY].sum(axis=0)
    masks = [counted & side for side in (people.pilot, people.control)]
    before = tuple(worked[mask] / told[mask] for mask in masks)
    reached = people.reached(at, "any_work")  # what the days before were counted in
    after = tuple(reached[mask].astype(float) for mask in masks)
    who = _who(people, at, counted) if (counted == people.known(at)).all() else {}
    return _change(people, masks, before, after, who)


def _change(
    people: People, masks: Any, before: Any, after: Any, who: Any = NOBODY
) -> Change | None:
    if min(len(values) for values in before) < FEWEST:
        return None
    changes = [late - early for early, late in zip(before, after, strict=True)]
    found = mean_difference(*changes)
    among = masks[0] | masks[1]
    groups = together(people, among)
    if not groups.counts:
        return Change(before, after, found, who=who)
    each = among.astype(float)
    for mask, values in zip(masks, changes, strict=True):
        each[mask] = values
    _, interval = naive_error(people.pilot[among], each[among], groups)
    return Change(before, after, replace(found, interval=interval), True, who)


def _who(people: People, at: int, counted: Any) -> dict[Where, Named]:
    """Whom the rows about work afterwards count, where no one known is left out."""
    found: dict[Where, Named] = {}
    for side in SIDES:
        named = names_at(people.as_of, side, people.points[at].id, "any_work")
        for row in (side, "difference"):
            found[row, f"{side}_reached"] = named["reached"]
            found[row, f"{side}_known"] = named["known"]
    return found


def _change_table(name: str, change: Change, *, share: bool) -> Table:
    """Means before and after with their change; the last row is the difference."""
    rows: list[dict[str, Value]] = []
    counts: dict[str, Value] = {}
    for side, early, late in zip(SIDES, change.before, change.after, strict=True):
        own = {f"{side}_reached": int(late.sum()), f"{side}_known": len(late)}
        own = own if share else {}
        counts |= own
        rows.append(
            {
                "row": side,
                "group": Label(f"before_service.{side}"),
                "before": float(early.mean()),
                "after": float(late.mean()),
                "change": float(late.mean() - early.mean()),
                "persons": len(early),
                **own,
            }
        )
    found = change.difference
    rows.append(
        {
            "row": "difference",
            "group": Label("before_service.difference"),
            "change": found.value,
            "limits": Range(found.interval.low, found.interval.high, "confidence"),
            "persons": min(found.persons),
            **counts,
        }
    )
    columns = (
        Column("group", "label"),
        Column("before", "share" if share else "index"),
        Column("after", "share" if share else "index"),
        Column("change", "points" if share else "index", limits="limits"),
        Column("limits", "points" if share else "index"),
        PERSONS,
    )
    on = on_persons("before", "after", "change", "limits")
    if share:
        on |= COUNTED_OUT_OF
    made_of = dict.fromkeys(("change", "limits"), COUNTS) if share else {}
    caption = Label(f"before_service.tables.{'change' if share else 'amount'}")
    return Table(
        name, rows, columns, on, caption=caption, made_of=made_of, who=change.who
    )


def _said(name: str, change: Change, unit: str) -> list[Block]:
    interval = change.difference.interval
    settled = interval.low > 0 or interval.high < 0
    facts: dict[str, Fact] = {"difference": Ref(name, "difference", "limits")}
    key = f"before_service.{'settled' if settled else 'open'}{unit}"
    told: list[Block] = [TableBlock(name), Sentence(key, facts, tone="finding")]
    if change.together:
        on = (Ref(name, "difference", "limits"),)
        told.append(Sentence("before_service.together", tone="note", rests_on=on))
    return told


def _measured_twice(people: People) -> list[tuple[Amount, Amount]]:
    """Amounts in one unit that were measured both before and after time zero."""
    earlier = [each for each in people.amounts if each.months < 0]
    pairs = []
    for later in (each for each in people.amounts if each.months >= 0):
        same = [each for each in earlier if each.unit == later.unit]
        if same:
            pairs.append((max(same, key=lambda each: each.months), later))
    return pairs


def _amount_change(people: People, first: Amount, last: Amount) -> Change | None:
    known = (first.values == first.values) & (last.values == last.values)  # not NaN
    masks = [known & side for side in (people.pilot, people.control)]
    before = tuple(first.values[mask] for mask in masks)
    after = tuple(last.values[mask] for mask in masks)
    return _change(people, masks, before, after)
