"""Everything that tells how well each method made the groups alike."""

from __future__ import annotations

from evallib.analysis.adjusting.estimate_table import label_of
from evallib.analysis.adjusting.estimated import Estimated
from evallib.analysis.adjusting.estimators import Estimates, every_estimate
from evallib.analysis.adjusting.likeness import (
    Balance,
    balance_by,
    level_of,
    shown_ratio,
)
from evallib.analysis.adjusting.sample import HAVE, HAVE_OF
from evallib.data.study import Study
from evallib.domain.section import Block, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label


def diagnostics(study: Study) -> Section | None:
    """Full balance tables, weights and pairs of every method that has them."""
    estimates = every_estimate(study)
    if estimates is None or not estimates.plan.adjust_for:
        return None
    weighed = [each for each in estimates.found.values() if each.weights is not None]
    if not weighed:
        nothing = Sentence("diagnostics.none", tone="caution")
        return Section("diagnostics", study.scope, [nothing])
    balances = {each.method: balance_by(estimates, each) for each in weighed}
    tables = {
        f"balance_{each.method}": _balance(estimates, each, balances[each.method])
        for each in weighed
    }
    tables["weights"] = _weights(
        estimates, weighed, [balances[each.method] for each in weighed]
    )
    matched = [each for each in weighed if each.matched is not None]
    if matched:
        tables["matches"] = _matches(matched)
    blocks: list[Block] = [
        Sentence("diagnostics.denominator", tone="note"),
        *(TableBlock(name) for name in tables),
    ]
    return Section("diagnostics", study.scope, blocks, tables)


def _balance(estimates: Estimates, found: Estimated, balance: Balance) -> Table:
    """Every covariate before and after one method."""
    rows: list[dict[str, Value]] = [
        {
            "row": row.name,
            "covariate": label,
            "pilot_before": row.before.pilot_mean,
            "control_before": row.before.control_mean,
            "before": row.before.smd,
            "pilot_after": row.after.pilot_mean,
            "control_after": row.after.control_mean,
            "after": row.after.smd,
            "spread": shown_ratio(row.after),
            "distance": row.after.ks,
            "level": Label(f"balance.level.{level_of(row.after.smd)}"),
            "persons": found.persons,
            **estimates.sample.who_have(row.name),
        }
        for row, label in zip(balance.table.rows, estimates.sample.labels, strict=True)
    ]
    numbers = (
        "pilot_before",
        "control_before",
        "before",
        "pilot_after",
        "control_after",
        "after",
        "spread",
        "distance",
    )
    columns = (
        Column("covariate", "text"),
        *(Column(name, "index", 3) for name in numbers),
        Column("level", "status"),
    )
    name = f"balance_{found.method}"
    on = dict.fromkeys(numbers, "persons") | HAVE_OF
    made_of = dict.fromkeys(numbers, HAVE)
    caption = label_of(found.method)
    return Table(name, rows, columns, on, caption=caption, made_of=made_of)


def _weights(
    estimates: Estimates, weighed: list[Estimated], balances: list[Balance]
) -> Table:
    rows: list[dict[str, Value]] = []
    for each, balance in zip(weighed, balances, strict=True):
        rows.append(
            {
                "row": each.method,
                "method": label_of(each.method),
                "pilot_persons": each.pilot_persons,
                "control_persons": each.control_persons,
                "pilot_effective": each.pilot_effective,
                "control_effective": each.control_effective,
                "largest_weight": _largest(estimates, each),
                "largest_smd": balance.table.largest,
                "band": balance.table.chance_band,
                "denominator": Label(
                    f"diagnostics.denominators.{balance.table.denominator}"
                ),
                "smaller": each.persons,
            }
        )
    columns = (
        Column("method", "label"),
        Column("pilot_persons", "persons"),
        Column("control_persons", "persons"),
        Column("pilot_effective", "index", 1),
        Column("control_effective", "index", 1),
        Column("largest_weight", "ratio", 1),
        Column("largest_smd", "index", 3),
        Column("band", "index", 3),
        Column("denominator", "label"),
    )
    on = {
        "pilot_persons": "pilot_persons",
        "control_persons": "control_persons",
        "pilot_effective": "pilot_persons",
        "control_effective": "control_persons",
    } | dict.fromkeys(("largest_weight", "largest_smd", "band"), "smaller")
    return Table("weights", rows, columns, rests_on=on)


def _largest(estimates: Estimates, found: Estimated) -> float:
    """The largest weight as a multiple of the mean weight of its group."""
    pilot = estimates.sample.pilot
    groups = [found.weights[side] for side in (pilot, ~pilot)]
    return max(float(each.max() / each[each > 0].mean()) for each in groups)


def _matches(matched: list[Estimated]) -> Table:
    """Who found a partner, how far apart partners stand, and what lots decided."""
    rows: list[dict[str, Value]] = []
    for each in matched:
        match = each.matched
        if match is None:
            continue
        pilots = int(match.pilot.sum())
        pairs = len(match.distances)
        rows.append(
            {
                "row": each.method,
                "method": label_of(each.method),
                "pilots": pilots,
                "unmatched": pilots - each.pilot_persons,
                "caliper": match.caliper_width,
                "mean_distance": float(match.distances.mean()) if pairs else None,
                "widest": float(match.distances.max()) if pairs else None,
                "ties": match.ties,
                "controls": len(match.pilot) - pilots,
                "smaller": each.persons,
            }
        )
    columns = (
        Column("method", "label"),
        Column("pilots", "persons"),
        Column("unmatched", "persons"),
        Column("caliper", "index", 4),
        Column("mean_distance", "index", 4),
        Column("widest", "index", 4),
        Column("ties", "persons"),
    )
    on = {"pilots": "pilots", "unmatched": "pilots", "ties": "controls"}
    on |= dict.fromkeys(("caliper", "mean_distance", "widest"), "smaller")
    return Table("matches", rows, columns, rests_on=on)
