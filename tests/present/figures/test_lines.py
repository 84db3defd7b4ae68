"""Lines join what was released, and leave a gap where nothing was."""

from datetime import date
from itertools import pairwise

import pytest

from evallib.domain.table import Range
from evallib.domain.vocabulary import Text
from evallib.present import palette

COLUMNS = [
    ("series", "label"),
    ("x", "units"),
    ("value", "share", 0, "limits"),
    ("limits", "share"),
]
ROLES = {name: name for name, *_ in COLUMNS}


@pytest.fixture
def lines(drawn):
    def drawing(*rows, x="units", **options):
        """Rows of ``(series, x, value)`` and, if there are any, limits."""
        cells = [
            {"series": Text(fi=series), "x": at, "value": value}
            | {"limits": Range(*limits[0], "confidence") if limits else None}
            for series, at, value, *limits in rows
        ]
        columns = [
            (name, x if name == "x" else kind, *etc) for name, kind, *etc in COLUMNS
        ]
        return drawn("lines", columns, cells, ROLES | options)

    return drawing


def corners(figure, colour=palette.BLUE):
    """How many straight pieces the lines of a colour have in all."""
    return sum(path.count("L ") for path in figure.strokes(colour))


def test_every_line_has_its_name_and_last_number_at_its_end(lines):
    figure = lines(("Pilotti", 0, 0.1), ("Pilotti", 3, 0.55), ("Muut", 3, 0.3))

    assert {"Pilotti", "55 %", "Muut", "30 %"} <= set(figure.texts)


def test_series_differ_by_more_than_colour(lines):
    figure = lines(*((name, x, x / 10) for name in "ABC" for x in (0, 3)))

    assert "stroke-dasharray" in figure
    assert figure.filled(palette.ORANGE) == 0  # the marks of the second are hollow


def test_a_step_keeps_its_height_until_the_next_point(lines):
    rows = [("Pilotti", 0, 0.0), ("Pilotti", 3, 0.4), ("Pilotti", 6, 0.5)]

    assert corners(lines(*rows)) == 2
    assert corners(lines(*rows, step="yes")) == 4


def test_a_missing_point_leaves_a_gap_and_the_figure_says_so(lines):
    rows = [("Pilotti", x, 0.1 * x if x != 2 else None) for x in range(5)]
    figure = lines(*rows)

    assert len(figure.strokes(palette.BLUE)) == 2
    assert "Kaikkea ei ole piirretty." in figure.texts


def test_limits_are_a_veil_between_two_edges(lines):
    figure = lines(("A", 0, 0.1, (0.0, 0.2)), ("A", 3, 0.4, (0.3, 0.5)))

    assert "opacity: 0.15" in figure
    assert len(figure.strokes(palette.BLUE)) == 3


def test_months_are_marked_where_there_are_rows(lines):
    figure = lines(*(("A", x, 0.4) for x in (0, 1, 3, 6, 12)))

    assert {"0", "1", "3", "6", "12"} <= set(figure.texts)


def test_months_too_many_to_write_are_counted_in_whole_ones(lines):
    figure = lines(*(("A", x, 0.4) for x in range(-24, 25)))

    assert {"−24", "−12", "0", "12", "24"} <= set(figure.texts)
    assert "−2,5" not in figure.texts


def test_the_beginning_of_the_service_is_named(lines):
    figure = lines(("A", -3, 0.4), ("A", 3, 0.5), zero="history.start")

    assert "palvelun alku" in figure.texts


def test_what_began_at_nought_needs_no_line_there(lines):
    figure = lines(("A", 0, 0.4), ("A", 3, 0.5), zero="history.start")

    assert "palvelun alku" not in figure.texts


def test_days_of_the_calendar_are_written_as_dates(lines):
    figure = lines(("A", date(2021, 1, 1), 0.2), ("A", date(2021, 7, 1), 0.4), x="date")

    assert {"1.1.2021", "1.7.2021"} <= set(figure.texts)


def test_the_axes_are_named_by_the_headings_of_their_columns(lines):
    assert {"Osuus", "Kuukausia"} <= set(lines(("A", 0, 0.4)).texts)


def test_names_of_lines_that_end_together_do_not_overlap(lines):
    figure = lines(*((name, x, 0.5) for name in "ABCD" for x in (0, 3)))
    heights = [figure.starts[name][1] for name in "ABCD"]
    line = 10  # points; each name has its number beneath it

    assert min(b - a for a, b in pairwise(heights)) >= 2 * line


def test_no_points_make_no_lines(lines):
    with pytest.raises(ValueError, match="at least one row with x and value"):
        lines(("A", 0, None))
