"""One sheet of a workbook as numbered rows of text."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from evallib.data.workbooks.cells import CellKind, cell_kind, cell_text
from evallib.data.workbooks.markings import Markings, read_markings
from evallib.domain.errors import Place, Problem

VISIBLE = "visible"
NOTHING = Markings(frozenset(), (), frozenset())


@dataclass(frozen=True, slots=True)
class Tab:
    """Rows of a sheet by Excel's own row numbers; blank rows are counted only."""

    name: str | None = None
    rows: tuple[tuple[int, list[str]], ...] = ()
    blank: int = 0
    errors: frozenset[tuple[int, str]] = frozenset()  # row and column letter
    kinds: Mapping[tuple[int, str], CellKind] = field(default_factory=dict)
    markings: Markings = NOTHING
    problems: tuple[Problem, ...] = ()


def read_tab(path: Path, *, shown: str, wanted: str | None) -> Tab:
    """Read the one sheet that was asked for; a hidden sheet is never read.

    Read ``E-SHEET`` as: the workbook has no visible sheet of that name, or several
    and none was named.

    Parameters
    ----------
    path : Path
        A workbook in which ``container_fault`` found nothing.
    shown : str
        How messages name the file.
    wanted : str, optional
        Name of the sheet; without one the workbook must have a single visible sheet.

    Returns
    -------
    Tab
        With an ``E-`` problem there are no rows.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles that it drops
            return _read(path, shown, wanted)
    except PermissionError:
        return Tab(problems=(Problem("E-FILE-LOCKED", Place(shown)),))
    except Exception:  # openpyxl and the parsers name no common fault for damage
        return Tab(problems=(Problem("E-FILE-BROKEN", Place(shown)),))


def _read(path: Path, shown: str, wanted: str | None) -> Tab:
    with path.open("rb") as raw:  # openpyxl leaves a damaged file open by itself
        book = load_workbook(raw, read_only=True, data_only=True, keep_links=False)
        tab = _chosen(book, shown, wanted)
    if tab.name is None:
        return tab
    return replace(tab, markings=read_markings(path, tab.name))


def _chosen(book: Any, shown: str, wanted: str | None) -> Tab:
    visible = {
        each.title: each for each in book.worksheets if each.sheet_state == VISIBLE
    }
    hidden = tuple(
        Problem("W-HIDDEN-SHEET", Place(shown, sheet=each.title))
        for each in book.worksheets
        if each.sheet_state != VISIBLE
    )
    name = next(iter(visible)) if wanted is None and len(visible) == 1 else wanted
    if name is None or name not in visible:
        facts = {"allowed": list(visible)}
        fault = Problem("E-SHEET", Place(shown, sheet=wanted), facts)
        return Tab(problems=(fault, *hidden))
    return _read_rows(visible[name], name, hidden)


def _read_rows(sheet: Any, name: str, hidden: tuple[Problem, ...]) -> Tab:
    sheet.reset_dimensions()  # the size that a file declares need not be true
    rows: list[tuple[int, list[str]]] = []
    errors: set[tuple[int, str]] = set()
    kinds: dict[tuple[int, str], CellKind] = {}
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        texts = [cell_text(cell.value, _format(cell)) for cell in cells]
        if not any(text.strip() for text in texts):
            blank += 1
            continue
        rows.append((number, texts))
        for at, cell in enumerate(cells, start=1):
            if getattr(cell, "data_type", "") == "e":
                errors.add((number, get_column_letter(at)))
            elif kind := cell_kind(cell.value, _format(cell)):
                kinds[number, get_column_letter(at)] = kind
    return Tab(name, tuple(rows), blank, frozenset(errors), kinds, problems=hidden)


def _format(cell: Any) -> str:
    written: str = getattr(cell, "number_format", None) or "General"
    return written
