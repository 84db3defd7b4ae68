"""The outcome in matched groups."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

from numpy.typing import ArrayLike

from evallib.stats.pairs.matched import UNMATCHED, Matched
from evallib.stats.weights.contrast import WeightedContrast, weighted_difference
from evallib.stats.weights.inputs import require_option

MatchedError = Literal["cluster", "hc1", "hc3"]


def matched_difference(
    matched: Matched,
    outcome: ArrayLike,
    *,
    error_rule: MatchedError | None = None,
    level: float = 0.95,
) -> WeightedContrast:
    """Difference of means in a matched sample, pilot minus control.

    Read ``+0.12`` of a yes/no outcome as: of one hundred matched pilot clients, twelve
    more reached it than of one hundred of their matched controls.

    Parameters
    ----------
    matched : Matched
        The result of a matching function.
    outcome : array_like, shape (n,)
        Outcome of every client in the order given to the matching.
    error_rule : {"cluster", "hc1", "hc3"}, optional
        Standard error; by default clustered by pair or set where pairs were made
        without replacement, else ``"hc1"``.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    WeightedContrast
        In the outcome's unit; its notes include those of the match.

    Raises
    ------
    ValueError
        If a value is missing, or clusters are asked of a match that has none.

    Notes
    -----
    The match is taken as given. Clustering by pair follows [1]_; with cells of many
    clients or with replacement the error is that of the weighted regression.

    References
    ----------
    .. [1] Abadie A, Spiess J (2022). Robust post-matching inference. Journal of the
       American Statistical Association 117, 983-995.

    Examples
    --------
    >>> from evallib.stats.pairs.strata import match_exact
    >>> match = match_exact([1, 0, 0, 1, 0], ["E", "E", "E", "V", "V"])
    >>> matched_difference(match, [5, 1, 3, 4, 2]).value
    2.5
    """
    paired = len(matched.pilot_rows) > 0
    if error_rule is None:
        in_sets = bool((matched.sets != UNMATCHED).any())
        error_rule = "cluster" if paired and in_sets else "hc1"
    require_option("error_rule", error_rule, get_args(MatchedError))
    found = weighted_difference(
        matched.pilot,
        outcome,
        matched.weights,
        error_rule=error_rule,
        clusters=matched.sets,
        level=level,
    )
    notes = dict.fromkeys(found.notes + matched.notes)
    return replace(found, measure=f"{matched.method}_att", notes=tuple(notes))
