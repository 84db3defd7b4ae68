"""Small things that a report does often: score intervals and bootstraps."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from benchmarks.ways.way import Data, PythonWay, Subject, Work
from evallib.domain.estimate import Tally
from evallib.stats.propensity import fit_propensity
from evallib.stats.proportions import score_limits
from evallib.stats.resampling import bootstrap_ipw, bootstrap_risk_difference

TABLES = 1_000
REPLICATES = 10_000
LOOPED = 200  # a loop over refits is timed on fewer replicates and scaled up


def tables(_: int) -> Data:
    """Counts of a thousand pairs of small groups."""
    draw = np.random.default_rng(3)
    known = draw.integers(7, 120, (2, TABLES)).astype(float)
    return np.floor(draw.random((2, TABLES)) * (known + 1)), known


def score_ours(data: Data) -> Work:
    """All tables at once."""
    (first, second), (n1, n2) = data
    return lambda: score_limits((first, n1), (second, n2)) and ""


def score_statsmodels(data: Data) -> Work:
    """A loop; wrong for most tables and raising for some, so only its time is told."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    rows = [[int(x) for x in row] for row in zip(*data[0], *data[1], strict=True)]

    def work() -> object:
        raised = 0
        for first, second, n1, n2 in rows:
            try:
                confint_proportions_2indep(
                    first, n1, second, n2, compare="diff", method="score"
                )
            except (ValueError, RuntimeError, ZeroDivisionError):
                raised += 1
        return f"{raised} of {len(rows)} raised"

    return work


def two_groups(_: int) -> Data:
    """Eleven of twenty against eleven of a hundred."""
    return Tally(11, 20), Tally(11, 100)


def difference_ours(data: Data) -> Work:
    """From counts."""
    return lambda: (
        bootstrap_risk_difference(*data, seed=1, replicates=REPLICATES) and ""
    )


def difference_scipy(data: Data) -> Work:
    """From a row a person, vectorised."""
    from scipy.stats import bootstrap

    rows = tuple(
        np.repeat([1, 0], [group.reached, group.known - group.reached])
        for group in data
    )

    def gap(first: np.ndarray, second: np.ndarray, axis: int) -> np.ndarray:
        return first.mean(axis=axis) - second.mean(axis=axis)

    def work() -> object:
        draw = np.random.default_rng(1)
        bootstrap(rows, gap, n_resamples=REPLICATES, method="percentile", rng=draw)
        return ""

    return work


def weighted_groups(_: int) -> Data:
    """Two hundred clients, four covariates and an outcome."""
    draw = np.random.default_rng(4)
    covariates = draw.normal(size=(200, 4))
    pilot = draw.random(200) < expit(0.4 * covariates[:, 0] - 0.7)
    return pilot, covariates, (draw.random(200) < 0.4).astype(float)


def weighting_ours(data: Data) -> Work:
    """Every replicate's propensity fitted anew, in batches."""
    pilot, covariates, outcome = data
    fit = fit_propensity(pilot, covariates)
    return lambda: bootstrap_ipw(fit, outcome, seed=1, replicates=REPLICATES) and ""


def weighting_statsmodels(data: Data) -> Work:
    """A loop over ``Logit``, for a share of the replicates."""
    from statsmodels.discrete.discrete_model import Logit

    pilot, covariates, outcome = data
    design = np.column_stack([np.ones(len(pilot)), covariates])

    def work() -> object:
        draw = np.random.default_rng(1)
        for _ in range(LOOPED):
            rows = draw.integers(0, len(pilot), len(pilot))
            chance = Logit(pilot[rows].astype(float), design[rows]).fit(disp=0)
            odds = np.exp(chance.fittedvalues)
            weight = np.where(pilot[rows], 1.0, odds)
            for side in (pilot[rows], ~pilot[rows]):
                np.average(outcome[rows][side], weights=weight[side])
        return f"measured on {LOOPED} replicates"

    return work


SUBJECTS = {
    "1,000 Miettinen-Nurminen intervals": Subject(
        "0.020 s", tables,
        {
            "evallib": PythonWay(score_ours),
            "statsmodels, a loop (and wrong)": PythonWay(
                score_statsmodels, "statsmodels"
            ),
        },
    ),
    "10,000 replicates of a risk difference": Subject(
        "0.002 s", two_groups,
        {
            "evallib": PythonWay(difference_ours),
            "scipy bootstrap": PythonWay(difference_scipy, "scipy"),
        },
    ),
    "10,000 replicates of a weighted estimate": Subject(
        "1 s", weighted_groups,
        {
            "evallib": PythonWay(weighting_ours),
            "statsmodels Logit, a loop": PythonWay(
                weighting_statsmodels, "statsmodels", LOOPED / REPLICATES
            ),
        },
    ),
}  # fmt: skip
