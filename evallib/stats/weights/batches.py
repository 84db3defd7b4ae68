"""Many logistic regressions at once: one per resample of the same clients."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from evallib.stats.weights.inputs import Flags, Floats

MAX_STEPS = 25
CONVERGED_MOVE = 1e-4  # in standard deviations; Newton's next move is its square
LONGEST_MOVE = 3.0
SEPARATED_ABOVE = 10.0


def batched_logit(
    design: Floats, outcome: Floats, counts: Floats, *, start: Floats
) -> tuple[Floats, Flags]:
    """Fit the same regression to each row of ``counts`` and say which converged.

    ``counts[b, i]`` is how often client i is in resample b. All regressions take
    Newton's steps together, so a step is two matrix products instead of thousands of
    small ones.
    """
    width = design.shape[1]
    upper = np.triu_indices(width)
    # The information is symmetric, so half of its cells are enough.
    products = design[:, upper[0]] * design[:, upper[1]]
    weighted = counts * outcome @ design
    # A hair on the diagonal keeps a separated resample from stopping the others; it
    # shortens a step and does not move the place where the steps end.
    information = np.empty((len(counts), width, width))
    ridge = 1e-9 * len(design) * np.eye(width)
    beta = np.tile(start, (len(counts), 1))
    converged = np.zeros(len(counts), np.bool_)
    for _ in range(MAX_STEPS):
        chance = expit(beta @ design.T)
        expected = counts * chance
        gradient = weighted - expected @ design
        expected *= np.subtract(1, chance, out=chance)
        information[:, upper[0], upper[1]] = expected @ products
        information[:, upper[1], upper[0]] = information[:, upper[0], upper[1]]
        move = np.linalg.solve(information + ridge, gradient[..., np.newaxis])[..., 0]
        longest = np.abs(move).max(axis=1)
        beta += move / np.maximum(1, longest / LONGEST_MOVE)[:, np.newaxis]
        converged = longest < CONVERGED_MOVE
        # A separated resample only walks away; nobody waits for it.
        if (converged | (np.abs(beta).max(axis=1) > SEPARATED_ABOVE)).all():
            break
    return beta, converged & (np.abs(beta).max(axis=1) <= SEPARATED_ABOVE)
