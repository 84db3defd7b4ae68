"""What tells of a person outside a declared identity column stops the reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from evallib.data.delimited import Sheet
from evallib.data.identity.scanning import personal, scrub
from evallib.domain.errors import Place, Problem

LEAK = "E-PII-IN-COLUMN"


def guard_sheet(sheet: Sheet) -> None:
    """Refuse every cell of a table's columns that identifies somebody.

    Read a problem ``E-PII-IN-COLUMN`` as: that cell holds an identity code, an e-mail
    address, a telephone number or an IBAN. Which one is told; its content is not.

    Parameters
    ----------
    sheet : Sheet
        The rows as read; a refused cell gets no second problem.
    """
    for row in sheet.rows:
        for column, cell in row.cells.items():
            found = personal(cell)
            if found:
                sheet.fault(LEAK, row.line, column, kind=found[0])
                sheet.refused.add((row.line, column))


def text_problems(paths: Iterable[Path], root: Path) -> list[Problem]:
    """Lines of Markdown files that identify somebody.

    Read a problem as ``guard_sheet`` makes it, with the line for a row.

    Parameters
    ----------
    paths : iterable of Path
        Existing UTF-8 files below ``root``.
    root : Path
        Where the names of files in messages begin.

    Returns
    -------
    list of Problem
        One for each line.
    """
    return [
        Problem(
            LEAK,
            Place(path.relative_to(root).as_posix(), row=number),
            {"kind": found[0]},
        )
        for path in paths
        for number, line in enumerate(_lines(path), start=1)
        if (found := personal(line))
    ]


def masked(problems: Sequence[Problem]) -> list[Problem]:
    """The problems, with marks where a column or file was named by personal data.

    Read a column ``[HETU]`` as: somebody's identity code is the name of that column.
    """
    return [_masked(problem) for problem in problems]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").split("\n")


def _masked(problem: Problem) -> Problem:
    place = problem.place
    named = replace(place, sheet=_name(place.sheet), column=_name(place.column))
    facts = {name: _fact(fact) for name, fact in problem.facts.items()}
    return Problem(problem.code, named, facts)


def _name(name: str | None) -> str | None:
    return scrub(name).text if name else name


def _fact(fact: object) -> object:
    if isinstance(fact, str):
        return scrub(fact).text
    if isinstance(fact, list | tuple):
        return type(fact)(_fact(each) for each in fact)
    return fact
