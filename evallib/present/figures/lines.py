"""One or more series over a number or over dates, as steps or as straight lines.

Roles: ``x`` (a number or a date), ``value``, ``series`` (names the line; left out, all
rows are one line), ``limits`` (a range column, drawn as a veil). ``step`` set to
``yes`` draws steps; ``zero`` names the words for the place where ``x`` is nought. A
point that is hidden or missing leaves a gap, unless ``joined`` set to ``yes`` says
that the line leads on. Names stand at the ends of the lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from evallib.present import palette
from evallib.present.figures.drafting.axes import date_texts, tick_texts, widest
from evallib.present.figures.drafting.ends import GAP, MARK, write_ends
from evallib.present.figures.drafting.lettering import SMALL, SMALL_STRONG, width
from evallib.present.figures.drafting.marks import LOOKS, Look, mark
from evallib.present.figures.drafting.notes import finished
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale, grid, nice, ticks
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

TOP, BOTTOM = 0.5, 3.8
NAMES = (1.1, 2.1)  # inches for the names of the series: at least, at most
LONE = 0.85  # the same when a single line has only its number there
LINES = 5  # of the grid, about
WHOLE_STEPS = (2, 3, 4, 6, 12)  # quarters and months are not cut in halves
COUNTED = 120  # up to so many months or quarters are counted one by one
MARKS = 9  # at most so many marks on one line


@dataclass(slots=True)
class Point:
    """One drawn row of a series, in the numbers of the table."""

    row: int
    x: float
    value: float
    limits: tuple[float, float] | None


@dataclass(slots=True)
class Series:
    """A line: its name, its look, and its runs of points without a gap."""

    name: str
    look: Look
    runs: list[list[Point]] = field(default_factory=list)

    @property
    def points(self) -> list[Point]:
        return [point for run in self.runs for point in run]


@dataclass(frozen=True, slots=True)
class Plane:
    """Both scales of the plot; upwards is up the sheet."""

    across: Scale
    upwards: Scale
    texts: Mapping[float, str]  # along the upright axis

    def at(self, x: float, value: float) -> tuple[float, float]:
        return self.across.at(x), self.upwards.at(value)


def draw(rows: Rows) -> str:
    """Every series with its limits, then the names where the lines end."""
    sheet, every = Sheet(), _series(rows)
    points = [point for series in every for point in series.points]
    if not points:
        raise ValueError("lines need at least one row with x and value")
    plane = _plane(rows, points, names=_names_width([each.name for each in every]))
    _draw_grid(sheet, rows, plane)
    is_step = rows.chosen("step") == "yes"
    for series in every:
        for run in series.runs:
            _draw_limits(sheet, plane, run, look=series.look, is_step=is_step)
    for series in every:
        for run in series.runs:
            _draw_run(sheet, plane, run, look=series.look, is_step=is_step)
        _draw_marks(sheet, plane, series)
    _write_names(sheet, rows, plane, every=every)
    return finished(sheet, rows, BOTTOM + 0.58, drawn=("value",))


def _series(rows: Rows) -> list[Series]:
    """Rows gathered by the name of their series, each in the order of x."""
    named: dict[str, list[int]] = {}
    for row in range(len(rows)):
        named.setdefault(rows.text(row, "series"), []).append(row)
    every = []
    for at, (name, members) in enumerate(named.items()):
        series = Series(name, LOOKS[at % len(LOOKS)])
        placed = [(x, row) for row in members if (x := _x(rows, row)) is not None]
        run: list[Point] = []
        leads_on = rows.chosen("joined") == "yes"
        for x, row in sorted(placed):
            value = rows.number(row, "value")
            if value is None:
                run = run if leads_on else _closed(series, run)
            else:
                run.append(Point(row, x, value, rows.limits(row)))
        _closed(series, run)
        every.append(series)
    return [series for series in every if series.runs]


def _closed(series: Series, run: list[Point]) -> list[Point]:
    if run:
        series.runs.append(run)
    return []


def _x(rows: Rows, row: int) -> float | None:
    day = rows.day(row, "x")
    return float(day.toordinal()) if day else rows.number(row, "x")


def _plane(rows: Rows, points: Sequence[Point], *, names: float) -> Plane:
    values = [point.value for point in points]
    values += [each for point in points for each in point.limits or ()]
    low, high = min(0.0, *values), max(0.0, *values)
    step = nice(((high - low) or 1.0) / LINES)
    first, last = round(low // step), -round(-high // step) or 1
    upwards = Scale(first * step, last * step, BOTTOM, TOP)
    lines = [round(at * step, 10) for at in range(first, last + 1)]
    texts = tick_texts(lines, rows.column("value"), rows.words)
    left = max(widest(list(texts.values())) + 0.2, 0.5)
    if rows.column("x").kind == "date":  # the first date stands under the corner
        dates = [rows.text(row, "x") for row in range(len(rows))]
        left = max(left, widest(dates) / 2)
    start, end = min(point.x for point in points), max(point.x for point in points)
    across = Scale(start, max(end, start + 1), left, WIDTH - names)
    return Plane(across, upwards, texts)


def _names_width(names: Sequence[str]) -> float:
    """Room for the longest word of a name, and for short names on one line."""
    if not any(names):
        return LONE
    words = [word for name in names for word in name.split()]
    longest = max(width(word, SMALL_STRONG) for word in words)
    least, most = NAMES
    whole = min(max(width(name, SMALL_STRONG) for name in names), (least + most) / 2)
    return GAP + MARK + min(max(longest, whole, least), most)


def _draw_grid(sheet: Sheet, rows: Rows, plane: Plane) -> None:
    across, upwards = plane.across, plane.upwards
    sheet.write((0.0, 0.12), rows.heading("value"), SMALL)
    for value, text in plane.texts.items():
        down = upwards.at(value)
        is_base = value == 0
        colour, weight = (palette.RULE, 1.2) if is_base else (palette.GRID, 0.8)
        ends = [(across.left, down), (across.right, down)]
        sheet.line(ends, colour=colour, weight=weight)
        sheet.write((across.left - 0.14, down), text, SMALL, align="right")
    grid(sheet, across, (BOTTOM, BOTTOM + 0.05), marks=_marks_of_x(rows, across))
    sheet.write((across.left, BOTTOM + 0.42), rows.heading("x"), SMALL)
    if across.first < 0 <= across.last:
        _draw_start(sheet, rows, across)


def _marks_of_x(rows: Rows, across: Scale) -> dict[float, str]:
    """The numbers of the table where they are few and apart, else round ones."""
    if rows.column("x").kind == "date":
        return date_texts(across.first, across.last, rows.words)
    own = sorted({x for row in range(len(rows)) if (x := _x(rows, row)) is not None})
    round_ones = [ticks(across.first, across.last, wanted=each) for each in (7, 4)]
    choices = [own, *round_ones, own[:1]]
    if across.last - across.first <= COUNTED and all(map(float.is_integer, own)):
        choices[1:1] = [[x for x in own if x % each == 0] for each in WHOLE_STEPS]
    for values in choices:
        texts = tick_texts(values, rows.column("x"), rows.words)
        room = widest(list(texts.values())) + 0.12
        places = [across.at(value) for value in values]
        near = [b - a < room for a, b in pairwise(places)]
        if values and not any(near):
            break
    return texts


def _draw_start(sheet: Sheet, rows: Rows, across: Scale) -> None:
    """The upright line where x is nought, named at its head."""
    at = across.at(0)
    sheet.line([(at, TOP - 0.06), (at, BOTTOM)], colour=palette.MUTED, dash=(3.0, 2.0))
    if key := rows.chosen("zero"):
        text = rows.words.say(key)
        half = width(text, SMALL_STRONG) / 2
        middle = min(max(at, half), WIDTH - half)
        sheet.write((middle, TOP - 0.15), text, SMALL_STRONG, align="center")


def _path(
    places: Sequence[tuple[float, float]], *, is_step: bool
) -> list[tuple[float, float]]:
    """The corners of a line; a step keeps its height until the next point."""
    if not is_step:
        return list(places)
    path = [places[0]]
    for before, after in pairwise(places):
        path += [(after[0], before[1]), after]
    return path


def _draw_limits(
    sheet: Sheet, plane: Plane, run: Sequence[Point], *, look: Look, is_step: bool
) -> None:
    bounded = [(point.x, point.limits) for point in run if point.limits]
    if len(bounded) < 2:
        for x, (low, high) in bounded:
            ends = [plane.at(x, low), plane.at(x, high)]
            sheet.line(ends, colour=look.colour, weight=1.2)
        return
    edges = [
        _path([plane.at(x, each[side]) for x, each in bounded], is_step=is_step)
        for side in (0, 1)
    ]
    sheet.veil([*edges[1], *reversed(edges[0])], colour=look.colour)
    for edge in edges:
        sheet.line(edge, colour=look.colour, weight=0.7, dash=look.dash)


def _draw_run(
    sheet: Sheet, plane: Plane, run: Sequence[Point], *, look: Look, is_step: bool
) -> None:
    if len(run) > 1:
        places = [plane.at(point.x, point.value) for point in run]
        path = _path(places, is_step=is_step)
        sheet.line(path, colour=look.colour, weight=2.2, dash=look.dash)


def _draw_marks(sheet: Sheet, plane: Plane, series: Series) -> None:
    """Marks on a line that has few points; on a long one only some, and the last."""
    points = series.points
    every = -(-len(points) // MARKS)
    for at, point in enumerate(points):
        lone = any(run == [point] for run in series.runs)
        if (len(points) - 1 - at) % every == 0 or lone:
            mark(sheet, plane.at(point.x, point.value), series.look)


def _write_names(
    sheet: Sheet, rows: Rows, plane: Plane, *, every: Sequence[Series]
) -> None:
    ends = []
    for series in every:
        last = series.points[-1]
        place = plane.at(last.x, last.value)
        ends.append((place, series.name, rows.text(last.row, "value"), series.look))
    write_ends(sheet, ends, right=plane.across.right, between=(TOP - 0.1, BOTTOM))
