"""A pilot's outcome beside a rate known only from print."""

from __future__ import annotations

from typing import Literal

from evallib.data.study import Study
from evallib.domain.project import Comparison, PublishedRate
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
from evallib.stats.proportions import Envelope, Published, Span, envelope

CONTROL_SIZES = range(9, 201)
SHARE = Column("share", "share")


def comparison(study: Study) -> Section | None:
    """What the published rates allow: feasible counts, difference, when it holds.

    Only the first declared comparison is worded; a benchmark rate is never called a
    control group and the verb stays at "was observed" (Maryland level 1).
    """
    declared = sorted(study.project.comparisons, key=lambda each: not each.primary)
    if not declared:
        return None
    chosen = declared[0]
    result = envelope(
        _pilot(chosen), _printed(chosen.benchmark), control_sizes=CONTROL_SIZES
    )
    tables = {
        "published": _published(chosen),
        "feasible": _feasible(chosen, result),
        "envelope": _envelope(chosen, result),
        "by_size": _by_size(chosen, result),
    }
    blocks: list[Block] = [
        _lead(chosen),
        Sentence(f"comparison.seen_{_direction(result)}", tone="finding"),
        Sentence("comparison.not_control", tone="caution"),
        TableBlock("published"),
        *_denominators(chosen, result),
        TableBlock("feasible"),
        *_findings(chosen, result),
        _figure(result),
        _press(chosen),
    ]
    return Section("comparison", study.scope, blocks, tables)


def _printed(rate: PublishedRate) -> Published:
    return Published(rate.low, rate.high, n=rate.persons, decimals=rate.decimals)


def _pilot(chosen: Comparison) -> Published:
    """The pilot's rate; pending groups are taken to be as large as the others."""
    rate, persons = chosen.pilot_rate, chosen.pilot_rate.persons or 0
    if not chosen.groups or not chosen.groups_pending:
        return _printed(rate)
    due = persons * (chosen.groups - chosen.groups_pending) // chosen.groups
    return Published(
        rate.low,
        rate.high,
        n=persons,
        known=range(max(due, 1), persons + 1),
        decimals=rate.decimals,
    )


def _rate(rate: PublishedRate) -> Value:
    same = rate.low == rate.high
    return rate.low if same else Range(rate.low, rate.high, "published")


def _published(chosen: Comparison) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": "pilot",
            "group": chosen.outcome,
            "share": _rate(chosen.pilot_rate),
            "persons": chosen.pilot_rate.persons,
            "groups": chosen.groups,
            "pending": chosen.groups_pending,
            "source": chosen.source,
        },
        {
            "row": "benchmark",
            "group": chosen.benchmark_name,
            "share": _rate(chosen.benchmark),
            "persons": chosen.benchmark.persons,
            "source": chosen.source,
        },
    ]
    columns = (
        Column("group", "label"),
        SHARE,
        Column("persons", "persons"),
        Column("groups", "units"),
        Column("pending", "units"),
        Column("source", "source"),
    )
    return Table("published", rows, columns)


def _feasible(chosen: Comparison, result: Envelope) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": f"{tally.reached}-of-{tally.known}",
            "count": tally.reached,
            "known": tally.known,
            "still_pending": tally.pending,
            "share": tally.rate,
        }
        for tally in result.pilot_counts
    ]
    columns = (
        Column("count", "persons"),
        Column("known", "persons"),
        Column("still_pending", "persons"),
        SHARE,
    )
    return Table("feasible", rows, columns, source=chosen.source)


def _envelope(chosen: Comparison, result: Envelope) -> Table:
    sizes = [each.control_size for each in result.by_size]
    limits = Span(result.lower_limit.low, result.upper_limit.high)
    row: dict[str, Value] = {
        "row": "difference",
        "difference": Range(result.value.low, result.value.high, "feasible"),
        "interval": Range(limits.low, limits.high, "feasible"),
        "smallest": result.holds_from,
        "first": sizes[0],
        "last": sizes[-1],
    }
    columns = (
        Column("difference", "points"),
        Column("interval", "points"),
        Column("smallest", "persons"),
        Column("first", "units"),
        Column("last", "units"),
    )
    return Table("envelope", [row], columns, source=chosen.source)


