"""Every estimator with its convention, for outcome and amounts alike."""

from __future__ import annotations

from evallib.analysis.adjusting.adjustment import caption_of
from evallib.analysis.adjusting.estimate_table import estimate_table, label_of
from evallib.analysis.adjusting.estimated import Method
from evallib.analysis.adjusting.estimators import (
    Estimates,
    amount_estimates,
    every_estimate,
    with_further,
)
from evallib.analysis.adjusting.ways import CALIPER, CLASSES
from evallib.analysis.effect.beneath import counts_beneath
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
from evallib.domain.table import Table

METHODS: tuple[Method, ...] = (
    "unadjusted",
    "matching",
    "weighting",
    "entropy_balance",
    "doubly_robust",
    "g_computation",
    "subclassification",
    "full_matching",
)


def all_estimators(study: Study) -> Section | None:
    """All estimates with errors and effective sizes, what was refused, conventions."""
    estimates = every_estimate(study)
    if estimates is None or estimates.primary is None:
        return None
    beneath, refs = counts_beneath(study)
    every = estimate_table("estimates", estimates, every_detail=True)
    tables = {"estimates": every, **beneath}
    blocks: list[Block] = [TableBlock("estimates"), *_figure(estimates)]
    blocks += _refused(estimates)
    blocks += _conventions(estimates)
    for each in amount_estimates(study):
        blocks += _amount(with_further(each), tables)
    return Section("all_estimators", study.scope, blocks, tables, rests_on=refs)


def _figure(estimates: Estimates) -> list[Block]:
    if len(estimates.found) < 2:
        return []
    order = sorted(estimates.found.values(), key=lambda each: each.value)
    facts: dict[str, Fact] = {
        "lowest": Ref("estimates", order[0].method, "value"),
        "highest": Ref("estimates", order[-1].method, "value"),
    }
    roles = {"label": "method", "value": "value", "limits": "limits"}
    primary = {"primary": "primary"} if estimates.declared in estimates.found else {}
    alt = Sentence("all_estimators.alt", facts)
    return [Figure("estimates", "effects", "estimates", alt, roles | primary)]


def _refused(estimates: Estimates) -> list[Block]:
    return [
        Sentence(f"adjustment.one.{reason}", {"method": label_of(method)}, tone="note")
        for method, reason in estimates.refused.items()
    ]


def _conventions(estimates: Estimates) -> list[Block]:
    """What each method that was used leaves open in print, and how it is done here."""
    numbers: dict[Method, dict[str, Fact]] = {
        "matching": {
            "caliper": Constant(CALIPER.width),
            "seed": Constant(estimates.plan.seed),
        },
        "subclassification": {"classes": Constant(CLASSES)},
    }
    return [
        Sentence(f"all_estimators.convention.{method}", numbers.get(method, {}))
        for method in METHODS
        if method in estimates.found
    ]


def _amount(estimates: Estimates, tables: dict[str, Table]) -> list[Block]:
    if estimates.primary is None:
        return []
    name = f"amount_{estimates.sample.target.name}"
    tables[name] = estimate_table(
        name, estimates, caption=caption_of(estimates), every_detail=True
    )
    return [TableBlock(name), *_refused(estimates)]
