"""What a project's own words stand for: labels of a column as labour-market states."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from evallib.data.delimited import normal
from evallib.data.states import StateCodes, default_codes
from evallib.domain.files import ColumnEntry
from evallib.domain.vocabulary import State

WORDS_FILE = Path(__file__).parents[1] / "codes" / "everyday_words.toml"


def codes_of(entry: ColumnEntry | None) -> StateCodes:
    """The states of a column's labels: declared ones first, then everyday words.

    Read ``states["työssä"] == "open_labour_market"`` as: whoever is said to be
    ``työssä`` counts as being in the open labour market.

    Parameters
    ----------
    entry : ColumnEntry, optional
        A column of labels, or of the codes of the employment services.

    Returns
    -------
    StateCodes
        Labels that nobody can tell the state of are left out.
    """
    if entry is None or entry.codes is not None:
        codes = default_codes()
        return codes if entry is None else _with(codes, entry)
    known = everyday_words()
    states = {
        label: known[normal(label)] for label in entry.labels if normal(label) in known
    }
    return StateCodes("labels", states | dict(entry.states))


def labels_without_state(entry: ColumnEntry) -> tuple[str, ...]:
    """Labels whose state the project has to declare."""
    states = codes_of(entry).states
    return tuple(label for label in entry.labels if label not in states)


@cache
def everyday_words() -> dict[str, State]:
    """Words that mean a state in project tables, by the word as it is compared."""
    declared = tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
    return {
        normal(word): state
        for state, words in declared["words"].items()
        for word in words
    }


def _with(codes: StateCodes, entry: ColumnEntry) -> StateCodes:
    return StateCodes(codes.name, {**codes.states, **entry.states}, codes.unconfirmed)
