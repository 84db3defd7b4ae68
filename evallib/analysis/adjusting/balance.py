"""Whether the groups were alike before anything happened, and where they meet."""

from __future__ import annotations

from evallib.analysis.adjusting.estimate_table import label_of
from evallib.analysis.adjusting.estimators import Estimates, primary_estimates
from evallib.analysis.adjusting.likeness import Balance, balance_of, level_of
from evallib.analysis.adjusting.meeting import overlap_blocks
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
    Tone,
)
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label, Text
from evallib.stats.balance import IMBALANCE, SERIOUS_IMBALANCE


def balance(study: Study) -> Section | None:
    """Standardised differences before and after adjustment, and overlap."""
    estimates = primary_estimates(study)
    if estimates is None or not estimates.plan.adjust_for:
        return None
    if estimates.primary is None:
        nothing = Sentence("balance.too_few", tone="caution")
        return Section("balance", study.scope, [nothing])
    found = balance_of(estimates)
    if found is None:
        nothing = Sentence("balance.nothing", tone="caution")
        return Section("balance", study.scope, [nothing])
    tables = {"balance": _balance(estimates, found), "sizes": _sizes(found)}
    blocks: list[Block] = [
        *_verdict(estimates, found),
        _love(found),
        TableBlock("balance"),
        TableBlock("sizes"),
        Sentence("balance.reading", _limits(), tone="note"),
        *overlap_blocks(estimates, tables),
    ]
    return Section("balance", study.scope, blocks, tables)


def _limits() -> dict[str, Fact]:
    return {
        "noticed": Constant(IMBALANCE),
        "serious": Constant(SERIOUS_IMBALANCE),
    }


def _verdict(estimates: Estimates, found: Balance) -> list[Block]:
    """One sentence on the whole, one on the worst covariate, one on chance."""
    stage = "after" if found.adjusted else "before"
    tone: Tone = "finding" if found.level == "good" else "caution"
    told: dict[str, Fact] = {"covariates": Ref("sizes", stage, "covariates")}
    if found.adjusted:
        told["method"] = label_of(found.adjusted)
    if found.level != "good":
        column = "noticed" if found.level == "noticed" else "serious"
        told["number"] = Ref("sizes", stage, column)
    key = f"balance.{stage}.{found.level}"
    blocks: list[Block] = [Sentence(key, told, tone=tone)]
    if found.largest is not None and found.level != "good":
        blocks.append(_largest(estimates, found.largest, stage))
    if "imbalance_within_chance" in found.table.notes:
        facts: dict[str, Fact] = {"band": Ref("sizes", stage, "band")}
        blocks.append(Sentence("balance.chance", facts, tone="note"))
    return blocks


def _largest(estimates: Estimates, place: int, stage: str) -> Sentence:
    sample = estimates.sample
    covariate: Text = sample.labels[place]
    size = Ref("balance", sample.names[place], stage)
    return Sentence("balance.largest", {"covariate": covariate, "size": size})


def _balance(estimates: Estimates, found: Balance) -> Table:
    sample, adjusted = estimates.sample, found.adjusted is not None
    persons = min(sample.persons(sample.complete))
    rows: list[dict[str, Value]] = []
    for row, label in zip(found.table.rows, sample.labels, strict=True):
        rows.append(
            {
                "row": row.name,
                "covariate": label,
                "pilot": row.before.pilot_mean,
                "control": row.before.control_mean,
                "before": row.before.smd,
                "after": row.after.smd if adjusted else None,
                "spread": row.after.variance_ratio,
                "level": Label(f"balance.level.{level_of(row.after.smd)}"),
                "persons": persons,
            }
        )
    columns = (
        Column("covariate", "text"),
        Column("pilot", "index", 2),
        Column("control", "index", 2),
        Column("before", "index", 2),
        *((Column("after", "index", 2),) if adjusted else ()),
        Column("spread", "index", 2),
        Column("level", "status"),
    )
    on = ("pilot", "control", "before", "after", "spread")
    return Table("balance", rows, columns, rests_on=dict.fromkeys(on, "persons"))


def _sizes(found: Balance) -> Table:
    """Persons, what their weights are worth, and how many covariates differ."""
    table = found.table
    stage = "after" if found.adjusted else "before"
    row: dict[str, Value] = {
        "row": stage,
        "stage": Label(f"balance.stage.{stage}"),
        "pilot_persons": table.pilot_persons,
        "control_persons": table.control_persons,
        "pilot_effective": table.pilot_effective,
        "control_effective": table.control_effective,
        "covariates": len(table.rows),
        "noticed": found.count("noticed"),
        "serious": found.count("serious", "no_spread"),
        "band": table.chance_band,
        "smaller": min(table.pilot_persons, table.control_persons),
    }
    columns = (
        Column("stage", "label"),
        Column("pilot_persons", "persons"),
        Column("control_persons", "persons"),
        Column("pilot_effective", "index", 1),
        Column("control_effective", "index", 1),
        Column("covariates", "units"),
        Column("noticed", "units"),
        Column("serious", "units"),
        Column("band", "index", 2),
    )
    rests_on = {
        "pilot_persons": "pilot_persons",
        "control_persons": "control_persons",
        "pilot_effective": "pilot_persons",
        "control_effective": "control_persons",
        "band": "smaller",
    }
    return Table("sizes", [row], columns, rests_on=rests_on)


def _love(found: Balance) -> Figure:
    stage = "after" if found.adjusted else "before"
    facts: dict[str, Fact] = {
        "covariates": Ref("sizes", stage, "covariates"),
        "serious": Ref("sizes", stage, "serious"),
        "noticed": Ref("sizes", stage, "noticed"),
    }
    roles = {"label": "covariate", "before": "before"}
    if found.adjusted:
        roles["after"] = "after"
    return Figure(
        "balance", "love", "balance", Sentence(f"balance.alt_{stage}", facts), roles
    )
