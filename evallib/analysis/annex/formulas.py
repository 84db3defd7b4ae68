"""The formulas behind a comparison's numbers, as sentences with their sources."""

from __future__ import annotations

from evallib.analysis.adjusting.estimated import Estimated
from evallib.analysis.adjusting.estimators import Estimates, every_estimate
from evallib.data.study import Study
from evallib.domain.section import Block, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label

# Said whatever was used: they judge every estimate.
JUDGING = ("smd", "variance_ratio", "effective_size", "overlap", "e_value", "bounds")


def formulas(study: Study) -> Section | None:
    """One row for each method and each interval that the comparison used."""
    estimates = every_estimate(study)
    if estimates is None or estimates.primary is None:
        return None
    tables = {
        "methods": _table("methods", list(estimates.found)),
        "intervals": _table("intervals", _intervals(estimates)),
        "judging": _table("judging", _judging(estimates)),
    }
    blocks: list[Block] = [
        Sentence("formulas.notation", tone="note"),
        *(TableBlock(name) for name in tables),
    ]
    return Section("formulas", study.scope, blocks, tables)


def _intervals(estimates: Estimates) -> list[str]:
    used: list[Estimated] = list(estimates.found.values())
    return list(dict.fromkeys(each.inference for each in used))


def _judging(estimates: Estimates) -> list[str]:
    matched = estimates.found.get("matching")
    return [*JUDGING, *(("hidden_bias",) if matched else ())]


def _table(name: str, keys: list[str]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each,
            "term": Label(f"formulas.{each}.term"),
            "formula": Label(f"formulas.{each}.formula"),
            "reference": Label(f"formulas.{each}.reference"),
        }
        for each in keys
    ]
    columns = (
        Column("term", "label"),
        Column("formula", "text"),
        Column("reference", "text"),
    )
    return Table(name, rows, columns)
