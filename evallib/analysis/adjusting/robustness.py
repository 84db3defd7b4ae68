"""Does the finding stand when it is pushed? Checks, and one verdict."""

from __future__ import annotations

from collections.abc import Callable

from evallib.analysis.adjusting.checks.before_and_lost import alike, placebo, unknown
from evallib.analysis.adjusting.checks.checked import Checked
from evallib.analysis.adjusting.checks.groups import leave_one_out, permutation
from evallib.analysis.adjusting.checks.hidden import hidden_bias, strength
from evallib.analysis.adjusting.checks.specifications import specifications
from evallib.analysis.adjusting.estimators import Estimates, primary_estimates
from evallib.analysis.effect.beneath import counts_beneath
from evallib.analysis.effect.tiers import Tier, tier
from evallib.data.study import Study
from evallib.domain.section import (
    Block,
    Fact,
    Heading,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label

CHECKS: tuple[Callable[[Estimates], Checked | None], ...] = (
    specifications,
    alike,
    leave_one_out,
    permutation,
    placebo,
    unknown,
    strength,
    hidden_bias,
)


def robustness(study: Study) -> Section | None:
    """Every check that the data allow, and one sentence on them all."""
    estimates = primary_estimates(study)
    if estimates is None:
        return None
    if estimates.primary is None:
        nothing = Sentence("robustness.too_few", tone="caution")
        return Section("robustness", study.scope, [nothing])
    done = [checked for check in CHECKS if (checked := check(estimates)) is not None]
    beneath, refs = counts_beneath(study)
    tables = {"checks": _checks(done), "verdict": _count(done), **beneath}
    blocks: list[Block] = [_verdict(estimates, done), TableBlock("checks")]
    for each in done:
        tables |= each.tables
        if each.blocks:
            title = Label(f"robustness.check.{each.check}")
            blocks += [Heading(title, f"robustness-check-{each.check}"), *each.blocks]
    return Section("robustness", study.scope, blocks, tables, rests_on=refs)


def _verdict(estimates: Estimates, done: list[Checked]) -> Sentence:
    primary = estimates.primary
    facts: dict[str, Fact] = {
        name: Ref("verdict", "verdict", name) for name in ("made", "shaken")
    }
    if primary is None or tier(estimates.sample.smaller) < Tier.ADJUSTED:
        return Sentence("robustness.verdict.few", tone="finding")
    if not primary.settled:
        return Sentence("robustness.verdict.open", tone="finding")
    shaken = any(each.verdict == "shakes" for each in done)
    key = "fragile" if shaken else "sturdy"
    told = facts if shaken else {"made": facts["made"]}
    return Sentence(f"robustness.verdict.{key}", told, tone="finding")


def _checks(done: list[Checked]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.check,
            "check": Label(f"robustness.check.{each.check}"),
            "question": Label(f"robustness.question.{each.check}"),
            "result": Label(f"robustness.result.{each.verdict}"),
        }
        for each in done
    ]
    columns = (
        Column("check", "label"),
        Column("question", "text"),
        Column("result", "status"),
    )
    return Table("checks", rows, columns)


def _count(done: list[Checked]) -> Table:
    judged = [each for each in done if each.verdict in ("holds", "shakes")]
    row: dict[str, Value] = {
        "row": "verdict",
        "made": len(judged),
        "shaken": sum(each.verdict == "shakes" for each in judged),
    }
    columns = (Column("made", "units"), Column("shaken", "units"))
    return Table("verdict", [row], columns, layout="facts")