def _by_size(chosen: Comparison, result: Envelope) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": str(each.control_size),
            "size": each.control_size,
            "low": each.limits.low,
            "high": each.limits.high,
        }
        for each in result.by_size
    ]
    columns = (
        Column("size", "units"),
        Column("low", "points"),
        Column("high", "points"),
    )
    return Table("by_size", rows, columns, source=chosen.source)


def _lead(chosen: Comparison) -> Sentence:
    facts: dict[str, Fact] = {
        "outcome": chosen.outcome,
        "pilot_share": Ref("published", "pilot", "share"),
        "persons": Ref("published", "pilot", "persons"),
        "benchmark_share": Ref("published", "benchmark", "share"),
    }
    return Sentence("comparison.lead", facts, tone="lead")


def _direction(result: Envelope) -> Literal["higher", "lower", "same"]:
    """Which way every difference that fits the printed rates points."""
    if result.value.low > 0:
        return "higher"
    return "lower" if result.value.high < 0 else "same"


def _denominators(chosen: Comparison, result: Envelope) -> list[Block]:
    blocks: list[Block] = []
    if chosen.groups and chosen.groups_pending:
        facts = {
            "pending": Constant(chosen.groups_pending),
            "groups": Constant(chosen.groups),
            "months": Constant(chosen.horizon_months),
        }
        blocks.append(Sentence("comparison.pending", facts, tone="caution"))
    whole = envelope(
        _printed(chosen.pilot_rate),
        _printed(chosen.benchmark),
        control_sizes=CONTROL_SIZES,
    )
    if any(name == "pilot" for name, _ in whole.impossible_ends):
        blocks.append(_impossible(chosen, result))
        blocks.append(Sentence("comparison.denominators", tone="note"))
    return blocks


def _impossible(chosen: Comparison, result: Envelope) -> Sentence:
    """Name the count that does print as the end which the whole group cannot give."""
    fitting = max(result.pilot_counts, key=lambda tally: (tally.rate, tally.known))
    row = f"{fitting.reached}-of-{fitting.known}"
    facts = {
        "share": Ref("feasible", row, "share"),
        "persons": Ref("published", "pilot", "persons"),
        "count": Ref("feasible", row, "count"),
        "of": Ref("feasible", row, "known"),
    }
    return Sentence("comparison.impossible_high", facts, tone="finding")


def _findings(chosen: Comparison, result: Envelope) -> list[Block]:
    ranges = {
        name: Ref("envelope", "difference", name) for name in ("difference", "interval")
    }
    sizes = {name: Ref("envelope", "difference", name) for name in ("first", "last")}
    blocks: list[Block] = [Sentence("comparison.difference", ranges, tone="finding")]
    smallest = {"smallest": Ref("envelope", "difference", "smallest")}
    if result.holds_for_all:
        facts = sizes | smallest
        return [*blocks, Sentence("comparison.holds_always", facts, tone="finding")]
    if result.holds_from is None:
        return [*blocks, Sentence("comparison.holds_never", sizes, tone="finding")]
    return [*blocks, Sentence("comparison.holds_from", smallest, tone="finding")]


def _figure(result: Envelope) -> Figure:
    facts = {name: Ref("envelope", "difference", name) for name in ("first", "last")}
    key = "comparison.alt_never"
    if result.holds_for_all:
        key = "comparison.alt_always"
    elif result.holds_from is not None:
        key = "comparison.alt"
        facts["smallest"] = Ref("envelope", "difference", "smallest")
    roles = {"size": "size", "low": "low", "high": "high"}
    return Figure("envelope", "envelope", "by_size", Sentence(key, facts), roles)


def _press(chosen: Comparison) -> Sentence:
    facts: dict[str, Fact] = {
        "outcome": chosen.outcome,
        "pilot_share": Ref("published", "pilot", "share"),
        "benchmark_share": Ref("published", "benchmark", "share"),
    }
    return Sentence("comparison.press", facts, tone="note")
