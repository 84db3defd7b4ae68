"""The heavy statistics of a register, side by side with the peers in one run.

    python benchmarks/statistics.py            # a million persons, three rounds
    python benchmarks/statistics.py --quick    # fewer persons, one round

Every line is the median of its rounds. A peer that is not installed says so. Absolute
times move with the machine; read the ratios.
"""

from __future__ import annotations

import sys
from pathlib import Path

# This folder holds a module named like one of the standard library.
sys.path[0] = str(Path(__file__).parents[1])

import argparse
import importlib.util
import resource
import statistics as standard
import time
from collections.abc import Callable

import numpy as np
from scipy.special import expit

from evallib.domain.estimate import Tally
from evallib.stats.balance import balance_table
from evallib.stats.matching import Caliper, NearestPlan, match_nearest
from evallib.stats.propensity import fit_propensity
from evallib.stats.proportions import score_limits
from evallib.stats.resampling import bootstrap_ipw, bootstrap_risk_difference
from evallib.stats.survival import cox, kaplan_meier, log_rank

COVARIATES = 10
TABLES = 1_000
REPLICATES = 10_000
Timed = Callable[[], object]


def register(persons: int) -> tuple[np.ndarray, np.ndarray]:
    """Pilot flags, one in ten, and ten covariates that differ between the groups."""
    draw = np.random.default_rng(1)
    covariates = draw.normal(size=(persons, COVARIATES))
    slopes = np.array([0.4, -0.3, 0.2, 0.5, 0, 0.1, 0.2, 0.3, 0.4, -0.3])
    return draw.random(persons) < expit(covariates @ slopes - 2.6), covariates


def spells(persons: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Days to work, whether work came, pilot flag, and ten covariates."""
    draw = np.random.default_rng(2)
    covariates = draw.normal(size=(persons, COVARIATES))
    days = np.ceil(draw.exponential(200 * np.exp(-0.2 * covariates[:, 0])))
    censored = draw.integers(30, 730, persons)
    pilot = draw.random(persons) < 0.1
    return np.minimum(days, censored), days <= censored, pilot, covariates


def matching(persons: int) -> dict[str, Timed]:
    """Propensity, one-to-one nearest with caliper, balance table."""
    pilot, covariates = register(persons)

    def ours() -> object:
        fit = fit_propensity(pilot, covariates)
        plan = NearestPlan(caliper=Caliper(0.2))
        match = match_nearest(pilot, fit.score, plan=plan)
        return balance_table(pilot, covariates, weights=match.weights)

    def logit_only() -> object:
        from statsmodels.discrete.discrete_model import Logit

        design = np.column_stack([np.ones(persons), covariates])
        return Logit(pilot.astype(float), design).fit(disp=0)

    return {"evallib": ours, "statsmodels Logit, propensity only": logit_only}


def survival(persons: int) -> dict[str, Timed]:
    """Kaplan-Meier, log-rank and Cox with ten covariates, one after the other."""
    time_, event, pilot, covariates = spells(persons)
    named = {f"x{at}": covariates[:, at] for at in range(COVARIATES)}

    def ours() -> object:
        kaplan_meier(time_, event)
        log_rank(time_, event, pilot)
        return cox(time_, event, named)

    def peer() -> object:
        from statsmodels.duration.hazard_regression import PHReg
        from statsmodels.duration.survfunc import SurvfuncRight, survdiff

        SurvfuncRight(time_, event)
        survdiff(time_, event, pilot)
        return PHReg(time_, covariates, event, ties="efron").fit()

    return {"evallib": ours, "statsmodels": peer}


def score_intervals(_: int) -> dict[str, Timed]:
    """A thousand Miettinen-Nurminen intervals at once."""
    draw = np.random.default_rng(3)
    known = draw.integers(7, 120, (2, TABLES)).astype(float)
    reached = np.floor(draw.random((2, TABLES)) * (known + 1))
    first, second = (reached[0], known[0]), (reached[1], known[1])
    return {"evallib": lambda: score_limits(first, second)}


def resampled_difference(_: int) -> dict[str, Timed]:
    """Ten thousand replicates of a risk difference from counts."""
    pilot, control = Tally(11, 20), Tally(11, 100)
    ours = lambda: bootstrap_risk_difference(
        pilot, control, seed=1, replicates=REPLICATES
    )

    def peer() -> object:
        from scipy.stats import bootstrap

        a, b = np.repeat([1, 0], [11, 9]), np.repeat([1, 0], [11, 89])
        return bootstrap(
            (a, b),
            lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis),
            n_resamples=REPLICATES,
            method="percentile",
            rng=np.random.default_rng(1),
        )

    return {"evallib": ours, "scipy bootstrap": peer}


def resampled_weighting(_: int) -> dict[str, Timed]:
    """Ten thousand replicates of a weighted difference, propensity fitted anew."""
    draw = np.random.default_rng(4)
    covariates = draw.normal(size=(200, 4))
    pilot = draw.random(200) < expit(0.4 * covariates[:, 0] - 0.7)
    outcome = draw.random(200) < 0.4
    fit = fit_propensity(pilot, covariates)
    return {"evallib": lambda: bootstrap_ipw(fit, outcome, seed=1)}


SUBJECTS = {
    "matching": (matching, "at most 2.5 s"),
    "survival": (survival, "at most 3 s"),
    "1,000 score intervals": (score_intervals, "at most 0.020 s"),
    "bootstrap of a difference": (resampled_difference, "at most 0.002 s"),
    "bootstrap of a weighting": (resampled_weighting, "at most 1 s"),
}
PEERS = ("causallib", "lifelines", "sksurv")


def measured(call: Timed, rounds: int) -> float:
    """The median of the rounds in seconds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return standard.median(taken)


def main() -> None:
    """Measure every subject and print a table of seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    persons, rounds = (50_000, 1) if quick else (1_000_000, 3)
    print(f"{persons:,} persons, median of {rounds}")
    for name, (subject, target) in SUBJECTS.items():
        seconds = {
            who: measured(call, rounds) for who, call in subject(persons).items()
        }
        for who, taken in seconds.items():
            ratio = taken / seconds["evallib"]
            print(f"{name:28} {who:36} {taken:9.4f} s  x {ratio:7.1f}  {target}")
    for peer in PEERS:
        if importlib.util.find_spec(peer) is None:
            print(f"{peer}: not installed, not measured")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the whole run: {peak:.0f} MB")


if __name__ == "__main__":
    main()
