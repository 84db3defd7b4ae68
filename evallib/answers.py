"""What a section function answers in a notebook: something to show and to ask on.

s = transitions(study)
s.tables["by_horizon"]
s.figure

Everything here has passed the release gate; what the gate hides is not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import pandas as pd

from evallib.domain.section import Scope, Section
from evallib.domain.table import NUMBERS, Column
from evallib.present.blocks import figure_html, section_html
from evallib.present.cells import read_cell
from evallib.present.language import Words, words
from evallib.present.page import in_notebook
from evallib.reader import Ask, Reader, reader_of_run
from evallib.release.released import Cell, Released, ReleasedFigure, ReleasedTable
from evallib.release.watch import Watch

_READERS: dict[tuple[object, ...], Reader] = {}
HIDDEN = "hidden"  # the column that names what was hidden in a row
WHOLE = ("persons", "units")
AnswerTo = Callable[[Any], "Answer | None"]


@dataclass(frozen=True, repr=False)
class Answer:
    """One section as its reader may see it; ``show`` puts it on the page.

    ``figure`` is the first of ``figures``. These are plain attributes, because the
    completion of names in JupyterLab evaluates nothing.
    """

    released: Released
    tables: Tables
    figures: Mapping[str, Drawing]
    figure: Drawing | None

    def __repr__(self) -> str:
        parts = [f"tables {_listed(self.tables)}"]
        if self.figures:
            parts.append(f"figures {_listed(self.figures)}")
        return f"<{self.released.name}: {'; '.join(parts)}>"

    def _repr_html_(self) -> str:
        return in_notebook(section_html(self.released, _words(self.released)))


class Tables(Mapping[str, pd.DataFrame]):
    """The released tables of a section by name, each as a DataFrame.

    A proportion is a proportion and money is euros; a range has two columns, ``…_low``
    and ``…_high``. A hidden number is missing, and the column ``hidden`` names it.
    """

    def __init__(self, released: Released) -> None:
        self._released = released

    def __getitem__(self, name: str) -> pd.DataFrame:
        tables = self._released.tables
        if name not in tables:
            raise KeyError(f"{name!r} is no table of this section: {_listed(tables)}")
        return _frame(tables[name], _words(self._released))

    def __iter__(self) -> Iterator[str]:
        return iter(self._released.tables)

    def __len__(self) -> int:
        return len(self._released.tables)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_") or name not in self:
            raise AttributeError(name)
        return self[name]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self]

    def __repr__(self) -> str:
        return f"<tables of {self._released.name}: {_listed(self)}>"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)


@dataclass(frozen=True, slots=True, repr=False)
class Drawing:
    """One figure with its words and its data, as it stands in the report."""

    figure: ReleasedFigure
    released: Released

    def __repr__(self) -> str:
        return f"<figure {self.figure.name} of {self.released.name}>"

    def _repr_html_(self) -> str:
        spoken = _words(self.released)
        return in_notebook(figure_html(self.figure, self.released, spoken))


def answering(section: Ask, *, each_language: bool = False) -> AnswerTo:
    """The same section function, whose sections are released before anyone sees them.

    A section that is ``None``, because the project has no data for it, stays ``None``.
    ``each_language`` says that it is another section in every language.
    """

    @wraps(section)
    def asked(study: Any) -> Answer | None:
        reader = _reader_of(study.scope)
        released = reader.ask(section, study, each_language=each_language)
        return None if released is None else _answer(released)

    return asked


def answer(section: Section) -> Answer:
    """A section as its reader may see it, who has read the sections before it."""
    return _answer(_reader_of(section.scope).release(section))


def _answer(released: Released) -> Answer:
    figures = {
        block.name: Drawing(block, released)
        for block in released.blocks
        if isinstance(block, ReleasedFigure)
    }
    first = next(iter(figures.values()), None)
    return Answer(released, Tables(released), figures, first)


def begin_report(scope: Scope, watch: Watch, folder: Path | None = None) -> None:
    """From here on a reader is somebody who has seen none of its sections yet.

    ``folder`` is the run folder; there is none in an interactive notebook. Only the
    first report of a notebook may repeat another language.
    """
    _READERS[_identity(scope)] = reader_of_run(watch, None if _READERS else folder)


def leave_reports(folder: Path) -> None:
    """Leave in a run folder what the audits of all reports begun here have found."""
    for reader in _READERS.values():
        reader.leave(folder)


def _reader_of(scope: Scope) -> Reader:
    """The reader of the report with this scope."""
    return _READERS.setdefault(_identity(scope), Reader())


def _identity(scope: Scope) -> tuple[object, ...]:
    return scope.project, scope.round, scope.language, scope.audience, scope.as_of


def _words(released: Released) -> Words:
    return words(released.scope.language)


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(names) or "none"


def _frame(table: ReleasedTable, spoken: Words) -> pd.DataFrame:
    own = {column.name for column in table.columns}
    columns: dict[str, pd.Series] = {}
    for column in table.columns:
        cells = table.column(column.name)
        is_range = any(cell.value is None and cell.low is not None for cell in cells)
        if not is_range:
            columns[column.name] = _values(cells, column, spoken)
        if is_range or (column.limits and column.limits not in own):
            for end in ("low", "high"):
                limits = [getattr(cell, end) for cell in cells]
                columns[f"{column.name}_{end}"] = pd.Series(limits, dtype="Float64")
    if table.hidden:
        named = [_hidden(row) for row in table.rows]
        columns[HIDDEN] = pd.Series(named, dtype="str")
    frame = pd.DataFrame(columns)
    frame.index = pd.Index(table.row_ids, name="row")
    return frame


def _values(cells: tuple[Cell, ...], column: Column, spoken: Words) -> pd.Series:
    if column.kind in NUMBERS:
        dtype = "Int64" if column.kind in WHOLE else "Float64"
        return pd.Series([cell.value for cell in cells], dtype=dtype)
    return pd.Series([_value(cell, column, spoken) for cell in cells], dtype="object")


def _value(cell: Cell, column: Column, spoken: Words) -> object:
    """A date or a project's own number as it is, everything else in words."""
    if cell.status in ("hidden", "missing"):
        return None
    if column.kind in ("date", "entry") and cell.status == "shown":
        return cell.value
    return read_cell(cell, column, spoken).text


def _hidden(row: Mapping[str, Cell]) -> str:
    return ", ".join(name for name, cell in row.items() if cell.status == "hidden")
