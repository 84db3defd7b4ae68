"""Whether the groups were alike before anything happened, and where they meet."""

from __future__ import annotations

from evallib.analysis.adjusting.estimate_table import label_of
from evallib.analysis.adjusting.estimators import Estimates, primary_estimates
from evallib.analysis.adjusting.likeness import (
    Balance,
    Stage,
    balance_of,
    level_of,
    shown_ratio,
)
from evallib.analysis.adjusting.meeting import overlap_blocks
from evallib.analysis.adjusting.sample import HAVE, HAVE_OF
from evallib.data.study import Study
from evallib.domain.section import (
    Block,
    Fact,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
    Tone,
)
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label


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
    tables = {"balance": _balance(estimates, found), "sizes": _sizes(estimates, found)}
    blocks: list[Block] = [
        *_verdicts(estimates, found),
        _love(found),
        TableBlock("balance"),
        TableBlock("sizes"),
        Sentence("balance.reading", tone="note"),
        *overlap_blocks(estimates, tables),
    ]
    return Section("balance", study.scope, blocks, tables)


def _verdicts(estimates: Estimates, found: Balance) -> list[Block]:
    """A sentence for each stage, then the worst covariate and what chance does."""
    last = found.stages[-1]
    blocks: list[Block] = [_verdict(estimates, found, stage) for stage in found.stages]
    place = found.largest(last)
    if place is not None and found.level(last) != "good":
        facts: dict[str, Fact] = {
            "covariate": estimates.sample.labels[place],
            "size": Ref("balance", estimates.sample.names[place], last),
        }
        blocks.append(Sentence(f"balance.largest_{last}", facts))
    if "imbalance_within_chance" in found.table.notes:
        band: dict[str, Fact] = {"band": Ref("sizes", last, "band")}
        blocks.append(Sentence("balance.chance", band, tone="note"))
    return blocks


def _verdict(estimates: Estimates, found: Balance, stage: Stage) -> Sentence:
    level = found.level(stage)
    column = "noticed" if level == "noticed" else "serious"
    facts: dict[str, Fact] = {
        "covariates": Ref("sizes", stage, "covariates"),
        "number": Ref("sizes", stage, column),
    }
    if found.adjusted and stage == "after":
        facts["method"] = label_of(found.adjusted)
    tone: Tone = "finding" if level == "good" else "caution"
    drawn = estimates.plan.design == "randomised" and stage == "before"
    when = "before_drawn" if drawn else stage
    return Sentence(f"balance.{when}.{level}", facts, tone=tone)


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
                "spread": shown_ratio(row.after),
                "level": Label(f"balance.level.{level_of(row.after.smd)}"),
                "persons": persons,
                **sample.who_have(row.name),
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
    return Table(
        "balance",
        rows,
        columns,
        dict.fromkeys(on, "persons") | HAVE_OF,
        made_of=dict.fromkeys(on, HAVE),
    )


def _sizes(estimates: Estimates, found: Balance) -> Table:
    """Persons, what their weights are worth, and how many covariates differ."""
    rows = [_size(estimates, found, stage) for stage in found.stages]
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
    return Table("sizes", rows, columns, rests_on=rests_on)


def _size(estimates: Estimates, found: Balance, stage: Stage) -> dict[str, Value]:
    sample, table = estimates.sample, found.table
    persons = sample.persons(sample.complete)
    effective: tuple[float, float] = (float(persons[0]), float(persons[1]))
    if stage == "after":
        persons = table.pilot_persons, table.control_persons
        effective = table.pilot_effective, table.control_effective
    last = stage == found.stages[-1]
    return {
        "row": stage,
        "stage": Label(f"balance.stage.{stage}"),
        "pilot_persons": persons[0],
        "control_persons": persons[1],
        "pilot_effective": effective[0],
        "control_effective": effective[1],
        "covariates": len(table.rows),
        "noticed": found.count(stage, "noticed"),
        "serious": found.count(stage, "serious", "no_spread"),
        "band": table.chance_band if last else None,
        "smaller": min(persons),
    }


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
