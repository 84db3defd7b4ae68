"""Draws a figure of any kind from rows written out in a test."""

from __future__ import annotations

import re

import pytest

from evallib.domain.section import Figure, Section, Sentence
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import Text
from evallib.present.figures.drawing import draw
from evallib.present.language import Words
from evallib.release.gate import release
from tests.factories import scope

CATALOGUE = {
    "range.crossing": "{low} … {high}",
    "cell.missing": "puuttuu",
    "cell.hidden": "suojattu",
    "check.possible": "Mahdollinen",
    "check.impossible": "Ei mahdollinen",
    "symbol.check.impossible": "✗",
    "status.reached": "Saavutettu",
    "symbol.status.reached": "●",
    "figure.target": "Tavoite",
    "figure.comparison_size": "Vertailuryhmän koko",
    "figure.difference_points": "Ero",
    "figure.zero": "ei eroa",
    "figure.settled": "Suunta varma",
    "figure.open": "Suunta avoin",
    "figure.certain": "varmasti",
    "figure.possible": "mahdollisesti",
    "figure.of_hundred": "sadasta",
    "figure.rest": "muut",
    "figure.direct": "Välitön",
    "figure.indirect": "Välillinen",
    "figure.rank_first": "1 = tärkein",
    "figure.not_drawn": "Kaikkea ei ole piirretty.",
    "figure.standardised": "Vakioitu ero",
    "demo.columns.value": "Osuus",
    "columns.value": "Arvo",
    "columns.x": "Kuukausia",
    "columns.before": "Ennen",
    "columns.after": "Jälkeen",
    "columns.bin": "Luokka",
    "columns.pilot": "Pilotti",
    "columns.control": "Vertailu",
    "columns.known": "Tiedossa",
    "columns.pending": "Kesken",
    "columns.lost": "Kadonnut",
    "plan.primary": "Ennalta nimetty",
    "history.start": "palvelun alku",
}
WORDS = Words("fi", CATALOGUE)


class Drawn(str):
    """An SVG that can be asked what was drawn in it."""

    __slots__ = ()

    @property
    def texts(self) -> list[str]:
        """Every line of text; matplotlib leaves each in a comment above its shapes."""
        return [
            each.replace("\xa0", " ") for each in re.findall(r"<!-- (.*) -->", self)
        ]

    def filled(self, colour: str) -> int:
        """Areas of a colour; the hatch patterns at the end of the file are none."""
        return self.split("<pattern", 1)[0].count(f"fill: {colour}")

    def strokes(self, colour: str) -> list[str]:
        """The paths of lines of a colour, in the order in which they were drawn."""
        line = rf'<path d="([^"]*)"[^>]*style="fill: none; stroke[^"]*: {colour}'
        return re.findall(line, self)

    @property
    def starts(self) -> dict[str, tuple[float, float]]:
        """Where each line of text begins, in points from the top left."""
        text = r"<!-- (.*) -->\s*<g [^>]*translate\(([-\d.]+) ([-\d.]+)\)"
        return {
            each.replace("\xa0", " "): (float(across), float(down))
            for each, across, down in re.findall(text, self)
        }

    @property
    def hatched(self) -> int:
        return self.count("fill: url(#")


def released(kind, columns, rows, roles):
    table = Table("rows", rows, tuple(Column(*each) for each in columns), source="deck")
    figure = Figure("figure", kind, "rows", Sentence("figure.alt"), roles)
    return release(Section("demo", scope(), [figure], {"rows": table})).blocks[0]


@pytest.fixture
def drawn():
    """Draws a kind from columns (name, kind, …), rows and roles."""

    def drawing(kind, columns, rows, roles):
        figure = released(kind, columns, rows, roles)
        return Drawn(draw(figure, WORDS, section="demo"))

    return drawing


@pytest.fixture
def shares(drawn):
    """Bars or points of shares: ``(label, share, limits)`` and what else is given."""

    def drawing(kind, *rows, **more):
        names = ("label", "value", "limits")
        cells = [dict(zip(names, row, strict=True)) for row in rows]
        for name, values in more.items():
            for cell, value in zip(cells, values, strict=True):
                cell[name] = value
        for cell in cells:
            cell["label"] = Text(fi=cell["label"])
        columns = [
            ("label", "label"),
            ("value", "share", 0, "limits"),
            ("limits", "share"),
            *((name, _kind(values[0])) for name, values in more.items()),
        ]
        named = dict.fromkeys((*names, *more))
        return drawn(kind, columns, cells, {name: name for name in named})

    return drawing


def _kind(value):
    return "persons" if isinstance(value, int) else "status"
