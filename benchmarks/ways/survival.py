"""A register's time to work: curve, log-rank test and Cox model."""

from __future__ import annotations

import numpy as np

from benchmarks.ways.in_r import RWay
from benchmarks.ways.way import COVARIATES, Data, PythonWay, Subject, Work, named
from evallib.stats.survival import cox, kaplan_meier, log_rank


def waiting(persons: int) -> Data:
    """Days to work or to the end of follow-up, whether work came, flag, covariates."""
    draw = np.random.default_rng(2)
    covariates = draw.normal(size=(persons, COVARIATES))
    days = np.ceil(draw.exponential(200 * np.exp(-0.2 * covariates[:, 0])))
    followed = draw.integers(30, 730, persons)
    pilot = draw.random(persons) < 0.1
    return np.minimum(days, followed), days <= followed, pilot, covariates


def curve_ours(data: Data) -> Work:
    """Kaplan-Meier with limits."""
    return lambda: kaplan_meier(data[0], data[1]) and ""


def curve_statsmodels(data: Data) -> Work:
    """Kaplan-Meier with errors."""
    from statsmodels.duration.survfunc import SurvfuncRight

    return lambda: SurvfuncRight(data[0], data[1]) and ""


def log_rank_ours(data: Data) -> Work:
    """Pilot against control."""
    return lambda: f"chi2 {log_rank(*data[:3]).statistic:.4f}"


def log_rank_statsmodels(data: Data) -> Work:
    """Pilot against control."""
    from statsmodels.duration.survfunc import survdiff

    return lambda: f"chi2 {survdiff(*data[:3])[0]:.4f}"


def cox_ours(data: Data) -> Work:
    """Ten covariates, Efron's ties, model and robust errors."""
    days, event, _, covariates = data
    columns = named(covariates)
    return lambda: (
        f"first coefficient {cox(days, event, columns).terms[0].coefficient:.6f}"
    )


def cox_statsmodels(data: Data) -> Work:
    """Ten covariates, Efron's ties, model errors only."""
    from statsmodels.duration.hazard_regression import PHReg

    days, event, _, covariates = data

    def work() -> object:
        fit = PHReg(days, covariates, event.astype(int), ties="efron").fit()
        return f"first coefficient {fit.params[0]:.6f}"

    return work


def cox_lifelines(data: Data) -> Work:
    """Ten covariates, Efron's ties, model errors only."""
    import pandas as pd
    from lifelines import CoxPHFitter

    days, event, _, covariates = data
    frame = pd.DataFrame(named(covariates) | {"days": days, "event": event})

    def work() -> object:
        fit = CoxPHFitter().fit(frame, "days", "event")
        return f"first coefficient {fit.params_.iloc[0]:.6f}"

    return work


def survival_ours(data: Data) -> Work:
    """Curve, log-rank and Cox, one after the other."""
    parts = [start(data) for start in (curve_ours, log_rank_ours, cox_ours)]
    return lambda: [part() for part in parts] and ""


def survival_statsmodels(data: Data) -> Work:
    """Curve, log-rank and Cox, one after the other."""
    starts = (curve_statsmodels, log_rank_statsmodels, cox_statsmodels)
    parts = [start(data) for start in starts]
    return lambda: [part() for part in parts] and ""


SUBJECTS = {
    "survival": Subject(
        "3 s and 900 MB for all three", waiting,
        {
            "evallib": PythonWay(survival_ours),
            "R survival": RWay("survival", "all_three"),
            "statsmodels": PythonWay(survival_statsmodels, "statsmodels"),
        },
    ),
    "Kaplan-Meier": Subject(
        "part of survival", waiting,
        {
            "evallib": PythonWay(curve_ours),
            "R survival": RWay("survival", "curve"),
            "statsmodels": PythonWay(curve_statsmodels, "statsmodels"),
        },
    ),
    "log-rank": Subject(
        "part of survival", waiting,
        {
            "evallib": PythonWay(log_rank_ours),
            "R survival": RWay("survival", "log_rank"),
            "statsmodels": PythonWay(log_rank_statsmodels, "statsmodels"),
        },
    ),
    "Cox": Subject(
        "part of survival", waiting,
        {
            "evallib": PythonWay(cox_ours),
            "R survival": RWay("survival", "cox"),
            "statsmodels": PythonWay(cox_statsmodels, "statsmodels"),
            "lifelines": PythonWay(cox_lifelines, "lifelines"),
        },
    ),
}  # fmt: skip
