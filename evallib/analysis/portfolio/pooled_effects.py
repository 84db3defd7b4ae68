"""The average effect of pilots that were compared in the same way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallib.analysis.effect.compared import months_label
from evallib.analysis.portfolio.alike import FEWEST, Alike
from evallib.analysis.portfolio.all_pilots import standing
from evallib.data.portfolio.gathering import OWN
from evallib.data.portfolio.published import Number
from evallib.domain.estimate import Interval
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Ref,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.pooling import PooledEffect, StudyEffects, random_effects
from evallib.stats.quantiles import normal_quantile

LEVEL = 0.95  # of the intervals that the reports print
COLUMNS = (
    Column("outcome", "label"),
    Column("point", "text"),
    Column("design", "text"),
    Column("standing", "text"),
    Column("pilots", "units"),
    Column("difference", "points", limits="limits"),
    Column("limits", "points"),
    Column("prediction", "points"),
    Column("between", "portion"),
    Column("source", "source"),
)


def effect_blocks(groups: Sequence[Alike], tables: dict[str, Table]) -> list[Block]:
    """Average effects with their predictions, or why there is none."""
    if not groups:
        few = {"fewest": Constant(FEWEST)}
        return [Sentence("pooled.no_effects", few, tone="finding")]
    tables["effects"] = Table("effects", [_row(each) for each in groups], COLUMNS)
    return [
        *(block for each in groups for block in _told(each)),
        TableBlock("effects"),
        Sentence("pooled.effect_method", tone="note"),
    ]


def pooled_effect(group: Alike) -> PooledEffect:
    """Mean of the effects that the reports word, and where the next would lie.

    Variances come from the printed intervals, adjusted effects included: a report
    prints no standard error. Paule and Mandel's estimate of the spread and Hartung and
    Knapp's error, which is never taken to be below the normal one.
    """
    told = [each.difference for each in group.trials if each.difference]
    values, variances = zip(*_effects(told), strict=True)
    effects = StudyEffects(values, variances, "risk_difference")
    return random_effects(effects, tau2="pm", errors="hartung_knapp_widened")


def _effects(told: Sequence[Number]) -> Iterator[tuple[float, float]]:
    for each in told:
        if each.value is not None and each.low is not None and each.high is not None:
            error = (each.high - each.low) / (2 * normal_quantile(LEVEL))
            yield each.value, error**2


def _row(group: Alike) -> dict[str, Value]:
    found = pooled_effect(group)
    return {
        "row": group.id,
        "outcome": group.outcome,
        "point": months_label(group.months),
        "design": Label(f"trial.design.{group.trials[0].design}"),
        "standing": standing(group.trials[0]),
        "pilots": found.studies,
        "difference": found.value,
        "limits": _range(found.interval),
        "prediction": _range(found.prediction) if found.prediction else None,
        "between": found.i2,
        "source": OWN,
    }


def _told(group: Alike) -> list[Block]:
    names = ("outcome", "pilots", "difference", "limits", "prediction")
    facts: dict[str, Fact] = {each: Ref("effects", group.id, each) for each in names}
    facts["point"] = months_label(group.months)
    key = "pooled.simulated_effect" if group.simulated else "pooled.effect"
    return [Sentence(key, facts, tone="finding")]


def _range(interval: Interval) -> Range:
    return Range(interval.low, interval.high, "confidence")
