"""Which figures, words and lists tell of single persons: R15 to R17."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from evallib.domain.disclosure import Disclosure
from evallib.domain.section import FigureKind
from evallib.release.rules.counts import least, unsafe_count, unsafe_group
from evallib.release.rules.names import NONE, Rules

Listed = Literal["members", "employers", "day", "month", "quarter", "municipality"]
NEVER: frozenset[Listed] = frozenset(("members", "employers", "day"))
# Bars, lines and intervals of released tables. A kind with one mark for each person
# (a scatter, a swarm, a rug) is not among them and must not be.
DRAWN_FROM_TABLES: frozenset[FigureKind] = frozenset(
    (
        "bars",
        "bullet",
        "dumbbell",
        "effects",
        "envelope",
        "forest",
        "icons",
        "lines",
        "logic",
        "love",
        "overlap",
        "rank_dots",
        "standing",
        "timeline",
    )
)


def unsafe_figure(kind: str) -> Rules:
    """Rules that forbid a kind of figure in a public report.

    Read ``{"R15"}`` as: the figure is not known to draw released tables only.

    Examples
    --------
    >>> sorted(unsafe_figure("swarm"))
    ['R15']
    """
    return NONE if kind in DRAWN_FROM_TABLES else frozenset({"R15"})


def unsafe_quote(group: int | None, limits: Disclosure, *, approved: bool) -> Rules:
    """Rules that forbid a respondent's own words.

    Read ``{"R16"}`` as: nobody approved the quote, or the group named beneath it is
    smaller than ``k``.

    Parameters
    ----------
    group : int, optional
        Persons in the group that labels the quote; None without a label.
    limits : Disclosure
        ``k`` persons at least.
    approved : bool
        Whether the quote stands among those that may be published.

    Examples
    --------
    >>> sorted(unsafe_quote(4, Disclosure(), approved=True))
    ['R16']
    """
    small = group is not None and (group == 0 or bool(unsafe_group(group, limits)))
    return frozenset({"R16"}) if small or not approved else NONE


def unsafe_theme(respondents: int, out_of: int, limits: Disclosure) -> Rules:
    """Rules that forbid telling how many respondents spoke of a theme.

    Read ``{"R16"}`` as: the count of respondents could not be shown.

    Examples
    --------
    >>> sorted(unsafe_theme(3, 40, Disclosure()))
    ['R16']
    """
    told = unsafe_count(respondents, out_of, limits)
    return frozenset({"R16"}) if told else NONE


def unsafe_word(respondents: int, limits: Disclosure) -> Rules:
    """Rules that forbid a term in a list of words.

    Read ``{"R16"}`` as: fewer than ``n_words`` respondents used it.

    Examples
    --------
    >>> sorted(unsafe_word(5, Disclosure()))
    []
    """
    return frozenset({"R16"}) if respondents < limits.n_words else NONE


def unsafe_list(
    what: Listed,
    persons: int,
    limits: Disclosure,
    *,
    mapped: Collection[str] = (),
) -> Rules:
    """Rules that forbid a list of names, places or days.

    Read ``{"R17"}`` as: never shown, or a municipality of too few persons.

    Parameters
    ----------
    what : str
        What is listed.
    persons : int
        Persons behind the entry.
    limits : Disclosure
        ``k_sensitive`` persons in a municipality.
    mapped : collection of str, default ()
        Municipalities that the entry was merged from; two or more need only ``k``.

    Examples
    --------
    >>> sorted(unsafe_list("employers", 100, Disclosure()))
    ['R17']
    >>> sorted(unsafe_list("quarter", 100, Disclosure()))
    []
    """
    if what in NEVER:
        return frozenset({"R17"})
    place = what == "municipality" and len(mapped) < 2
    needed = least(limits, sensitive=place)
    return frozenset({"R17"}) if persons < needed else NONE
