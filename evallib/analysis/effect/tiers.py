"""How far claims may go for so many persons in the smaller group."""

from __future__ import annotations

from enum import IntEnum

from evallib.domain.vocabulary import Label


class Tier(IntEnum):
    """What a report may show, from least to most; compare with ``>=``."""

    TOOK_PLACE = 0  # under 5: that the pilot took place
    THEMES = 1  # 5 to 9: the number of persons, and themes
    COUNTS = 2  # 10 to 29: counts, intervals, exact test; no causal verb
    ADJUSTED = 3  # 30 to 59: also adjusted estimates
    EVERYTHING = 4  # 60 and over

    @property
    def label(self) -> Label:
        """Its words in the catalogue, such as ``tier.counts``."""
        return Label(f"tier.{self.name.lower()}")


FROM_PERSONS = {
    Tier.EVERYTHING: 60,
    Tier.ADJUSTED: 30,
    Tier.COUNTS: 10,
    Tier.THEMES: 5,
    Tier.TOOK_PLACE: 0,
}


def tier(smaller: int) -> Tier:
    """The claim tier of a comparison whose smaller group has so many persons.

    Examples
    --------
    Twenty clients against eighteen controls:

    >>> tier(18).name
    'COUNTS'
    >>> tier(18) >= Tier.ADJUSTED
    False
    """
    if smaller < 0:
        raise ValueError(f"persons are counted from 0; got {smaller!r}")
    return next(each for each, least in FROM_PERSONS.items() if smaller >= least)
