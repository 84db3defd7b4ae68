"""Labour-market states, and the codes of a source as data that lead to them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evallib.domain.vocabulary import State

STATES: tuple[State, ...] = get_args(State)
UNKNOWN = -1  # no status was found; never the number of a state

NOT_EMPLOYED: tuple[State, ...] = ("unemployed", "outside_labour_force")

DEFAULT_FILE = Path(__file__).parent / "codes" / "jobseeker_employment.toml"


@dataclass(frozen=True, slots=True)
class StateCodes:
    """Which state each code of a source stands for.

    Attributes
    ----------
    name : str
        What the list of codes is called.
    states : mapping of str to State
        Codes are text: ``"02"`` and ``"2"`` are two codes.
    unconfirmed : frozenset of str
        Codes whose meaning rests on one source; using them is worth a note.
    """

    name: str
    states: Mapping[str, State]
    unconfirmed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = sorted(set(self.states.values()) - set(STATES))
        if unknown:
            raise ValueError(
                f"a code leads to one of {', '.join(STATES)}; got {', '.join(unknown)}"
            )


def number_of(state: State) -> int:
    """The number that stands for a state in columns, from 0.

    Read ``5`` as: unemployed, in the order of ``STATES``.

    Parameters
    ----------
    state : State
        One of ``STATES``.

    Returns
    -------
    int
        Its place in ``STATES``.

    Raises
    ------
    ValueError
        If there is no such state.

    Examples
    --------
    >>> number_of("unemployed")
    5
    """
    if state not in STATES:
        raise ValueError(f"a state is one of {', '.join(STATES)}; got {state!r}")
    return STATES.index(state)


def numbers_of(states: Sequence[State]) -> NDArray[np.int8]:
    """The numbers of several states, as columns hold them.

    Read ``[0, 1]`` as: open labour market and self-employed.

    Parameters
    ----------
    states : sequence of State
        Any of ``STATES``.

    Returns
    -------
    array of int8
        In the order given.

    Raises
    ------
    ValueError
        If one of them is not a state.

    Examples
    --------
    >>> numbers_of(OPEN_MARKET_WORK).tolist()
    [0, 1]
    """
    return np.array([number_of(state) for state in states], dtype=np.int8)


def read_codes(path: Path) -> StateCodes:
    """Read a list of codes from a TOML file that the package ships.

    Read ``codes.states["02"] == "unemployed"`` as: code 02 counts as unemployed.

    Parameters
    ----------
    path : Path
        A file with ``name`` and ``[[codes]]``, each of them with ``code``, ``state``
        and ``confirmed``.

    Returns
    -------
    StateCodes
        All codes of the file.

    Raises
    ------
    ValueError
        If a code stands twice or leads to no known state.

    Examples
    --------
    >>> read_codes(DEFAULT_FILE).name
    'jobseeker_employment'
    """
    declared = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = declared["codes"]
    states = {row["code"]: row["state"] for row in rows}
    if len(states) < len(rows):
        raise ValueError(f"{path.name}: a code stands twice")
    unconfirmed = frozenset(row["code"] for row in rows if not row["confirmed"])
    return StateCodes(declared["name"], states, unconfirmed)


def default_codes() -> StateCodes:
    """The employment codes of the Finnish employment services' job-seeker register.

    Read ``default_codes().states["00"] == "subsidised_work"`` as: code 00 is work, but
    not in the open labour market.

    Returns
    -------
    StateCodes
        Codes 00 to 09; the file says which public source each of them comes from.

    Examples
    --------
    >>> default_codes().states["03"]
    'unemployed'
    >>> sorted(default_codes().unconfirmed)
    ['09']
    """
    return read_codes(DEFAULT_FILE)


def override_codes(codes: StateCodes, declared: Mapping[str, State]) -> StateCodes:
    """A list of codes with what the project file says instead.

    Read the result as: the project's own word first, the default where it is silent.

    Parameters
    ----------
    codes : StateCodes
        The list to begin with.
    declared : mapping of str to State
        Codes of the project file; new ones are added, known ones replaced.

    Returns
    -------
    StateCodes
        A declared code counts as confirmed: the project answers for it.

    Raises
    ------
    ValueError
        If a declared state is none of ``STATES``.

    Examples
    --------
    >>> override_codes(default_codes(), {"04": "unemployed"}).states["04"]
    'unemployed'
    """
    return replace(
        codes,
        states={**codes.states, **declared},
        unconfirmed=codes.unconfirmed - set(declared),
    )


def states_of(
    values: pd.Series, codes: StateCodes
) -> tuple[NDArray[np.int8], NDArray[np.int64]]:
    """A column of source codes as state numbers, and the rows it has no state for.

    Read ``(array([5, -1]), array([1]))`` as: the first row is unemployed, and the
    second holds a code that nobody declared.

    Parameters
    ----------
    values : Series of str
        Codes as text, exactly as declared; nothing is padded or trimmed here.
    codes : StateCodes
        What they stand for.

    Returns
    -------
    numbers : array of int8
        A place in ``STATES``, or ``UNKNOWN`` for missing and undeclared codes.
    undeclared : array of int64
        Positions of cells that hold a code without a state. Missing cells are not
        among them.

    Examples
    --------
    >>> numbers, undeclared = states_of(pd.Series(["02", "77", None]), default_codes())
    >>> numbers.tolist(), undeclared.tolist()
    ([5, -1, -1], [1])
    """
    as_numbers = {code: number_of(state) for code, state in codes.states.items()}
    mapped = values.map(as_numbers).fillna(UNKNOWN)
    found: NDArray[np.int8] = mapped.to_numpy().astype(np.int8)
    undeclared: NDArray[np.int64] = np.flatnonzero(
        (found == UNKNOWN) & values.notna().to_numpy()
    )
    return found, undeclared
