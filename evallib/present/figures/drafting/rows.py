"""Rows of a figure: which released cell plays which role."""

from __future__ import annotations

from datetime import date

from evallib.domain.table import Column
from evallib.domain.vocabulary import Label
from evallib.present.cells import Reading, read_cell
from evallib.present.language import Words
from evallib.release.released import Cell, ReleasedFigure

PERCENT_KINDS = ("share", "portion")


class Rows:
    """A released figure read by role; a role that no column plays reads as empty."""

    def __init__(
        self, figure: ReleasedFigure, words: Words, *, section: str = ""
    ) -> None:
        self._cells = figure.table.rows
        self._columns = {column.name: column for column in figure.table.columns}
        self._roles = figure.options
        self._section = section
        self.words = words

    def __len__(self) -> int:
        return len(self._cells)

    def has(self, role: str) -> bool:
        return self._roles.get(role) in self._columns

    def column(self, role: str) -> Column:
        return self._columns[self._roles[role]]

    def heading(self, role: str) -> str:
        """The words above the column in the section's table."""
        name = self._roles[role]
        return self.words.first(f"{self._section}.columns.{name}", f"columns.{name}")

    def chosen(self, option: str) -> str:
        """An option that is no column, such as ``step``; empty if left out."""
        return self._roles.get(option, "")

    def leaves_out(self, *roles: str) -> bool:
        """Whether a number of these roles is hidden or missing in some row."""
        return any(
            self.cell(row, role) is None
            for role in roles
            if self.has(role)
            for row in range(len(self))
        )

    def cell(self, row: int, role: str) -> Cell | None:
        """The cell, unless it is hidden, missing or played by no column."""
        if not self.has(role):
            return None
        cell = self._cells[row][self._roles[role]]
        return None if cell.status in ("hidden", "missing") else cell

    def reading(self, row: int, role: str) -> Reading | None:
        """The words of a role; hidden and missing cells have symbols of their own."""
        if not self.has(role):
            return None
        cell = self._cells[row][self._roles[role]]
        return read_cell(cell, self.column(role), self.words)

    def text(self, row: int, role: str) -> str:
        reading = self.reading(row, role)
        return reading.text if reading else ""

    def marked(self, row: int, role: str) -> str:
        """The words of a status with its symbol before them."""
        reading = self.reading(row, role)
        words = (reading.symbol, reading.text) if reading else ()
        return " ".join(each for each in words if each)

    def number(self, row: int, role: str) -> float | None:
        """The value to draw, or None where there is nothing to draw."""
        cell = self.cell(row, role)
        if cell is None or not isinstance(cell.value, (int, float)):
            return None
        return float(cell.value)

    def day(self, row: int, role: str) -> date | None:
        cell = self.cell(row, role)
        return cell.value if cell and isinstance(cell.value, date) else None

    def limits(self, row: int) -> tuple[float, float] | None:
        """The limits of the row: those of the limits role, or of the value itself."""
        for role in ("limits", "value"):
            cell = self.cell(row, role)
            if cell and cell.low is not None and cell.high is not None:
                return cell.low, cell.high
        return None

    def key(self, row: int, role: str) -> str:
        """The catalogue key of a cell that holds one, such as ``check.impossible``."""
        cell = self.cell(row, role)
        return cell.value.key if cell and isinstance(cell.value, Label) else ""
