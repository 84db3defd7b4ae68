"""The same comparison by several methods, and which of them was declared primary."""

from __future__ import annotations

from evallib.analysis.adjusting.estimate_table import estimate_table, label_of
from evallib.analysis.adjusting.estimated import ADJUSTING, Estimated
from evallib.analysis.adjusting.estimators import (
    Estimates,
    amount_estimates,
    primary_estimates,
)
from evallib.analysis.adjusting.left_out import left_out_blocks
from evallib.analysis.effect.beneath import counts_beneath
from evallib.data.study import Study
from evallib.domain.section import (
    Block,
    Fact,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Text

# Reasons that stand in the way of every adjustment, each with a sentence of its own.
OF_ALL = (
    "few",
    "few_complete",
    "none_declared",
    "none_usable",
    "separated",
    "no_overlap",
    "repeats",
    "same_outcome",
)
# What an estimate can be said to suffer from; other notes are told by other sections.
CAUTIONS = (
    "weak_overlap",
    "many_covariates",
    "large_weights",
    "outcome_separated",
    "ties_by_seed",
)


def adjustment(study: Study) -> Section | None:
    """Naive, matched, weighted and doubly robust estimates side by side."""
    estimates = primary_estimates(study)
    if estimates is None:
        return None
    if estimates.primary is None:
        nothing = Sentence("adjustment.too_few", tone="caution")
        return Section("adjustment", study.scope, [nothing])
    beneath, refs = counts_beneath(study)
    tables = {"methods": estimate_table("methods", estimates), **beneath}
    blocks: list[Block] = [
        *_lead(estimates, estimates.primary),
        TableBlock("methods"),
        *_figure(estimates),
        *_refusals(estimates),
        *_served_together(estimates, tables),
        *left_out_blocks(estimates, tables),
        *_cautions(estimates),
        *_amounts(study, tables),
    ]
    return Section("adjustment", study.scope, blocks, tables, rests_on=refs)


def _lead(estimates: Estimates, primary: Estimated) -> list[Block]:
    method: dict[str, Fact] = {"method": label_of(estimates.declared)}
    row = primary.method
    facts: dict[str, Fact] = {
        "outcome": estimates.sample.target.label,
        "value": Ref("methods", row, "value"),
        "limits": Ref("methods", row, "limits"),
    }
    key = "settled" if primary.settled else "open"
    blocks: list[Block] = [Sentence("adjustment.declared", method, tone="lead")]
    if row != estimates.declared:
        blocks.append(Sentence("adjustment.fallback", method, tone="caution"))
    blocks.append(Sentence(f"adjustment.{key}", facts, tone="finding"))
    return [*blocks, *_agreement(estimates)]


def _agreement(estimates: Estimates) -> list[Block]:
    """Whether the methods point the same way; nothing if there is only one."""
    found = list(estimates.found.values())
    if len(found) < 2:
        return []
    if not any(each.settled for each in found):
        return [Sentence("adjustment.none_settled", tone="plain")]
    signs = {each.value > 0 for each in found if each.value != 0}
    if len(signs) > 1:
        return [Sentence("adjustment.disagree", tone="caution")]
    if len({each.settled for each in found}) > 1:
        return [Sentence("adjustment.agree_partly", tone="caution")]
    return [Sentence("adjustment.agree", tone="plain")]


def _figure(estimates: Estimates) -> list[Block]:
    if len(estimates.found) < 2:
        return []
    row = estimates.primary.method if estimates.primary else "unadjusted"
    values = sorted(estimates.found.values(), key=lambda each: each.value)
    facts: dict[str, Fact] = {
        "method": label_of(row),
        "limits": Ref("methods", row, "limits"),
        "lowest": Ref("methods", values[0].method, "value"),
        "highest": Ref("methods", values[-1].method, "value"),
    }
    roles = {"label": "method", "value": "value", "limits": "limits"}
    alt = Sentence("adjustment.alt", facts)
    primary = {"primary": "primary"} if estimates.declared in estimates.found else {}
    return [Figure("methods", "effects", "methods", alt, roles | primary)]


def _refusals(estimates: Estimates) -> list[Block]:
    """One sentence if everything was refused for one reason, else one a method."""
    reasons = {method: estimates.refused.get(method) for method in ADJUSTING}
    drawn = estimates.plan.design == "randomised"
    limits = "adjustment.drawn" if drawn else "adjustment.measured_only"
    measured = Sentence(limits, tone="note")
    if not any(reasons.values()):
        return [measured]
    if len(set(reasons.values())) == 1 and reasons[ADJUSTING[0]] in OF_ALL:
        told = Sentence(f"adjustment.none.{reasons[ADJUSTING[0]]}", tone="caution")
        return [told, *_dividing(estimates)]
    blocks: list[Block] = [
        Sentence(
            f"adjustment.one.{reason}", {"method": label_of(method)}, tone="caution"
        )
        for method, reason in reasons.items()
        if reason
    ]
    return [*blocks, measured]


def _dividing(estimates: Estimates) -> list[Block]:
    """Covariates with a value that only one of the groups holds."""
    sample, propensity = estimates.sample, estimates.propensity
    labels = dict(zip(sample.names, sample.labels, strict=True))
    names = propensity.separated_by if propensity else ()
    return [
        Sentence("adjustment.divides", {"covariate": labels[name]}, tone="caution")
        for name in names
    ]


def _served_together(estimates: Estimates, tables: dict[str, Table]) -> list[Block]:
    """What groups of clients mean for the intervals."""
    groups = estimates.groups
    if not groups.fewest:
        return []
    row: dict[str, Value] = {
        "row": "groups",
        "pilot_groups": groups.pilot_groups,
        "control_groups": groups.control_groups,
    }
    columns = (Column("pilot_groups", "units"), Column("control_groups", "units"))
    tables["groups"] = Table("groups", [row], columns, layout="facts")
    facts: dict[str, Fact] = {"groups": Ref("groups", "groups", "pilot_groups")}
    notes = estimates.found["unadjusted"].notes
    if not groups.counts:
        return [Sentence("adjustment.one_group", tone="caution")]
    if "alike_in_groups" in notes:
        return [Sentence("adjustment.alike_in_groups", facts, tone="caution")]
    few = "few_groups" in notes
    key = "adjustment.few_groups" if few else "adjustment.groups"
    return [Sentence(key, facts, tone="caution" if few else "note")]


def _cautions(estimates: Estimates) -> list[Block]:
    notes = {note for each in estimates.found.values() for note in each.notes}
    told: list[Block] = [
        Sentence(f"adjustment.caution.{note}", tone="caution")
        for note in CAUTIONS
        if note in notes
    ]
    if "pilot_unmatched" in notes:
        facts: dict[str, Fact] = {
            "matched": Ref("methods", "matching", "pilot_persons"),
            "persons": Ref("persons", "pilot", "used"),
        }
        told.append(Sentence("adjustment.unmatched", facts, tone="note"))
    return told


def _amounts(study: Study, tables: dict[str, Table]) -> list[Block]:
    """Secondary outcomes that are amounts, each by the same methods."""
    blocks: list[Block] = []
    for estimates in amount_estimates(study):
        target, primary = estimates.sample.target, estimates.primary
        if primary is None:
            continue
        name = f"amount_{target.name}"
        tables[name] = estimate_table(name, estimates, caption=caption_of(estimates))
        facts: dict[str, Fact] = {
            "outcome": target.label,
            "unit": _in_every_language(target.unit or ""),
            "method": label_of(primary.method),
            "value": Ref(name, primary.method, "value"),
            "limits": Ref(name, primary.method, "limits"),
            "error": Ref(name, primary.method, "error"),
        }
        key = "amount_settled" if primary.settled else "amount_open"
        told = Sentence(f"adjustment.{key}", facts, tone="finding")
        blocks += [told, TableBlock(name)]
    return blocks


def _in_every_language(unit: str) -> Text:
    return Text(fi=unit, sv=unit, en=unit)


def caption_of(estimates: Estimates) -> Text | None:
    """What the project calls the amount, with its unit."""
    label, unit = estimates.sample.target.label, estimates.sample.target.unit
    if not isinstance(label, Text):
        return None
    worded = {"fi": label.fi, "sv": label.sv, "en": label.en}
    return Text(**{each: f"{told} ({unit})" for each, told in worded.items() if told})
