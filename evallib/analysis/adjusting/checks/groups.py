"""Whether a finding hangs on one group of clients, or redealing groups makes it."""

from __future__ import annotations

from typing import Any

from evallib.analysis.adjusting.checks.checked import Checked, Verdict, same_side
from evallib.analysis.adjusting.estimators import Estimates
from evallib.analysis.adjusting.sample import Sample
from evallib.data.people import NO_CLUSTER
from evallib.domain.section import Block, Fact, Ref, Sentence, TableBlock
from evallib.domain.table import Column, Kind, Table, Value
from evallib.stats.clusters import leave_one_group_out, permutation_test

ALPHA = 0.05
REST = {"control": -1, "pilot": -2}  # those without a group, one code a side


def leave_one_out(estimates: Estimates) -> Checked | None:
    """The unadjusted difference without each group; None without groups."""
    sample = estimates.sample
    if not estimates.groups.fewest:
        return None
    if not estimates.groups.counts:
        told = Sentence("robustness.one_group", tone="caution")
        return Checked("leave_one_out", "not_done", (told,))
    pilot, outcome, code = _by_group(sample)
    found = leave_one_group_out(outcome, pilot, code)
    without = {
        int(label): value
        for label, value in found.without
        if value is not None and int(label) >= 0
    }
    if not without:
        told = Sentence("robustness.one_group", tone="caution")
        return Checked("leave_one_out", "not_done", (told,))
    table = _without(sample, without, code)
    lowest, highest = (
        str(choose(without, key=lambda each: without[each])) for choose in (min, max)
    )
    facts: dict[str, Fact] = {
        "lowest": Ref("leave_one_out", lowest, "value"),
        "highest": Ref("leave_one_out", highest, "value"),
    }
    holds = same_side(found.value, *without.values())
    key = "robustness.one_out_holds" if holds else "robustness.one_out_shakes"
    told = Sentence(key, facts, tone="plain" if holds else "caution")
    blocks: tuple[Block, ...] = (told, TableBlock("leave_one_out"))
    verdict: Verdict = "holds" if holds else "shakes"
    return Checked("leave_one_out", verdict, blocks, {"leave_one_out": table})


def permutation(estimates: Estimates) -> Checked | None:
    """How rare the difference is when whole groups are redealt."""
    groups = estimates.groups
    if not groups.fewest:
        return None
    pilot, outcome, code = _by_group(estimates.sample)
    alone = bool((code < 0).any())
    if alone or min(groups.pilot_groups, groups.control_groups) == 0:
        told = Sentence("robustness.no_permutation", tone="note")
        return Checked("permutation", "not_done", (told,))
    seed = estimates.plan.seed
    found = permutation_test(outcome, pilot, code, seed=seed)
    row: dict[str, Value] = {
        "row": "permutation",
        "chance": found.p_value,
        "least": found.smallest_p,
        "assignments": found.assignments,
        "persons": estimates.sample.smaller,
    }
    columns = (
        Column("chance", "probability", 2),
        Column("least", "probability", 2),
        Column("assignments", "units"),
    )
    on = {"chance": "persons", "least": "persons"}
    table = Table("permutation", [row], columns, rests_on=on, layout="facts")
    able = "cannot_reach_5_percent" not in found.notes
    facts: dict[str, Fact] = {
        name: Ref("permutation", "permutation", name)
        for name in ("chance", "least", "assignments")
    }
    key = "robustness.permutation" if able else "robustness.permutation_unable"
    told = Sentence(key, facts, tone="plain" if able else "note")
    verdict: Verdict = "holds" if found.p_value <= ALPHA else "shakes"
    blocks: tuple[Block, ...] = (told,)
    tables = {"permutation": table}
    return Checked("permutation", verdict if able else "not_done", blocks, tables)


def _by_group(sample: Sample) -> tuple[Any, Any, Any]:
    """Side, outcome and group of everybody known; those without one share a code."""
    people, known = sample.people, sample.known
    pilot = people.pilot[known]
    code = people.cluster[known].astype("int64")
    alone = code == NO_CLUSTER
    code[alone & pilot] = REST["pilot"]
    code[alone & ~pilot] = REST["control"]
    return pilot.astype(float), sample.target.values[known], code


def _without(sample: Sample, without: dict[int, float], code: Any) -> Table:
    gap: Kind = "points" if sample.target.yes_no else "index"
    pilot = sample.people.pilot[sample.known]
    rows: list[dict[str, Value]] = []
    for number, value in without.items():
        left = code != number
        persons = min(int((left & pilot).sum()), int((left & ~pilot).sum()))
        rows.append(
            {
                "row": str(number),
                "without": sample.people.clusters[number],
                "value": value,
                "persons": persons,
                **_left_out(sample, ~left),
            }
        )
    columns = (Column("without", "text"), Column("value", gap))
    on = {"value": "persons", "out_reached": "out_known", "out_known": "out_known"}
    made_of = {"value": ("out_reached",)} if sample.target.yes_no else {}
    return Table("leave_one_out", rows, columns, rests_on=on, made_of=made_of)


def _left_out(sample: Sample, group: Any) -> dict[str, Value]:
    """What the difference without a group tells of the group itself."""
    reached = sample.target.values[sample.known][group]
    return {"out_known": int(group.sum()), "out_reached": int(reached.sum())}
