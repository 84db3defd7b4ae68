"""The left column of a figure: what each row is, wrapped, and where it stands."""

from __future__ import annotations

from evallib.present.figures.drafting.lettering import (
    BODY,
    SMALL,
    STRONG,
    Type,
    width,
    wrap,
)
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

COLUMN = 2.75
GUTTER = 0.2
AIR = 0.2  # between the words of one row and of the next
AT_MOST = 5


class Labels:
    """Rows one beneath the other, as tall as their labels; groups get a heading.

    ``beneath`` names a role whose words stand in grey under the label.
    """

    right = COLUMN + GUTTER

    def __init__(
        self,
        rows: Rows,
        *,
        at_least: float = 0.42,
        top: float = 0.0,
        beneath: list[str] | None = None,
    ) -> None:
        self.centres: list[float] = []
        self.headings: list[tuple[float, str]] = []
        self._lines: list[list[tuple[str, Type]]] = []
        down, group = top, ""
        for row in range(len(rows)):
            if (named := rows.text(row, "group")) and named != group:
                self.headings.append((down + 0.24, named))
                down, group = down + 0.42, named
            lines = [(each, BODY) for each in _wrapped(rows.text(row, "label"), BODY)]
            if beneath and beneath[row]:
                lines += [(each, SMALL) for each in _wrapped(beneath[row], SMALL)]
            tall = max(at_least, sum(look.line for _, look in lines) + AIR)
            self.centres.append(down + tall / 2)
            self._lines.append(lines)
            down += tall
        self.bottom = down
        self.top = self.headings[0][0] + 0.12 if self.headings else top

    def write(self, sheet: Sheet, row: int) -> None:
        sheet.stack((0.0, self.centres[row]), self._lines[row])

    def write_headings(self, sheet: Sheet) -> None:
        """Group names, which the lines of the grid do not cross."""
        for down, text in self.headings:
            (line,) = wrap(text, WIDTH, STRONG, at_most=1)
            size = (width(line, STRONG) + 0.08, STRONG.line)
            sheet.box((0.0, down - STRONG.line / 2), size)
            sheet.write((0.0, down), line, STRONG)


def _wrapped(text: str, look: Type) -> tuple[str, ...]:
    return wrap(text, COLUMN, look, at_most=AT_MOST)
