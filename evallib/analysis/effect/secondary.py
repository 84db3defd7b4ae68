"""Secondary outcomes, each compared as the primary one and corrected for number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from evallib.analysis.effect.compared import Compared, counted
from evallib.analysis.effect.contrast import Contrast, decimals, exact_or_fisher
from evallib.analysis.effect.counts import COUNTS, confidence, names_of_counts, on
from evallib.analysis.effect.tiers import Tier, tier
from evallib.data.people import Amount, People
from evallib.domain.plan import Plan
from evallib.domain.section import Block, Heading, Sentence, TableBlock
from evallib.domain.table import Column, Named, Table, Value, Where
from evallib.domain.vocabulary import Label
from evallib.stats.multiplicity import adjust
from evallib.stats.ordinal import MeanDifference, mean_difference
from evallib.stats.proportions import risk_difference

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Looked:
    """One secondary outcome: what it is, its result and its p-value."""

    result: Contrast | MeanDifference
    p_value: float
    label: Value
    point: Label | None = None
    unit: str | None = None
    adjusted: float | None = None


def secondary_blocks(
    people: People, plan: Plan, *, final: bool, tables: dict[str, Table]
) -> list[Block]:
    """Shares and amounts in two tables; adds them. Tests in final reports only."""
    if not plan.secondary:
        return []
    found, missing = _looked_at(people, plan)
    found = _corrected(found)
    shares = [each for each in found if isinstance(each.result, Contrast)]
    amounts = [each for each in found if isinstance(each.result, MeanDifference)]
    blocks: list[Block] = [
        Heading(Label("effect.secondary_title"), "effect-secondary-outcomes")
    ]
    if shares:
        tables["secondary"] = _shares(shares, final=final)
        blocks.append(TableBlock("secondary"))
    if amounts:
        tables["amounts"] = _amounts(amounts, final=final)
        blocks.append(TableBlock("amounts"))
    if found:
        key = "corrected" if final else "uncorrected"
        blocks.append(Sentence(f"effect.secondary_{key}", tone="note"))
        if plan.estimator != "unadjusted":
            blocks.append(Sentence("effect.secondary_unadjusted", tone="caution"))
    if missing:
        blocks.append(Sentence("effect.secondary_missing", tone="note"))
    return blocks


def _looked_at(people: People, plan: Plan) -> tuple[list[Looked], bool]:
    found, missing = [], False
    for each in plan.secondary:
        if each.amount is not None:
            told = _amount(people, each.amount, each.horizon_months)
        else:
            both = counted(people, each.outcome or plan.primary, each.horizon_months)
            told = None if both is None else _share(both)
        if told is None:
            missing = True
        else:
            found.append(told)
    return found, missing


def _share(both: Compared) -> Looked | None:
    if both.control is None or both.tier < Tier.COUNTS:
        return None
    interval = risk_difference(both.pilot, both.control).interval
    result = Contrast(both, both.pilot, both.control, interval, None, refused=False)
    return Looked(result, exact_or_fisher(result).p_value, both.label, both.point)


def _amount(people: People, name: str, months: int) -> Looked | None:
    held = [a for a in people.amounts if a.name == name and a.months == months]
    if not held:
        return None
    values = [_known(held[0], side) for side in (people.pilot, people.control)]
    if tier(min(len(each) for each in values)) < Tier.COUNTS:
        return None
    result = mean_difference(*values)
    return Looked(result, result.p_value, held[0].label, unit=held[0].unit)


def _known(amount: Amount, side: Any) -> Any:
    values = amount.values[side]
    return values[values == values]  # a missing number is not equal to itself


def _corrected(found: Sequence[Looked]) -> list[Looked]:
    if not found:
        return []
    holm = adjust([each.p_value for each in found]).adjusted
    return [replace(each, adjusted=p) for each, p in zip(found, holm, strict=True)]


def _tested(each: Looked, final: bool) -> dict[str, Value]:
    if not final or each.adjusted is None:
        return {}
    held = "holds" if each.adjusted <= ALPHA else "open"
    return {"holm": each.adjusted, "finding": Label(f"effect.corrected.{held}")}


def _test_columns(final: bool) -> tuple[Column, ...]:
    if not final:
        return ()
    return (Column("holm", "probability"), Column("finding", "label"))


def _shares(found: Sequence[Looked], *, final: bool) -> Table:
    rows: list[dict[str, Value]] = []
    who: dict[Where, Named] = {}
    fine = 1
    for number, each in enumerate(found, start=1):
        result = each.result
        if not isinstance(result, Contrast):
            continue
        counted = names_of_counts(result.both).items()
        who |= {(f"secondary-{number}", column): named for column, named in counted}
        fine = min(fine, decimals(result.both.smaller))
        rows.append(
            {
                "row": f"secondary-{number}",
                "outcome": each.label,
                "point": each.point,
                "pilot_reached": result.pilot.reached,
                "pilot_known": result.pilot.known,
                "control_reached": result.control.reached,
                "control_known": result.control.known,
                "difference": result.value,
                "limits": confidence(result.counted),
                "smaller": result.both.smaller,
                **_tested(each, final),
            }
        )
    columns = (
        Column("outcome", "label"),
        Column("point", "text"),
        *(
            Column(f"{side}_{name}", "persons")
            for side in ("pilot", "control")
            for name in ("reached", "known")
        ),
        Column("difference", "points", fine, limits="limits"),
        Column("limits", "points", fine),
        *_test_columns(final),
    )
    rests = on("smaller", "difference", "limits", "holm", "finding")
    rests |= on("pilot_known", "pilot_reached") | on("control_known", "control_reached")
    made_of = dict.fromkeys(("difference", "limits", "holm", "finding"), COUNTS)
    return Table("secondary", rows, columns, rests, made_of=made_of, who=who)


def _amounts(found: Sequence[Looked], *, final: bool) -> Table:
    euros = all(each.unit == "€" for each in found)
    rows: list[dict[str, Value]] = []
    for number, each in enumerate(found, start=1):
        result = each.result
        if not isinstance(result, MeanDifference):
            continue
        rows.append(
            {
                "row": f"amount-{number}",
                "outcome": each.label,
                "unit": each.unit,
                "pilot_mean": result.means[0],
                "control_mean": result.means[1],
                "difference": result.value,
                "limits": confidence(result.interval),
                "standard_error": result.standard_error,
                "smaller": min(result.persons),
                **_tested(each, final),
            }
        )
    measured = ("pilot_mean", "control_mean", "difference", "limits", "standard_error")
    columns = (
        Column("outcome", "label"),
        *(() if euros else (Column("unit", "text"),)),
        *(
            Column(
                name,
                "unit_cost" if euros else "index",
                limits="limits" if name == "difference" else None,
            )
            for name in measured
        ),
        Column("smaller", "persons"),
        *_test_columns(final),
    )
    return Table("amounts", rows, columns, on("smaller", *measured, "holm"))
