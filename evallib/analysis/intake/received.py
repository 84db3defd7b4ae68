"""What came in: rows of every file, what was odd in them, and what was set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from evallib.data.store import Provenance
from evallib.data.stored.manifest import Noted
from evallib.data.study import Study
from evallib.domain.section import Block, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label, Text

COUNTS = ("rows_in", "kept", "quarantined", "repeats")
MOST_ROWS = 12  # row numbers that one line of the table names


def received(study: Study) -> Section | None:
    """Rows in, used, set aside and repeated, for each file; the equation holds."""
    if study.intake is None:
        return None
    counts = study.intake.counts
    rows: list[dict[str, Value]] = [
        {
            "row": file,
            "file": file.rsplit("/", 1)[-1],
            "rows_in": count.rows_in,
            "kept": count.kept,
            "quarantined": count.quarantined,
            "repeats": count.declared_duplicates,
        }
        for file, count in counts.items()
    ]
    columns = (
        Column("file", "text"),
        *(
            Column(name, "units")
            for name in ("rows_in", "kept", "quarantined", "repeats")
        ),
    )
    tables = {"rows": Table("rows", rows, columns)}
    key = (
        "some_aside"
        if any(each.quarantined for each in counts.values())
        else "all_used"
    )
    blocks: list[Block] = [
        Sentence(f"received.{key}", tone="lead"),
        TableBlock("rows"),
        Sentence("received.equation", tone="note"),
        *_rules(study.intake, tables),
    ]
    return Section("received", study.scope, blocks, tables)


def _rules(intake: Provenance, tables: dict[str, Table]) -> list[Block]:
    """What the project file allowed, as it stands there."""
    rows: list[dict[str, Value]] = [
        {"row": rule, "file": rule.partition(": ")[0], "rule": rule.partition(": ")[2]}
        for rule in intake.rules
    ]
    tables["rules"] = Table(
        "rules", rows, (Column("file", "text"), Column("rule", "text"))
    )
    return [TableBlock("rules")] if rows else []


def oddities(study: Study) -> Section | None:
    """Warnings, notes and rows set aside: what, where, and how often."""
    if study.intake is None:
        return None
    notes = study.intake.notes
    if not notes:
        said = Sentence("oddities.none", tone="lead")
        return Section("oddities", study.scope, [said])
    tables = {"found": _found(notes)}
    blocks: list[Block] = [Sentence("oddities.lead", tone="lead"), TableBlock("found")]
    if any(each.set_aside for each in notes):
        blocks.append(Sentence("oddities.aside", tone="caution"))
    return Section("oddities", study.scope, blocks, tables)


def _found(notes: Sequence[Noted]) -> Table:
    """One line for each code and column of a file, with the rows it concerns."""
    alike: dict[tuple[str, str, str | None, bool], list[Noted]] = defaultdict(list)
    for each in notes:
        alike[each.code, each.file, each.column, each.set_aside].append(each)
    rows: list[dict[str, Value]] = [
        {
            "row": str(number),
            "code": code,
            "what": Label(f"problem.{code}"),
            "file": file.rsplit("/", 1)[-1],
            "column": column,
            "rows": _rows(group),
            "count": sum(each.count for each in group),
            "became": Label(f"oddities.{'set_aside' if aside else 'told'}"),
        }
        for number, ((code, file, column, aside), group) in enumerate(alike.items(), 1)
    ]
    columns = (
        Column("code", "text"),
        Column("what", "label"),
        Column("file", "text"),
        Column("column", "text"),
        Column("rows", "text"),
        Column("count", "units"),
        Column("became", "label"),
    )
    return Table("found", rows, columns)


def _rows(notes: Sequence[Noted]) -> Text | None:
    numbers = sorted({each.row for each in notes if each.row is not None})
    if not numbers:
        return None
    told = ", ".join(str(number) for number in numbers[:MOST_ROWS])
    return Text(fi=told + (" …" if len(numbers) > MOST_ROWS else ""))
