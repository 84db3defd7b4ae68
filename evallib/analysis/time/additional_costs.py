"""What one more person in work cost, beyond those who find work without the pilot."""

from __future__ import annotations

from evallib.analysis.effect.counts import COUNTED_OUT_OF, COUNTS
from evallib.domain.estimate import Tally
from evallib.domain.section import Block, Fact, Figure, Ref, Sentence, TableBlock
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.costs import (
    AdditionalOutcomeCost,
    CostEffectiveness,
    NetBenefit,
    acceptability_curve,
)

# Euros that one more person in work may be worth; the reader chooses the value.
WORTHS_EUR = tuple(range(0, 60_001, 2_500))
PERSONS = Column("persons", "persons")


def counted_cost(
    found: AdditionalOutcomeCost, tables: dict[str, Table], refs: tuple[Ref, ...]
) -> list[Block]:
    """Only where the difference is known to be above nothing is a cost printed."""
    settled = found.interval is not None and found.rate_difference > 0
    if not settled or found.value is None or found.interval is None:
        fewer = "fewer_outcomes" in found.notes and found.interval is not None
        key = "costs.fewer" if fewer else "costs.unreliable"
        return [Sentence(key, tone="finding", rests_on=refs)]
    bounded = found.fieller is not None and found.fieller.kind == "bounded"
    row: dict[str, Value] = {
        "row": "additional",
        "each": found.value,
        "limits": Range(found.interval.low, found.interval.high, "confidence"),
        "fieller": Range(found.fieller.low, found.fieller.high, "confidence")
        if bounded and found.fieller is not None
        else None,
        "persons": min(found.pilot.known, found.control.known),
        **_counts(found.pilot, found.control),
    }
    columns = (
        Column("each", "unit_cost", limits="limits"),
        Column("limits", "unit_cost"),
        Column("fieller", "unit_cost"),
        PERSONS,
    )
    tables["additional"] = _of_counts(
        "additional", [row], columns, "each", "limits", "fieller"
    )
    blocks: list[Block] = [
        Sentence("costs.additional", _facts(), tone="finding"),
        TableBlock("additional"),
    ]
    if not bounded:
        blocks.append(Sentence("costs.fieller_open", tone="note", rests_on=refs))
    return blocks


def declared_cost(
    found: CostEffectiveness,
    pilot: Tally,
    control: Tally,
    *,
    tables: dict[str, Table],
    refs: tuple[Ref, ...],
) -> list[Block]:
    """The same by the difference that the plan declared, adjusted or by groups."""
    limits = found.fieller
    if limits is None or limits.kind != "bounded" or found.ratio is None:
        return [Sentence("costs.unreliable", tone="finding", rests_on=refs)]
    if found.differences.effect < 0:
        return [Sentence("costs.fewer", tone="finding", rests_on=refs)]
    row: dict[str, Value] = {
        "row": "additional",
        "each": found.ratio,
        "limits": Range(limits.low, limits.high, "confidence"),
        "persons": min(pilot.known, control.known),
        **_counts(pilot, control),
    }
    columns = (
        Column("each", "unit_cost", limits="limits"),
        Column("limits", "unit_cost"),
        PERSONS,
    )
    tables["additional"] = _of_counts("additional", [row], columns, "each", "limits")
    return [
        Sentence("costs.additional", _facts(), tone="finding"),
        Sentence("costs.declared", tone="note"),
        TableBlock("additional"),
    ]


def _facts() -> dict[str, Fact]:
    return {name: Ref("additional", "additional", name) for name in ("each", "limits")}


def _counts(pilot: Tally, control: Tally) -> dict[str, Value]:
    """The counts that a comparison of costs is made of; they stand in its row."""
    told = (pilot.reached, pilot.known, control.reached, control.known)
    return dict(zip(COUNTS, told, strict=True))


def _of_counts(
    name: str, rows: list[dict[str, Value]], columns: tuple[Column, ...], *made: str
) -> Table:
    rests = {**dict.fromkeys(made, "persons"), "persons": "persons"}
    made_of = dict.fromkeys(made, COUNTS)
    return Table(name, rows, columns, COUNTED_OUT_OF | rests, made_of=made_of)


def acceptability(
    found: CostEffectiveness, pilot: Tally, control: Tally, tables: dict[str, Table]
) -> list[Block]:
    """How likely the pilot is worth its price, for what one more job may be worth."""
    curve = acceptability_curve(found, WORTHS_EUR)
    tables["acceptability"] = _worths(curve, pilot, control)
    last = str(WORTHS_EUR[-1])
    alt: dict[str, Fact] = {
        "most": Ref("acceptability", last, "worth"),
        "chance": Ref("acceptability", last, "chance"),
    }
    roles = {"x": "worth", "value": "chance", "series": "group"}
    figure = Figure(
        "acceptability", "lines", "acceptability", Sentence("costs.alt", alt), roles
    )
    return [Sentence("costs.acceptability"), figure]


def _worths(curve: tuple[NetBenefit, ...], pilot: Tally, control: Tally) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": str(round(each.worth_eur)),
            "group": Label("costs.worth_it"),
            "worth": each.worth_eur,
            "chance": each.probability,
            "persons": min(pilot.known, control.known),
            **_counts(pilot, control),
        }
        for each in curve
    ]
    columns = (
        Column("group", "label"),
        Column("worth", "eur"),
        Column("chance", "probability", 2),
        PERSONS,
    )
    return _of_counts("acceptability", rows, columns, "chance")
