"""Spells as columns of equal length, and their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evallib.data.cohorts.days import Days

CLIENT_BITS = 32  # a client's number above, a day below: one sortable number
ANY_DAY = np.int64(2**31)  # lifts day numbers of either sign above zero


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells as columns of equal length, one row each.

    Attributes
    ----------
    client : array of int32
        Row of the client in the table of clients, from 0.
    start, end : array of int32
        Day numbers of one scale, ``[start, end)``; an open spell ends on
        ``OPEN_END``.
    state : array of int8
        A place in ``STATES``.
    """

    client: NDArray[np.int32]
    start: Days
    end: Days
    state: NDArray[np.int8]

    def __post_init__(self) -> None:
        lengths = {len(self.client), len(self.start), len(self.end), len(self.state)}
        if len(lengths) > 1:
            raise ValueError("the columns of Spells are equally long")

    def __len__(self) -> int:
        return len(self.client)


def rows_of(spells: Spells, which: NDArray[np.bool_] | NDArray[np.int64]) -> Spells:
    """Some rows of the spells, in the order asked for."""
    return Spells(
        spells.client[which],
        spells.start[which],
        spells.end[which],
        spells.state[which],
    )


def joined(parts: Sequence[Spells]) -> Spells:
    """Several spells tables under one another."""
    return Spells(
        np.concatenate([part.client for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
        np.concatenate([part.state for part in parts]),
    )


def keys_of(client: NDArray[np.int32], day: Days) -> NDArray[np.int64]:
    """Client and day as one number that sorts by client, then day."""
    return (client.astype(np.int64) << CLIENT_BITS) + (day + ANY_DAY)


def order_of(spells: Spells) -> NDArray[np.int64]:
    """Positions of the rows by client and first day; ties as they came in."""
    return np.argsort(keys_of(spells.client, spells.start), kind="stable")


def in_order(spells: Spells) -> Spells:
    """Spells sorted by client and first day; the same object if they already are.

    Read the result as: each client's life from left to right.

    Parameters
    ----------
    spells : Spells
        In any order.

    Returns
    -------
    Spells
        Ties keep the order they came in.
    """
    keys = keys_of(spells.client, spells.start)
    if np.all(keys[:-1] <= keys[1:]):
        return spells
    return rows_of(spells, order_of(spells))
