"""The months before the service, and how both groups changed from then on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evallib.analysis.time.changes import EARLY, SIDES, change_blocks, on_persons
from evallib.data.cohort import History
from evallib.data.people import People
from evallib.data.study import Study
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
from evallib.domain.table import Column, Table, Value, Where
from evallib.domain.vocabulary import Label

DIP = 0.05  # five points less work just before the service is worth pointing out
LATE = slice(0, 3)  # the last three months before time zero
PERSONS = Column("persons", "persons")
Cell = tuple[str, str, str]


def before_service(study: Study) -> Section | None:
    """Work by month before time zero, the dip, and differences in differences."""
    people = study.people
    if people is None or not len(people):
        return None
    tables: dict[str, Table] = {}
    blocks: list[Block] = []
    if people.history is not None and len(people.history.told):
        blocks += _history_blocks(people, people.history, tables)
    blocks += change_blocks(study, people, tables)
    if not blocks:
        return None
    if not people.control.any():
        blocks.append(Sentence("before_service.no_controls", tone="caution"))
    return Section("before_service", study.scope, blocks, tables)


def _history_blocks(
    people: People, history: History, tables: dict[str, Table]
) -> list[Block]:
    tables["months"] = _months(people, history)
    lead = Sentence("before_service.lead", tone="lead")
    if not tables["months"].rows:
        return []
    blocks: list[Block] = [lead, _figure(history)]
    if len(history.told) >= EARLY.stop:
        tables["dip"] = _dip(people, history)
        blocks.append(_dip_sentence(tables["dip"]))
        if tables["dip"].rows:
            blocks.append(TableBlock("dip"))
    return blocks


def _sides(people: People) -> list[tuple[str, Any]]:
    masks = zip(SIDES, (people.pilot, people.control), strict=True)
    return [(name, mask) for name, mask in masks if mask.any()]


def _share(history: History, months: slice, mask: Any) -> tuple[float | None, int]:
    """Share of the known days in work over some months, and whose days are known."""
    told = history.told[months][:, mask]
    total = int(told.sum(dtype="int64"))
    persons = int(told.any(axis=0).sum())
    worked = int(history.in_state[months][:, mask].sum(dtype="int64"))
    return (worked / total if total else None), persons


def _months(people: People, history: History) -> Table:
    rows: list[dict[str, Value]] = []
    for name, mask in _sides(people):
        for month in reversed(range(len(history.told))):
            share, persons = _share(history, slice(month, month + 1), mask)
            if share is not None:
                rows.append(
                    {
                        "row": f"{name}-{month + 1}",
                        "group": Label(f"before_service.{name}"),
                        "month": -(month + 1),
                        "share": share,
                        "persons": persons,
                    }
                )
    columns = (
        Column("group", "label"),
        Column("month", "units"),
        Column("share", "share"),
        PERSONS,
    )
    return Table("months", rows, columns, rests_on=on_persons("share"))


def _figure(history: History) -> Figure:
    facts: dict[str, Fact] = {"months": Constant(len(history.told))}
    roles = {"x": "month", "value": "share", "series": "group"}
    alt = Sentence("before_service.alt", facts)
    return Figure("months", "lines", "months", alt, roles)


def _dip(people: People, history: History) -> Table:
    rows: list[dict[str, Value]] = []
    for name, mask in _sides(people):
        early, some = _share(history, EARLY, mask)
        late, others = _share(history, LATE, mask)
        if early is not None and late is not None:
            rows.append(
                {
                    "row": name,
                    "group": Label(f"before_service.{name}"),
                    "early": early,
                    "late": late,
                    "fall": late - early,
                    "persons": min(some, others),
                }
            )
    columns = (
        Column("group", "label"),
        Column("early", "share"),
        Column("late", "share"),
        Column("fall", "points"),
        PERSONS,
    )
    on = on_persons("early", "late", "fall")
    return Table("dip", rows, columns, rests_on=on, follows=_follows(rows))


def _follows(rows: Sequence[Mapping[str, Value]]) -> dict[Where, list[Cell]]:
    """Means follow from their months, and the fall from the means."""
    found: dict[Where, list[Cell]] = {}
    for row in rows:
        side = str(row["row"])
        for name, months in (("early", EARLY), ("late", LATE)):
            found[side, name] = [
                ("months", f"{side}-{month + 1}", "share")
                for month in range(months.start, months.stop)
            ]
        found[side, "fall"] = [("dip", side, "early"), ("dip", side, "late")]
    return found


def _dip_sentence(dip: Table) -> Sentence:
    falls = {str(row["row"]): row["fall"] for row in dip.rows}
    fall = falls.get("pilot")
    if not isinstance(fall, float):
        return Sentence("before_service.dip_unknown", tone="note")
    if fall > -DIP:
        rests_on = (Ref("dip", "pilot", "fall"),)
        return Sentence("before_service.no_dip", tone="note", rests_on=rests_on)
    facts: dict[str, Fact] = {
        "early": Ref("dip", "pilot", "early"),
        "late": Ref("dip", "pilot", "late"),
    }
    return Sentence("before_service.dip", facts, tone="caution")
