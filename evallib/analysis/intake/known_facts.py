"""How much is missing in each fact about people, and how far numbers reach."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.data.people import Amount, Covariate
from evallib.data.study import Study
from evallib.domain.section import Block, Ref, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value


def known_facts(study: Study) -> Section | None:
    """How much is missing in each fact about people, and how far numbers reach."""
    people = study.people
    if people is None or not len(people):
        return None
    missing: list[dict[str, Value]] = []
    ranges: list[dict[str, Value]] = []
    facts: tuple[Covariate | Amount, ...] = (*people.covariates, *people.amounts)
    for each in facts:
        known = each.values[each.values == each.values]  # not NaN
        gone = len(people) - len(known)
        missing.append(
            {
                "row": each.name,
                "fact": each.label,
                "persons": len(people),
                "known": len(known),
                "missing": gone,
                "share": gone / len(people),
            }
        )
        if not (isinstance(each, Covariate) and each.labels) and len(known):
            ranges.append(
                {
                    "row": each.name,
                    "fact": each.label,
                    "known": len(known),
                    "lowest": float(known.min()),
                    "mean": float(known.mean()),
                    "highest": float(known.max()),
                }
            )
    tables = {"missing": _missing(missing)}
    blocks: list[Block] = [_lead(missing), TableBlock("missing")]
    if ranges:
        tables["ranges"] = _ranges(ranges)
        blocks.append(TableBlock("ranges"))
    return Section("known_facts", study.scope, blocks, tables)


def _lead(missing: Sequence[dict[str, Value]]) -> Sentence:
    worst = max(missing, key=lambda row: int(str(row["missing"])), default=None)
    if worst is None or worst["missing"] == 0:
        return Sentence("known_facts.complete", tone="lead")
    facts = {
        "fact": Ref("missing", str(worst["row"]), "fact"),
        "missing": Ref("missing", str(worst["row"]), "missing"),
        "persons": Ref("missing", str(worst["row"]), "persons"),
    }
    return Sentence("known_facts.worst", facts, tone="lead")


def _missing(rows: list[dict[str, Value]]) -> Table:
    names = ("persons", "known", "missing")
    columns = (
        Column("fact", "label"),
        *(Column(name, "persons") for name in names),
        Column("share", "share"),
    )
    return Table("missing", rows, columns, dict.fromkeys((*names, "share"), "persons"))


def _ranges(rows: list[dict[str, Value]]) -> Table:
    names = ("lowest", "mean", "highest")
    columns = (
        Column("fact", "label"),
        Column("known", "persons"),
        *(Column(name, "index", 1) for name in names),
    )
    return Table("ranges", rows, columns, dict.fromkeys(("known", *names), "known"))
