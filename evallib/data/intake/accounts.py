"""Every row is kept, set aside or a declared repeat; none is lost."""

from __future__ import annotations

from dataclasses import dataclass

from evallib.data.intake.typing import Typed
from evallib.data.stored.manifest import RowCount
from evallib.domain.errors import Problem

# Faults of one row: where the project allows it, the row is set aside and counted.
ROW_FAULTS = frozenset(
    (
        "E-CTRL-CHAR",
        "E-FIELDS",
        "E-TOTAL-ROW",
        "E-NOTE-ROW",
        "E-DUP-ROW",
        "E-FORMULA-NOCACHE",
        "E-XLS-ERROR",
        "E-XLS-PRECISION",
        "E-ID",
        "E-ID-EMPTY",
        "E-ID-EXCEL",
        "E-ID-PLACEHOLDER",
        "E-ID-CHAR",
        "E-ID-SEP",
        "E-ID-DATE",
        "E-ID-NUM",
        "E-ID-CHECK",
        "E-ID-TEMP",
        "E-BOTH-GROUPS",
        "E-CONFLICT",
        "E-AGE",
        "E-DATE",
        "E-DATE-YY",
        "E-DATE-SERIAL",
        "E-DATE-PRECISION",
        "E-DATE-SENTINEL",
        "E-DATE-FUTURE",
        "E-DATE-ORDER",
        "E-OVERLAP",
        "E-OUTCOME-BEFORE",
        "E-CAT",
        "E-EMPTY",
        "E-NUM",
        "E-NUM-AMBIGUOUS",
        "E-RANGE",
        "E-SUPPRESSED-INPUT",
        "E-TEXT-LEN",
        "E-DUP-RESP",
    )
)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the rows of one file.

    Attributes
    ----------
    kept : Typed
        The rows that may be used.
    count : RowCount
        ``rows_in = kept + quarantined + declared_duplicates``, asserted.
    set_aside : tuple of Problem
        Faults of the rows that were set aside; they stop nothing.
    problems : tuple of Problem
        Everything else; with an ``E-`` among them nothing may be used.
    """

    kept: Typed
    count: RowCount
    set_aside: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def account(typed: Typed, repeated: set[int]) -> Account:
    """Set faulty rows aside where the project allows it, and count every row.

    Read ``count.quarantined == 2`` as: two rows had a fault and were left out of
    everything that follows.

    Parameters
    ----------
    typed : Typed
        A file whose cells and rows have been checked.
    repeated : set of int
        Lines that repeat an earlier one; dropped where the project declares it.

    Returns
    -------
    Account
        Where more rows are faulty than ``max_quarantine_share`` allows, none is set
        aside and every fault stops the run.
    """
    problems = typed.sheet.problems
    dropped = repeated if typed.declared.duplicates == "drop_exact" else set()
    faulty = {
        each.place.row
        for each in problems
        if each.code in ROW_FAULTS and each.place.row is not None
    }
    lines = set(typed.lines) | faulty
    if typed.declared.on_row_error == "stop" or not _few(faulty, lines, typed):
        faulty = set()
    aside = [each for each in problems if _is_aside(each, faulty)]
    kept = [line for line in typed.lines if line not in faulty | dropped]
    repeats = dropped - faulty
    stopped = len(lines) - len(kept) - len(repeats) - len(faulty)
    count = RowCount(len(lines), len(kept) + stopped, len(faulty), len(repeats))
    others = tuple(each for each in problems if each not in aside)
    return Account(_only(typed, set(kept)), count, tuple(aside), others)


def _few(faulty: set[int], lines: set[int], typed: Typed) -> bool:
    return len(faulty) <= typed.declared.max_quarantine_share * len(lines)


def _is_aside(problem: Problem, faulty: set[int]) -> bool:
    return problem.code in ROW_FAULTS and problem.place.row in faulty


def _only(typed: Typed, kept: set[int]) -> Typed:
    """The same file with some of its rows."""
    places = [at for at, line in enumerate(typed.lines) if line in kept]
    rows = [typed.sheet.rows[at] for at in places]
    sheet = type(typed.sheet)(
        typed.sheet.file,
        names=typed.sheet.names,
        rows=rows,
        tab=typed.sheet.tab,
        headings=typed.sheet.headings,
        letters=typed.sheet.letters,
    )
    values = {
        name: [column[at] for at in places] for name, column in typed.values.items()
    }
    return Typed(typed.name, typed.declared, sheet, values)
