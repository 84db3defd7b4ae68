"""What the gate lets through: the only types that words, tables and figures take.

None of these can be made outside ``release()``. A hidden number is ``None`` with the
status ``hidden``; it has no accessor that would give it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from datetime import date
from typing import Literal

from evallib.domain.section import (
    Constant,
    FigureKind,
    Heading,
    Prose,
    Quote,
    Scope,
    TableBlock,
    Tone,
)
from evallib.domain.table import Column, Layout, RangeKind
from evallib.domain.vocabulary import Label, Text

Status = Literal["shown", "hidden", "missing", "as_written"]
SEAL = object()


def _require_seal(seal: object, name: str) -> None:
    if seal is not SEAL:
        raise TypeError(f"{name} is made by evallib.release.gate.release() only")


@dataclass(frozen=True, slots=True)
class Cell:
    """One released cell: what may be shown of it, and who stands beneath."""

    seal: InitVar[object]
    status: Status
    value: int | float | date | Text | Label | None = None
    low: float | None = None
    high: float | None = None
    range: RangeKind | None = None
    written: str | None = None
    n: int | None = None
    source: str | None = None
    already_public: bool = False
    would_hide: bool = False  # internal reports: the public gate would hide it

    def __post_init__(self, seal: object) -> None:
        _require_seal(seal, "Cell")


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """A table after the gate; ``withheld`` names the rules that closed it."""

    seal: InitVar[object]
    name: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]
    row_ids: tuple[str, ...]
    layout: Layout
    caption: Label | Text | None = None
    withheld: tuple[str, ...] = ()
    hidden: int = 0

    def __post_init__(self, seal: object) -> None:
        _require_seal(seal, "ReleasedTable")

    def column(self, name: str) -> tuple[Cell, ...]:
        return tuple(row[name] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Measured:
    """A number inside a sentence: the cell and how its column is written."""

    cell: Cell
    column: Column


@dataclass(frozen=True, slots=True)
class ReleasedSentence:
    """A catalogue key with facts that passed the gate."""

    seal: InitVar[object]
    key: str
    facts: Mapping[str, Measured | Constant | Text | Label]
    tone: Tone

    def __post_init__(self, seal: object) -> None:
        _require_seal(seal, "ReleasedSentence")


@dataclass(frozen=True, slots=True)
class ReleasedFigure:
    """A figure to be drawn from a released table, with what replaces it."""

    seal: InitVar[object]
    name: str
    kind: FigureKind
    table: ReleasedTable
    alt: ReleasedSentence
    options: Mapping[str, str]

    def __post_init__(self, seal: object) -> None:
        _require_seal(seal, "ReleasedFigure")


ReleasedBlock = ReleasedSentence | ReleasedFigure | TableBlock | Heading | Prose | Quote


@dataclass(frozen=True, slots=True)
class Released:
    """A section that may be shown to the audience of its scope."""

    seal: InitVar[object]
    name: str
    scope: Scope
    heading: Label | Text | None
    blocks: tuple[ReleasedBlock, ...]
    tables: Mapping[str, ReleasedTable]

    def __post_init__(self, seal: object) -> None:
        _require_seal(seal, "Released")
