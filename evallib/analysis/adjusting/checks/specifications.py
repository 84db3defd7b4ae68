"""Every defensible analysis of the primary outcome, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from evallib.analysis.adjusting.checks.checked import Checked, same_side
from evallib.analysis.adjusting.estimate_table import decimals_of, label_of
from evallib.analysis.adjusting.estimated import ADJUSTING, Estimated, Method
from evallib.analysis.adjusting.estimators import Estimates, estimate, with_further
from evallib.analysis.adjusting.sample import sample_of
from evallib.analysis.adjusting.ways import SHOWN, Way
from evallib.domain.section import Block, Fact, Figure, Ref, Sentence
from evallib.domain.table import Column, Kind, Range, Table, Value
from evallib.domain.vocabulary import Label, Text
from evallib.stats.sensitivity import (
    Specification,
    SpecificationCurve,
    specification_curve,
)


@dataclass(frozen=True, slots=True)
class Analysis:
    """One way of analysing: a method, or weighting without one covariate."""

    name: str
    label: Label | Text
    basis: Label
    found: Estimated


def specifications(estimates: Estimates) -> Checked | None:
    """All methods, and weighting without each covariate; None if nothing adjusts."""
    primary = estimates.primary
    if primary is None or not set(estimates.found) & set(ADJUSTING):
        return None
    every = [*_methods(estimates), *_without_one(estimates)]
    curve = specification_curve(
        [
            Specification(
                each.name,
                each.found.value,
                each.found.interval.low,
                each.found.interval.high,
            )
            for each in every
        ]
    )
    tables = {"specifications": _table(estimates, every), "curve": _curve(curve)}
    holds = same_side(primary.value, curve.lowest, curve.highest)
    facts: dict[str, Fact] = {
        name: Ref("curve", "curve", name)
        for name in ("analyses", "above", "below", "clear")
    }
    key = "robustness.paths_hold" if holds else "robustness.paths_shake"
    names = {each.found.value: each.name for each in every}
    ends: dict[str, Fact] = {
        "lowest": Ref("specifications", names[curve.lowest], "value"),
        "highest": Ref("specifications", names[curve.highest], "value"),
        "analyses": facts["analyses"],
    }
    roles = {"label": "analysis", "value": "value", "limits": "limits"}
    blocks: tuple[Block, ...] = (
        Sentence(key, facts, tone="plain" if holds else "caution"),
        Figure(
            "specifications",
            "effects",
            "specifications",
            Sentence("robustness.alt_paths", ends),
            roles | {"group": "basis", "primary": "primary"},
        ),
    )
    return Checked("specifications", "holds" if holds else "shakes", blocks, tables)


def _methods(estimates: Estimates) -> list[Analysis]:
    """What the report shows already, and the further methods of the annex."""
    basis = Label("robustness.basis.all")
    return [
        Analysis(method, label_of(method), basis, found)
        for method, found in with_further(estimates).found.items()
    ]


def _without_one(estimates: Estimates) -> list[Analysis]:
    """Weighting without each covariate in turn, where that leaves any."""
    plan, sample = estimates.plan, estimates.sample
    basis = Label("robustness.basis.without")
    ways: dict[Method, Way] = {"weighting": SHOWN["weighting"]}
    found = []
    for name in plan.adjust_for:
        fewer = sample_of(sample.people, sample.target, plan.adjust_for, without=name)
        told = estimate(fewer, plan, ways=ways)
        weighted = told.found.get("weighting")
        if weighted is not None:
            label = _label_of(estimates, name)
            found.append(Analysis(f"without-{name}", label, basis, weighted))
    return found


def _label_of(estimates: Estimates, name: str) -> Text:
    people = estimates.sample.people
    labels = {each.name: each.label for each in people.covariates}
    labels |= {each.name: each.label for each in people.amounts if each.months < 0}
    return labels.get(name, Text(fi=name))


def _table(estimates: Estimates, every: list[Analysis]) -> Table:
    gap: Kind = "points" if estimates.sample.target.yes_no else "index"
    bases = [each.basis for each in every]
    order = sorted(every, key=lambda each: (bases.index(each.basis), each.found.value))
    rows: list[dict[str, Value]] = [
        {
            "row": each.name,
            "basis": each.basis,
            "analysis": each.label,
            "value": each.found.value,
            "limits": Range(
                each.found.interval.low, each.found.interval.high, "confidence"
            ),
            "persons": each.found.persons,
            "primary": Label("adjustment.primary")
            if each.name == estimates.declared
            else None,
        }
        for each in order
    ]
    columns = (
        Column("basis", "label"),
        Column("analysis", "label"),
        Column("value", gap, decimals_of(estimates), limits="limits"),
        Column("limits", gap, decimals_of(estimates)),
        Column("primary", "label"),
    )
    on = {"value": "persons", "limits": "persons"}
    return Table("specifications", rows, columns, rests_on=on)


def _curve(curve: SpecificationCurve) -> Table:
    """How many analyses lie above and below no difference, and how many clearly."""
    analyses = len(curve.points)
    clear = curve.clearly_above + curve.clearly_below
    row: dict[str, Value] = {
        "row": "curve",
        "analyses": analyses,
        "above": round(curve.above * analyses),
        "below": round(curve.below * analyses),
        "clear": round(clear * analyses),
    }
    names = ("analyses", "above", "below", "clear")
    columns = tuple(Column(name, "units") for name in names)
    return Table("curve", [row], columns, layout="facts")
