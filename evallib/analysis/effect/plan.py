"""What was settled before the results, and whether that can be shown."""

from __future__ import annotations

from collections.abc import Iterator

from evallib.analysis.effect.compared import months_label
from evallib.analysis.effect.registered import registered
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.plan import Plan, SecondaryOutcome
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Section,
    Sentence,
    TableBlock,
    Tone,
)
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label, Text

SHOWN_OF_HASH = 16  # characters that a reader can compare by eye


def plan(study: Study) -> Section | None:
    """Primary outcome, comparison, method, and the lock with its day and hash."""
    declared = study.project.plan
    if declared is None:
        return None
    tables = {"plan": _facts(study, declared)}
    blocks: list[Block] = [_status(study), TableBlock("plan")]
    if study.lock is not None and study.lock.changed:
        tables["changed"] = _changed(study.lock.changed)
        blocks.append(TableBlock("changed"))
    if declared.secondary:
        tables["secondary"] = _secondary(study.people, declared)
        blocks.append(TableBlock("secondary"))
    if study.lock is not None and study.lock.earlier:
        count = {"count": Constant(len(study.lock.earlier))}
        blocks.append(Sentence("plan.earlier_locks", count, tone="note"))
    return Section("plan", study.scope, blocks, tables)


def _status(study: Study) -> Sentence:
    state = registered(study)
    if study.lock is None:
        return Sentence(f"plan.{state}", tone="caution")
    days: dict[str, Fact] = {"locked_on": Constant(study.lock.locked_on)}
    if state != "changed":
        days["as_of"] = Constant(study.scope.as_of)
    tone: Tone = "lead" if state == "beforehand" else "caution"
    return Sentence(f"plan.{state}", days, tone=tone)


def _facts(study: Study, declared: Plan) -> Table:
    rows: list[dict[str, Value]] = [
        {"label": Label(f"plan.row.{name}"), "value": value}
        for name, value in _settled(study, declared)
    ]
    columns = (Column("label", "label"), Column("value", "text"))
    return Table("plan", rows, columns, layout="facts")


def _settled(study: Study, declared: Plan) -> Iterator[tuple[str, Value]]:
    yield "primary", Label(f"effect_outcome.{declared.primary}")
    yield "horizon", months_label(declared.horizon_months)
    for name in ("design", "entry", "estimand", "estimator"):
        yield name, Label(f"plan.{name}.{getattr(declared, name)}")
    used = "adjust_for" if declared.estimator != "unadjusted" else "check_with"
    for name in declared.adjust_for:
        yield used, _label(study.people, name)
    for name in declared.subgroups:
        yield "subgroups", _label(study.people, name)
    if declared.benchmark is not None:
        yield "benchmark", declared.benchmark.name
    if study.lock is not None:
        yield "locked_on", study.lock.locked_on
        yield "sha256", study.lock.sha256[:SHOWN_OF_HASH]


def _label(people: People | None, name: str) -> Text:
    """What readers call a covariate; its column where there are no people."""
    if people is None:
        return Text(fi=name)
    found = {each.name: each.label for each in people.amounts}
    found |= {each.name: each.label for each in people.covariates}
    return found.get(name, Text(fi=name))


def _changed(keys: tuple[str, ...]) -> Table:
    rows: list[dict[str, Value]] = [
        {"row": key, "part": Label(f"plan.row.{key.split('.')[0]}"), "key": key}
        for key in keys
    ]
    columns = (Column("part", "label"), Column("key", "text"))
    return Table("changed", rows, columns)


def _secondary(people: People | None, declared: Plan) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "outcome": _named(people, declared, each),
            "point": months_label(each.horizon_months),
        }
        for each in declared.secondary
    ]
    columns = (Column("outcome", "label"), Column("point", "text"))
    return Table("secondary", rows, columns)


def _named(people: People | None, declared: Plan, each: SecondaryOutcome) -> Value:
    if each.amount is not None:
        return _label(people, each.amount)
    return Label(f"effect_outcome.{each.outcome or declared.primary}")
