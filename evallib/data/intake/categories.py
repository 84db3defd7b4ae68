"""Cells to declared labels; nothing but case, width and stray spaces is forgiven."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache

from evallib.data.delimited import normal
from evallib.data.states import default_codes
from evallib.data.values import BadValue, shape
from evallib.domain.files import ColumnEntry

SHOWN = 20
NEAR = 0.5


def label_of(cell: str, declared: ColumnEntry) -> str:
    """The declared label that a cell means.

    Read ``työssä`` for ``TYÖSSÄ`` as: case and width do not count; ``töissä`` is
    another word until the project declares that it means the same.

    Parameters
    ----------
    cell : str
        A cell without white space around it.
    declared : ColumnEntry
        ``labels`` and ``aliases``, or a list of ``codes``.

    Returns
    -------
    str
        The label exactly as it was declared, or the code.

    Raises
    ------
    BadValue
        ``E-CAT`` with the allowed labels and the nearest of them.
    """
    if declared.codes is not None:
        return _code_of(cell)
    known = {normal(label): label for label in declared.labels}
    known |= {normal(alias): label for alias, label in declared.aliases.items()}
    found = known.get(normal(cell))
    if found is None:
        raise _unknown(cell, declared.labels)
    return found


def truth_of(cell: str, declared: ColumnEntry) -> bool:
    """Yes or no by the declared words; ``E-CAT`` for any other."""
    told = normal(cell)
    if told in {normal(each) for each in declared.true}:
        return True
    if told in {normal(each) for each in declared.false}:
        return False
    raise _unknown(cell, (*declared.true, *declared.false))


def collapsed(label: str, declared: ColumnEntry) -> str:
    """The label under which a label is stored and shown."""
    for each in declared.collapse:
        if label in each.from_:
            return each.into
    return label


def stored_labels(declared: ColumnEntry) -> tuple[str, ...]:
    """The labels of a column after collapsing, in declared order."""
    return tuple(dict.fromkeys(collapsed(label, declared) for label in declared.labels))


@lru_cache(maxsize=1)
def _codes() -> tuple[str, ...]:
    return tuple(default_codes().states)


def _code_of(cell: str) -> str:
    if cell in _codes():
        return cell
    raise _unknown(cell, _codes())


def _unknown(cell: str, labels: tuple[str, ...]) -> BadValue:
    by_normal = {normal(label): label for label in labels}
    near = get_close_matches(normal(cell), by_normal, n=1, cutoff=NEAR)
    facts: dict[str, object] = {"allowed": list(labels), "shape": shape(cell)}
    if near:
        facts["near"] = by_normal[near[0]]
    return BadValue("E-CAT", **facts)
