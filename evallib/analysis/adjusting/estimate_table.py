"""Estimates of one comparison side by side as a table."""

from __future__ import annotations

from evallib.analysis.adjusting.estimated import Estimated, Method
from evallib.analysis.adjusting.estimators import Estimates
from evallib.domain.table import Column, Kind, Range, Table, Value
from evallib.domain.vocabulary import Label, Text

FINE_FROM = 100  # persons in the smaller group from which a decimal means something


def estimate_table(
    name: str,
    estimates: Estimates,
    *,
    caption: Label | Text | None = None,
    every_detail: bool = False,
) -> Table:
    """One row a method; ``primary`` marks the one that the plan chose.

    ``every_detail`` adds standard errors, effective sizes and how intervals were made.
    """
    rows = [_row(each, estimates.declared) for each in estimates.found.values()]
    columns = _columns(estimates, every_detail=every_detail)
    on_smaller = ("value", "limits", "error")
    rests_on = dict.fromkeys(on_smaller, "smaller") | {
        "pilot": "pilot_persons",
        "control": "control_persons",
        "pilot_persons": "pilot_persons",
        "control_persons": "control_persons",
        "pilot_effective": "pilot_persons",
        "control_effective": "control_persons",
    }
    return Table(name, rows, columns, rests_on=rests_on, caption=caption)


def decimals_of(estimates: Estimates) -> int:
    """Decimals of percentages and of their differences; none in small groups."""
    sample = estimates.sample
    return int(sample.target.yes_no and sample.smaller >= FINE_FROM)


def label_of(method: Method) -> Label:
    """What readers see of a method."""
    return Label(f"adjustment.method.{method}")


def _row(found: Estimated, declared: Method) -> dict[str, Value]:
    return {
        "row": found.method,
        "method": label_of(found.method),
        "value": found.value,
        "limits": Range(found.interval.low, found.interval.high, "confidence"),
        "error": found.standard_error,
        "pilot": found.pilot_mean,
        "control": found.control_mean,
        "pilot_persons": found.pilot_persons,
        "control_persons": found.control_persons,
        "pilot_effective": found.pilot_effective,
        "control_effective": found.control_effective,
        "smaller": found.persons,
        "whom": Label(f"adjustment.whom.{found.whom}"),
        "inference": Label(f"adjustment.inference.{found.inference}"),
        "primary": Label("adjustment.primary") if found.method == declared else None,
    }


def _columns(estimates: Estimates, *, every_detail: bool) -> tuple[Column, ...]:
    yes_no = estimates.sample.target.yes_no
    gap: Kind = "points" if yes_no else "index"
    level: Kind = "share" if yes_no else "index"
    decimals = 1 if yes_no and every_detail else decimals_of(estimates)
    shown = (
        Column("method", "label"),
        Column("primary", "label"),
        Column("value", gap, decimals, limits="limits"),
        Column("limits", gap, decimals),
        *((Column("error", gap, decimals),) if every_detail or not yes_no else ()),
        Column("pilot", level, decimals),
        Column("control", level, decimals),
        Column("pilot_persons", "persons"),
        Column("control_persons", "persons"),
    )
    details = (
        Column("pilot_effective", "index", 1),
        Column("control_effective", "index", 1),
        Column("inference", "label"),
    )
    return (*shown, *(details if every_detail else ()), Column("whom", "label"))
