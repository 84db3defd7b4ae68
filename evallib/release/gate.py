"""The one door between numbers and readers.

``release`` takes a section and gives back what its audience may see. Unsafe cells
are hidden one by one, with as few others as keep them uncertain; where that cannot be
proved, the tables concerned are withheld. Sentences, figures and exports see the
released cells only. Figures that the project has published itself pass verbatim,
marked with their source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from evallib.domain.section import (
    Constant,
    Fact,
    Figure,
    Ref,
    Scope,
    Section,
    Sentence,
)
from evallib.domain.table import ABOUT_PERSONS, NUMBERS, Table
from evallib.domain.vocabulary import Label, Text
from evallib.release.audited import audited
from evallib.release.cells import public_rows, released_rows
from evallib.release.joint.earlier import Report, Told, told_of
from evallib.release.joint.judged import OPEN, Closed, Judged, judge
from evallib.release.prose import hidden_numerals, worded
from evallib.release.released import (
    SEAL,
    Cell,
    Measured,
    Released,
    ReleasedBlock,
    ReleasedFigure,
    ReleasedSentence,
    ReleasedTable,
)
from evallib.release.rules.forms import unsafe_figure
from evallib.release.rules.names import Rule
from evallib.release.watch import Watch

WITHHELD, CLOSED = "release.sentence_withheld", "release.section_withheld"
LEFT = ("shown", "as_written")
# Rules whose words a reader needs no finer than those of another one.
WORDED: Mapping[Rule, Rule] = {
    "R1": "R1",
    "R3": "R3",
    "R4": "R3",
    "R5": "R5",
    "R6": "R6",
    "R7": "R6",
    "R8": "R6",
    "R11": "R11",
    "R12": "R12",
    "R13": "R13",
}


def release(
    section: Section, report: Report | None = None, watch: Watch | None = None
) -> Released:
    """What may be shown of a section to the audience of its scope.

    Read a cell with the status ``hidden`` as: the number is too small to be told, or
    would give such a number away. Read a table whose ``withheld`` is ``("R1",)`` as:
    no number about persons could be left in it, because of counts smaller than ``k``.

    Parameters
    ----------
    section : Section
        Tables name the headcount beneath each number about persons; rows whose
        source is declared already public are shown verbatim. All tables are
        protected together, since a reader sees them together.
    report : Report, optional
        The report that the section belongs to. With it, what earlier sections of
        the report show is known to the reader, and what they hide stays hidden.
    watch : Watch, optional
        What earlier releases told; takes the evidence of the audits that every
        public release passes.

    Returns
    -------
    Released
        The only type that sentences, tables and figures accept. In an internal
        report nothing is hidden and cells that would be are marked.

    Raises
    ------
    ValueError
        If a sentence refers to a cell that holds nothing, or a row names a source
        that the project does not declare.
    DisclosureError
        If an audit fails and withholding does not repair it.
    """
    watch = watch or Watch()
    return worded(guarded(section, report or Report(), watch), section.scope, watch)


def guarded(section: Section, report: Report, watch: Watch) -> Released:
    """The same before its texts were read: what is shown in whatever language."""
    before = report.before(section.name)
    section, judged = _decided(section, before, watch)
    watch.numerals.update(hidden_numerals(section.tables, judged.hidden))
    together = judged.joint
    report.add(section.name, _told(section, judged), together.same, together.relations)
    tables = {
        name: _release_table(table, section.scope, judged)
        for name, table in section.tables.items()
    }
    if _any_hidden(section.rests_on, tables):
        nothing = ReleasedSentence(SEAL, CLOSED, {}, "caution")
        return Released(
            SEAL, section.name, section.scope, section.heading, (nothing,), {}
        )
    blocks: list[ReleasedBlock] = []
    for block in section.blocks:
        if isinstance(block, Sentence):
            blocks.append(_release_sentence(block, tables))
        elif isinstance(block, Figure):
            if _leaves_something(block, tables[block.table]):
                blocks.append(_release_figure(block, tables))
        else:
            blocks.append(block)
    return Released(
        SEAL,
        section.name,
        section.scope,
        section.heading,
        tuple(_once(blocks)),
        tables,
    )


def _once(blocks: Sequence[ReleasedBlock]) -> Iterator[ReleasedBlock]:
    """One notice for a row of sentences that may not be told."""
    before: ReleasedBlock | None = None
    for block in blocks:
        if not (_is_notice(block) and before is not None and _is_notice(before)):
            yield block
        before = block


def _is_notice(block: ReleasedBlock) -> bool:
    return isinstance(block, ReleasedSentence) and block.key == WITHHELD


def _any_hidden(refs: Sequence[Ref], tables: Mapping[str, ReleasedTable]) -> bool:
    facts = [_fact(ref, tables) for ref in refs]
    return any(isinstance(f, Measured) and f.cell.status == "hidden" for f in facts)


def _told(section: Section, judged: Judged) -> Told:
    own = {
        spot: each
        for spot, each in judged.joint.found.items()
        if spot.table in section.tables
    }
    decided = own, judged.joint.own_sums, judged.hidden
    return told_of(section.name, section.tables, decided)


def _decided(section: Section, before: Told, watch: Watch) -> tuple[Section, Judged]:
    """What an internal report would hide, or a public one that was audited hides."""

    def decide(closed: Closed) -> tuple[Section, Judged]:
        return _judged(section, before, closed)

    if section.scope.audience == "internal":
        return decide(OPEN)
    return audited(decide, watch, before.tables)


def _judged(
    section: Section, earlier: Told, closed: Closed = OPEN
) -> tuple[Section, Judged]:
    """The section and what is hidden of it, with coarser tables where that helps."""
    while True:
        public = {
            name: public_rows(table, section.scope)
            for name, table in section.tables.items()
        }
        judged = judge(section, public, earlier, closed)
        touched = {spot.table for spot in judged.hidden}
        coarser = {
            name: table.coarser
            for name, table in section.tables.items()
            if name in touched and table.coarser is not None
        }
        if not coarser:
            return section, judged
        section = _merged(section, coarser)


def _merged(section: Section, coarser: Mapping[str, Table]) -> Section:
    """A section with larger groups; what was said of the smaller ones falls away."""
    rows = {
        name: {table.row_id(position) for position in range(len(table.rows))}
        for name, table in coarser.items()
    }

    def kept(sentence: Sentence) -> Sentence:
        gone = any(
            isinstance(fact, Ref) and fact.row not in rows.get(fact.table, {fact.row})
            for fact in sentence.facts.values()
        )
        return Sentence(WITHHELD, tone="caution") if gone else sentence

    blocks = [
        kept(block)
        if isinstance(block, Sentence)
        else replace(block, alt=kept(block.alt))
        if isinstance(block, Figure)
        else block
        for block in section.blocks
    ]
    return replace(section, blocks=blocks, tables={**section.tables, **coarser})


def _release_table(table: Table, scope: Scope, judged: Judged) -> ReleasedTable:
    rows = released_rows(table, scope, judged)
    hidden = sum(cell.status == "hidden" for row in rows for cell in row.values())
    return ReleasedTable(
        SEAL,
        table.name,
        table.columns,
        rows,
        tuple(table.row_id(position) for position in range(len(table.rows))),
        table.layout,
        table.caption,
        _withheld(table, rows, judged) if hidden else (),
        hidden,
    )


def _withheld(
    table: Table, rows: Sequence[Mapping[str, Cell]], judged: Judged
) -> tuple[str, ...]:
    """The rules that closed a table of which no number about persons is left."""
    about = [c.name for c in table.columns if c.kind in (*ABOUT_PERSONS, "entry")]
    if any(row[name].status in LEFT for row in rows for name in about):
        return ()
    broken = {WORDED.get(rule, "R2") for rule in judged.rules.get(table.name, ())}
    return tuple(sorted(broken)) or ("R2",)


def _release_sentence(
    sentence: Sentence, tables: Mapping[str, ReleasedTable]
) -> ReleasedSentence:
    if _any_hidden(sentence.rests_on, tables):
        return ReleasedSentence(SEAL, WITHHELD, {}, "caution")
    facts = {name: _fact(fact, tables) for name, fact in sentence.facts.items()}
    for name, fact in facts.items():
        if isinstance(fact, Measured) and fact.cell.status == "hidden":
            return ReleasedSentence(SEAL, WITHHELD, {}, "caution")
        if isinstance(fact, Measured) and fact.cell.status == "missing":
            raise ValueError(f"sentence {sentence.key!r}: nothing to say for {name!r}")
    return ReleasedSentence(SEAL, sentence.key, facts, sentence.tone)


def _fact(
    fact: Fact, tables: Mapping[str, ReleasedTable]
) -> Measured | Constant | Text | Label:
    if not isinstance(fact, Ref):
        return fact
    table = tables[fact.table]
    if fact.row not in table.row_ids:
        raise ValueError(f"table {fact.table!r} has no row {fact.row!r}")
    column = next(each for each in table.columns if each.name == fact.column)
    return Measured(table.rows[table.row_ids.index(fact.row)][fact.column], column)


def _leaves_something(figure: Figure, table: ReleasedTable) -> bool:
    """Whether a figure has a number left to draw; hidden ones leave no mark."""
    if table.withheld or unsafe_figure(figure.kind):
        return False
    drawn = {*figure.options.values()} & {column.name for column in table.columns}
    cells = [row[name] for row in table.rows for name in drawn]
    if not any(cell.status == "hidden" for cell in cells):
        return True
    drawn = {figure.options["value"]} if "value" in figure.options else drawn
    numbers = [c.name for c in table.columns if c.name in drawn and c.kind in NUMBERS]
    return any(row[name].status == "shown" for row in table.rows for name in numbers)


def _release_figure(
    figure: Figure, tables: Mapping[str, ReleasedTable]
) -> ReleasedFigure:
    return ReleasedFigure(
        SEAL,
        figure.name,
        figure.kind,
        tables[figure.table],
        _release_sentence(figure.alt, tables),
        figure.options,
    )
