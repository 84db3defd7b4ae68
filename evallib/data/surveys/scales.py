"""Answers as survey programs export them: labels, codes, or a code with its label."""

from __future__ import annotations

import re
from difflib import get_close_matches

from evallib.data.delimited import normal
from evallib.data.values import BadValue, shape
from evallib.domain.files import ColumnEntry

NUMBERED = re.compile(
    r"(?P<code>[-\u2212]?\d+)\s*(?:[=.:)\u2013-]\s*|\s+)(?P<label>.+)"
)
WHOLE = re.compile(r"[-\u2212]?\d+")
CHOSEN = frozenset(
    ("1", "x", "kyllä", "ja", "yes", "true", "valittu", "vald", "selected")
)
NOT_CHOSEN = frozenset(("", "0", "ei", "nej", "no", "false", "ei valittu", "-"))


def answer_code(cell: str, declared: ColumnEntry) -> int:
    """One answer on a scale as its code, whichever of three ways it was exported.

    Read ``4`` as: the fourth label where codes begin at 1. ``Hyvin``, ``4`` and
    ``4 = Hyvin`` are one answer if ``Hyvin`` is the fourth of the declared labels.

    Parameters
    ----------
    cell : str
        A cell that is not declared missing.
    declared : ColumnEntry
        ``labels`` from the lowest to the highest answer, ``aliases``, and the codes'
        bounds ``low`` and ``high``; without ``low`` codes begin at 1.

    Returns
    -------
    int
        Within the bounds.

    Raises
    ------
    BadValue
        ``E-RANGE`` for a number that is no code of the scale, ``E-CAT`` for words
        that are no label, or that do not belong to the number beside them.
    """
    first, last = bounds(declared)
    by_label = {normal(label): first + at for at, label in enumerate(declared.labels)}
    by_label |= {
        normal(alias): by_label[normal(label)]
        for alias, label in declared.aliases.items()
    }
    if normal(cell) in by_label:
        return by_label[normal(cell)]
    if not any(char.isalpha() for char in cell):
        return _code(cell, first, last)
    numbered = NUMBERED.fullmatch(cell)
    if numbered and by_label.get(normal(numbered["label"])) == _number(
        numbered["code"]
    ):
        return _number(numbered["code"])
    near = get_close_matches(normal(cell), by_label, n=1)
    shown = [label for label in declared.labels if normal(label) in near]
    raise BadValue("E-CAT", allowed=", ".join(declared.labels[:20]), near=shown)


def bounds(declared: ColumnEntry) -> tuple[int, int]:
    """The lowest and the highest code of a scale, both included."""
    first = 1 if declared.low is None else int(declared.low)
    if declared.high is not None:
        return first, int(declared.high)
    return first, first + max(len(declared.labels), 1) - 1


def is_chosen(cell: str, declared: ColumnEntry, *, heading: str) -> bool:
    """Whether an alternative of a question with several answers was chosen.

    Read ``True`` as: this respondent ticked this alternative.

    Parameters
    ----------
    cell : str
        As exported: a mark, a yes, or the alternative's own words.
    declared : ColumnEntry
        ``true`` and ``false`` replace the marks that are known by default.
    heading : str
        The column's name, which is the alternative's words in many exports.

    Raises
    ------
    BadValue
        ``E-CAT`` for anything else.
    """
    told = normal(cell)
    yes = {normal(each) for each in declared.true} or set(CHOSEN)
    no = {normal(each) for each in declared.false} or set(NOT_CHOSEN)
    if declared.label is not None:
        words = (declared.label.fi, declared.label.sv, declared.label.en)
        yes |= {normal(each) for each in words if each}
    if told in yes or (told and told == normal(heading)):
        return True
    if told in no:
        return False
    raise BadValue("E-CAT", allowed=", ".join(sorted(yes)))


def _code(cell: str, first: int, last: int) -> int:
    if WHOLE.fullmatch(cell) and first <= _number(cell) <= last:
        return _number(cell)
    raise BadValue("E-RANGE", allowed=f"{first}\u2013{last}", shape=shape(cell))


def _number(digits: str) -> int:
    return int(digits.replace("\u2212", "-"))
