"""Comparisons of few groups that need no model: reassign, or leave one out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.groups.arms import Arms, Weigh, arms, differences
from evallib.stats.groups.dealing import deal, how_rare, smallest_p
from evallib.stats.labels import Label


@dataclass(frozen=True, slots=True)
class PermutationTest:
    """A difference of two sides and how rare it is when sides are redealt."""

    value: float
    p_value: float
    smallest_p: float
    assignments: int
    exact: bool
    seed: int | None
    pilot_groups: int
    control_groups: int
    persons: int
    weigh: Weigh
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeaveOneGroupOut:
    """A difference with every group left out in turn; ``None`` empties a side."""

    value: float
    without: tuple[tuple[Label, float | None], ...]
    lowest: float
    highest: float
    weigh: Weigh
    notes: tuple[str, ...] = ()


def permutation_test(
    outcome: ArrayLike,
    pilot: ArrayLike,
    groups: ArrayLike,
    *,
    weigh: Weigh = "persons",
    draws: int = 9_999,
    seed: int = 0,
) -> PermutationTest:
    """How rare the pilot's lead is when whole groups are redealt at random.

    Read ``p_value`` 0.03 as: had the same groups been made pilot or control at
    random, a difference this large on either side would come up three times in a
    hundred. ``smallest_p`` is the least this number of groups could ever show.

    Parameters
    ----------
    outcome : array_like
        One number a person; a rate is a mean of zeros and ones.
    pilot : array_like
        1 for persons of pilot groups, 0 for persons of control groups.
    groups : array_like
        Label of each person's group (site, municipality, coach).
    weigh : {"persons", "groups"}, default "persons"
        Whether each person or each group counts once in a side's mean.
    draws : int, default 9999
        Random assignments where there are too many to go through.
    seed : int, default 0
        Start of the random numbers, kept in the result where they are used.

    Returns
    -------
    PermutationTest
        ``value`` is pilot minus control in the unit of the outcome. ``notes`` may
        hold ``"cannot_reach_5_percent"``.

    Raises
    ------
    ValueError
        If a group stands on both sides, a side is empty, or a value is missing.

    Notes
    -----
    Two-sided by absolute difference [1]_. Up to 20,000 assignments are gone through
    one by one; beyond, the observed one is counted among the random ones. The test
    is exact if groups were dealt at random, and a yardstick if they were not.

    References
    ----------
    .. [1] Fisher RA (1935). The design of experiments, chapter 3.
    .. [2] Phipson B, Smyth GK (2010). Permutation p-values should never be zero.
       Statistical Applications in Genetics and Molecular Biology 9, 39.
       doi:10.2202/1544-6115.1585

    Examples
    --------
    Three pilot sites all do better than three control sites: one assignment in
    twenty, and its mirror image.

    >>> rates = [0.7, 0.8, 0.9, 0.2, 0.3, 0.4]
    >>> test = permutation_test(rates, [1, 1, 1, 0, 0, 0], list("abcdef"))
    >>> test.assignments, test.p_value
    (20, 0.1)
    """
    _require_weigh(weigh)
    arm = arms(outcome, pilot, groups)
    chosen = int(arm.pilot.sum())
    value = float(differences(arm, arm.pilot[None, :], weigh)[0])
    hand = deal(arm.pilot.size, chosen, draws=draws, seed=seed)
    rarity = how_rare(value, differences(arm, hand.pilot, weigh), hand)
    smallest = smallest_p(hand)
    return PermutationTest(
        value=value,
        p_value=rarity,
        smallest_p=smallest,
        assignments=hand.pilot.shape[0],
        exact=hand.exact,
        seed=hand.seed,
        pilot_groups=chosen,
        control_groups=arm.pilot.size - chosen,
        persons=int(arm.sizes.sum()),
        weigh=weigh,
        notes=("cannot_reach_5_percent",) if smallest > 0.05 else (),
    )


def leave_one_group_out(
    outcome: ArrayLike,
    pilot: ArrayLike,
    groups: ArrayLike,
    *,
    weigh: Weigh = "persons",
) -> LeaveOneGroupOut:
    """How far the pilot's lead hangs on a single group.

    Read ``lowest`` +0.02 to ``highest`` +0.19 as: whichever one group is left out,
    the pilot's lead stays between two and nineteen of a hundred.

    Parameters
    ----------
    outcome, pilot, groups : array_like
        As for `permutation_test`.
    weigh : {"persons", "groups"}, default "persons"
        Whether each person or each group counts once in a side's mean.

    Returns
    -------
    LeaveOneGroupOut
        Differences pilot minus control, by the group that was left out. ``notes``
        holds ``"side_of_one_group"`` where leaving it out would empty a side.

    Raises
    ------
    ValueError
        If a group stands on both sides, each side has one group only, or a value is
        missing.

    Notes
    -----
    A reading aid, not an interval: its range says nothing about chance.

    References
    ----------
    .. [1] Belsley DA, Kuh E, Welsch RE (1980). Regression diagnostics, chapter 2.

    Examples
    --------
    >>> lead = leave_one_group_out([0.9, 0.3, 0.2, 0.3], [1, 1, 0, 0], list("abcd"))
    >>> round(lead.value, 2), round(lead.lowest, 2), round(lead.highest, 2)
    (0.35, 0.05, 0.65)
    """
    _require_weigh(weigh)
    arm = arms(outcome, pilot, groups)
    without = tuple(
        (label, _left_out(arm, place, weigh)) for place, label in enumerate(arm.labels)
    )
    values = [value for _, value in without if value is not None]
    if not values:
        raise ValueError("each side has one group only; none can be left out")
    alone = len(values) < len(without)
    return LeaveOneGroupOut(
        value=float(differences(arm, arm.pilot[None, :], weigh)[0]),
        without=without,
        lowest=min(values),
        highest=max(values),
        weigh=weigh,
        notes=("side_of_one_group",) if alone else (),
    )


def _left_out(arm: Arms, place: int, weigh: Weigh) -> float | None:
    keep = np.arange(arm.sizes.size) != place
    pilot = arm.pilot[keep]
    if pilot.all() or not pilot.any():
        return None
    rest = Arms(arm.labels, arm.sums[keep], arm.sizes[keep], pilot)
    return float(differences(rest, pilot[None, :], weigh)[0])


def _require_weigh(weigh: str) -> None:
    allowed = get_args(Weigh)
    if weigh not in allowed:
        raise ValueError(f"weigh is one of {', '.join(allowed)}; got {weigh!r}")
