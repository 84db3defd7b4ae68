"""Statements that the project has published itself, printed as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.domain.project import PublishedFigure
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Text

# Counts of a statement that tables of people hold under other names.
COUNTED = {"n": "persons", "employed": "reached"}


def published_table(figures: Sequence[PublishedFigure]) -> Table:
    """Each statement with its counts, which every reader knows from then on.

    The row of a statement is named after its population, so that the gate finds the
    same people where their counts are made from client files.
    """
    names = list(
        dict.fromkeys(
            COUNTED.get(cell, cell) for each in figures for cell in each.cells
        )
    )
    columns = (
        Column("statement", "text"),
        Column("population", "text"),
        *(Column(name, "persons") for name in names),
        Column("source", "source"),
    )
    on = dict.fromkeys(names, "persons") if "persons" in names else {}
    return Table("published", [_row(each) for each in figures], columns, rests_on=on)


def _row(figure: PublishedFigure) -> dict[str, Value]:
    counts = {COUNTED.get(cell, cell): count for cell, count in figure.cells.items()}
    population = figure.population
    return {
        "row": population,
        "statement": figure.statement,
        "population": Text(fi=population, sv=population, en=population),
        **counts,
        "source": figure.id,
    }
