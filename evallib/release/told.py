"""A published count as later releases have to know it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Told:
    """One published count: of whom, of what, and between which two values.

    Attributes
    ----------
    members : frozenset of str
        Pseudonyms of the persons that it is about.
    category : str
        What is counted, such as ``open_market_work at months_6``.
    low, high : int
        Equal for an exact figure; apart for a rounded one. A hidden figure tells
        nothing and is left out.
    population : str
        Who they are in words, for people who look into the ledger.
    """

    members: frozenset[str]
    category: str
    low: int
    high: int
    population: str = field(default="", compare=False)
