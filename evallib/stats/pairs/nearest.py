"""Nearest-neighbour matching, on a score or on several facts."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.pairs.mahalanobis import choose_again, choose_once, whitened
from evallib.stats.pairs.matched import (
    UNMATCHED,
    Distance,
    Matched,
    NearestPlan,
    distances_of_pairs,
    match_notes,
    require_matches,
    weights_of_pairs,
)
from evallib.stats.pairs.scan import Links, scan_again, scan_once
from evallib.stats.pairs.steps import in_steps, step_of
from evallib.stats.pairs.strata import strata_of
from evallib.stats.weights.inputs import (
    Flags,
    Floats,
    Rows,
    covariate_matrix,
    pilot_flags,
)


def match_nearest(
    pilot: ArrayLike,
    place: ArrayLike,
    *,
    exact: ArrayLike | None = None,
    plan: NearestPlan | None = None,
) -> Matched:
    """Give each pilot client the nearest control or controls.

    Read ``pilot_rows[0] = 3, control_rows[0] = 9, distances[0] = 0.1`` as: the fourth
    client, of the pilot, was matched with the tenth, 0.1 apart.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    place : array_like, shape (n,) or (n, k)
        Where each client stands. One column is a score, usually the log odds of the
        propensity; distance is the difference. Several columns are facts; distance
        is Mahalanobis' with the covariance of everybody.
    exact : array_like, shape (n,) or (n, k), optional
        Facts that have to be equal within a pair.
    plan : NearestPlan, default NearestPlan()
        Ratio, caliper, replacement and seed; by default one control each, without
        caliper or replacement, ties by seed 0.

    Returns
    -------
    Matched
        Pairs, weights for the effect on the pilot's clients, the caliper's width in
        the unit of the distance, and how many ties the seed decided.

    Raises
    ------
    ValueError
        If a group is empty, a value is missing, nobody finds a partner, or several
        columns are asked of more clients than a table of distances can hold.

    Notes
    -----
    Greedy: without replacement, pilot clients choose one after another and what one
    takes the next cannot have. On a score, those with the highest choose first, as
    they have the fewest controls near them; on several facts the seed decides. With
    a ratio above one everybody chooses once before anybody chooses again.

    Clients with equal scores stand in an order drawn from the seed, so that the
    order of rows in a file has no part in the result. Another seed may give another
    estimate when ``ties`` is large; the caution ``"ties_by_seed"`` says so. Scores
    and distances are compared to eleven digits of the largest (``SAME_DIGITS``),
    because later digits of a fitted score differ between processors; clients who
    differ by less count as equal. Of two controls equally far below and above, the
    lower is taken. A score is sorted and scanned, and a million clients take about
    a second.

    References
    ----------
    .. [1] Austin PC (2011). Optimal caliper widths for propensity-score matching when
       estimating differences in means and differences in proportions in
       observational studies. Pharmaceutical Statistics 10, 150-161.
    .. [2] Stuart EA (2010). Matching methods for causal inference: a review and a
       look forward. Statistical Science 25, 1-21.

    Examples
    --------
    The client at 2.0 chooses first and takes 1.8, the one at 1.0 takes 0.9.

    >>> match = match_nearest([1, 1, 0, 0, 0], [1.0, 2.0, 0.9, 1.8, 5.0])
    >>> match.pilot_rows.tolist(), match.control_rows.tolist()
    ([1, 0], [3, 2])
    >>> match.weights.tolist()
    [1.0, 1.0, 1.0, 1.0, 0.0]
    """
    flags = pilot_flags(pilot)
    places = covariate_matrix(place, len(flags))
    plan = NearestPlan() if plan is None else plan
    distance: Distance = "score" if places.shape[1] == 1 else "mahalanobis"
    points = places if distance == "score" else whitened(places)
    width = _caliper_width(flags, points, plan)
    strata = np.zeros(len(flags), np.intp) if exact is None else strata_of(exact, flags)
    drawn = np.random.default_rng(plan.seed).permutation(len(flags))
    stands, reach = points, width
    if distance == "score":
        stands, reach = in_steps(points), float(np.rint(width / step_of(points)))
    pairs = _pairs(flags, stands, plan=plan, width=reach, strata=strata, drawn=drawn)
    weights = weights_of_pairs(flags, *pairs)
    ties = _ties(flags, stands if distance == "score" else places, strata)
    return require_matches(
        Matched(
            method="nearest",
            distance=distance,
            pilot=flags,
            weights=weights,
            sets=_sets(len(flags), pairs, plan),
            pilot_rows=pairs[0],
            control_rows=pairs[1],
            distances=distances_of_pairs(points, *pairs),
            plan=plan,
            caliper_width=None if plan.caliper is None else width,
            ties=ties,
            notes=match_notes(flags, weights, ties=ties),
        )
    )


def _caliper_width(pilot: Flags, points: Floats, plan: NearestPlan) -> float:
    """The caliper in the unit of the distance; infinite without a caliper."""
    if plan.caliper is None:
        return math.inf
    unit, width = plan.caliper.unit, plan.caliper.width
    if unit == "absolute":
        return width
    if points.shape[1] > 1:
        raise ValueError(
            "a caliper in standard deviations needs one score; with several facts "
            'give it in the unit of the distance, unit="absolute"'
        )
    if unit == "sample_sd":
        return width * float(points.std(ddof=1))
    groups = points[pilot], points[~pilot]
    if min(len(group) for group in groups) < 2:
        raise ValueError(
            "a caliper in pooled standard deviations needs two clients in each group; "
            'choose unit="sample_sd" or "absolute"'
        )
    return width * math.sqrt(sum(float(group.var(ddof=1)) for group in groups) / 2)


def _pairs(
    pilot: Flags,
    points: Floats,
    *,
    plan: NearestPlan,
    width: float,
    strata: Rows,
    drawn: Rows,
) -> Links:
    """Rows of both members of each pair, stratum by stratum."""
    # The draw comes first and every later sort is stable: equals keep drawn places.
    ends = np.cumsum(np.bincount(strata))
    by_stratum = drawn
    if len(ends) > 1:
        by_stratum = drawn[np.argsort(strata[drawn], kind="stable")]
    found = [
        _within(pilot, points, rows=rows, plan=plan, width=width)
        for rows in np.split(by_stratum, ends[:-1])
    ]
    return (
        np.concatenate([pilots for pilots, _ in found]),
        np.concatenate([controls for _, controls in found]),
    )


def _within(
    pilot: Flags, points: Floats, *, rows: Rows, plan: NearestPlan, width: float
) -> Links:
    """Pairs among the clients of one stratum."""
    inside = pilot[rows]
    pilots, controls = rows[inside], rows[~inside]
    if len(pilots) == 0 or len(controls) == 0:
        return pilots[:0], controls[:0]
    if points.shape[1] > 1:
        choose = choose_again if plan.with_replacement else choose_once
        first, other = points[pilots], points[controls]
    else:
        choose = scan_again if plan.with_replacement else scan_once
        score = points[:, 0]
        pilots = pilots[np.argsort(-score[pilots], kind="stable")]
        controls = controls[np.argsort(score[controls], kind="stable")]
        first, other = score[pilots], score[controls]
    takers, taken = choose(first, other, ratio=plan.ratio, caliper=width)
    return pilots[takers], controls[taken]


def _sets(persons: int, pairs: Links, plan: NearestPlan) -> Rows:
    sets = np.full(persons, UNMATCHED, np.intp)
    if plan.with_replacement:
        return sets
    _, number = np.unique(pairs[0], return_inverse=True)
    sets[pairs[0]] = sets[pairs[1]] = number
    return sets


def _ties(pilot: Flags, points: Floats, strata: Rows) -> int:
    """Controls that stand exactly where another control of their stratum stands."""
    controls, groups = points[~pilot], strata[~pilot]
    if points.shape[1] == 1 and not groups.any():
        controls = np.sort(controls, axis=0)  # a fifth of the time for a register
    else:
        order = np.lexsort((*controls.T, groups))
        controls, groups = controls[order], groups[order]
    same = (controls[1:] == controls[:-1]).all(axis=1) & (groups[1:] == groups[:-1])
    return int(np.count_nonzero(np.append(same, False) | np.append(False, same)))
