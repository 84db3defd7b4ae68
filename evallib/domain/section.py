"""One section of a report before release: tables, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from evallib.domain.disclosure import Disclosure
from evallib.domain.project import Source
from evallib.domain.table import Table, Value
from evallib.domain.vocabulary import Audience, Label, Language, Text

Tone = Literal["lead", "plain", "evidence", "finding", "caution", "note"]
FigureKind = Literal[
    "bars",
    "bullet",
    "dumbbell",
    "effects",  # differences around no difference
    "envelope",
    "forest",
    "icons",
    "lines",  # one or more series over a number, as steps or straight
    "logic",
    "love",  # balance before and after
    "overlap",  # two distributions back to back
    "rank_dots",
    "standing",  # persons known, pending and lost
    "timeline",
]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which report a section belongs to, and the limits it is released under.

    ``sensitive`` and ``zeros`` name the columns of client files that ask for larger
    groups, and those of which nobody and everybody may be told. A row of a table that
    is about such a column begins with its name.
    """

    project: str
    round: str
    language: Language
    audience: Audience
    as_of: date
    disclosure: Disclosure
    sources: Mapping[str, Source]
    simulated: bool = False  # no real person is behind the figures; said everywhere
    sensitive: frozenset[str] = frozenset()
    zeros: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ref:
    """A number in a sentence: one cell of a table of the same section.

    A sentence cannot hold a number of its own, so it can never show what the
    gate hides in the table.
    """

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that is about the method or the calendar, never about people."""

    value: int | float | date


Fact = Ref | Constant | Text | Label


@dataclass(frozen=True, slots=True)
class Sentence:
    """A catalogue sentence and the facts that fill its placeholders.

    ``rests_on`` are cells that it tells of without naming them: whoever may not see
    one of them may not read the sentence.
    """

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    tone: Tone = "plain"
    rests_on: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Shows one table of the section here."""

    table: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Draws one table of the section, with the sentence that replaces it."""

    name: str
    kind: FigureKind
    table: str
    alt: Sentence
    options: Mapping[str, str] = field(default_factory=dict)  # role -> column name


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the section, from the catalogue or the project's own."""

    title: Label | Text
    id: str


@dataclass(frozen=True, slots=True)
class Prose:
    """The evaluator's or the project's own Markdown, shown after sanitising."""

    text: Text
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a respondent that may be published."""

    text: Text
    speaker: Label | Text
    source: str


Block = Sentence | TableBlock | Figure | Heading | Prose | Quote


@dataclass(frozen=True, slots=True)
class Section:
    """One report section: numbers and message keys, no words and no layout.

    ``rests_on`` are cells that everything in it is worked out from: whoever may not
    see one of them sees nothing of the section but that it may not be told.
    """

    name: str
    scope: Scope
    blocks: Sequence[Block]
    tables: Mapping[str, Table] = field(default_factory=dict)
    heading: Label | Text | None = None  # its own title; else the catalogue's
    rests_on: tuple[Ref, ...] = ()

    def __post_init__(self) -> None:
        missing = [name for name in self._named_tables() if name not in self.tables]
        if missing:
            raise ValueError(
                f"section {self.name!r} shows tables it does not hold: "
                f"{', '.join(sorted(set(missing)))}"
            )

    def _named_tables(self) -> list[str]:
        sentences = [block for block in self.blocks if isinstance(block, Sentence)]
        sentences += [block.alt for block in self.blocks if isinstance(block, Figure)]
        facts = [fact for each in sentences for fact in each.facts.values()]
        facts += self.rests_on
        facts += [ref for each in sentences for ref in each.rests_on]
        return [fact.table for fact in facts if isinstance(fact, Ref)] + [
            block.table
            for block in self.blocks
            if isinstance(block, TableBlock | Figure)
        ]


def cell(section: Section, ref: Ref) -> Value:
    """The value a reference points at, before release."""
    table = section.tables[ref.table]
    for position, row in enumerate(table.rows):
        if table.row_id(position) == ref.row:
            return row.get(ref.column)
    raise ValueError(
        f"section {section.name!r}: table {ref.table!r} has no row {ref.row!r}"
    )
