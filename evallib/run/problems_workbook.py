"""Places and messages as a workbook to send back to whoever supplied the data."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.data.stored.manifest import Noted
from evallib.data.workbooks.writing import table_workbook
from evallib.domain.errors import Place, Problem
from evallib.domain.vocabulary import Language
from evallib.present.commands import say
from evallib.present.problems import problem_record

COLUMNS = ("code", "file", "sheet", "row", "column", "wrong", "allowed", "do")
HEADS = {"sheet": "sheet_name"}


def problems_workbook(problems: Sequence[Problem], language: Language) -> bytes:
    """A line for each problem: where it is, what is allowed, what to do.

    No cell of the raw data is in it, nor what a cell looks like.
    """
    heads = [say(f"problems.{HEADS.get(name, name)}", language) for name in COLUMNS]
    rows = [
        [_cell(record[name]) for name in COLUMNS]
        for record in (problem_record(each, language) for each in problems)
    ]
    return table_workbook(say("problems.sheet", language), heads, rows)


def as_problems(notes: Sequence[Noted]) -> list[Problem]:
    """What cleaning noted, as problems that can be put into words."""
    return [
        Problem(
            each.code,
            Place(each.file, each.sheet, each.row, each.column),
            {"count": each.count},
        )
        for each in notes
    ]


def _cell(fact: object) -> str | int | None:
    return fact if isinstance(fact, int) or fact is None else str(fact)
