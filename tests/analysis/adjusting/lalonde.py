"""LaLonde's trainees as people: the experiment, and beside other comparison persons."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from evallib.data.people import Amount
from evallib.data.projects import load_project
from evallib.domain.plan import Plan
from evallib.domain.vocabulary import Text
from tests.analysis.crowds import people, study_of, with_category, with_number

ROOT = Path(__file__).parents[3]
EXPERIMENT = ROOT / "data" / "raw" / "nsw" / "nsw_mixtape.csv"
OBSERVED = ROOT / "tests" / "reference" / "pinned" / "data" / "lalonde.csv"
YES_NO = ("no", "yes")
HORIZON = 12


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _column(rows, name):
    return [float(row[name]) for row in rows]


def _crowd(pilot, employed, months=(HORIZON,)):
    """Pilot clients first, in work or not."""
    counts = [
        (sum(found for found, side in zip(employed, pilot, strict=True) if side is own))
        for own in (True, False)
    ]
    sizes = [sum(pilot), len(pilot) - sum(pilot)]
    lines = [
        f"{name} | {size} | work {found} | unemployed {size - found}"
        for name, size, found in zip(("pilot", "control"), sizes, counts, strict=True)
    ]
    return people("\n".join(lines), months=months)


def _ordered(rows, pilot, employed):
    """Rows in the order of the crowd: pilot first, those in work first."""
    keys = zip(pilot, employed, range(len(rows)), strict=True)
    return [rows[at] for _, _, at in sorted(keys, key=lambda k: (not k[0], not k[1]))]


def _with_earnings(crowd, before, after):
    amounts = [
        Amount(name, Text(en=name), "$", months, np.array(values))
        for name, months, values in (*before, after)
    ]
    return replace(crowd, amounts=tuple(amounts))


@cache
def experiment(**changes):
    """The shipped project ``nsw``: 185 trainees and 260 others, drawn by lot."""
    rows = _rows(EXPERIMENT)
    pilot = [row["group"] == "treat" for row in rows]
    employed = [row["status_1978"] == "employed" for row in rows]
    crowd = _crowd(pilot, employed)
    rows = _ordered(rows, pilot, employed)
    crowd = with_number(crowd, "age", _column(rows, "age"))
    crowd = with_number(crowd, "education", _column(rows, "education"))
    for name in ("black", "hispanic", "married", "no_degree"):
        crowd = with_category(crowd, name, YES_NO, [row[name] for row in rows])
    crowd = _with_earnings(
        crowd,
        (
            ("earnings_1974", -36, _column(rows, "earnings_1974")),
            ("earnings_1975", -24, _column(rows, "earnings_1975")),
        ),
        ("earnings_1978", HORIZON, _column(rows, "earnings_1978")),
    )
    plan = load_project(ROOT, "nsw").plan
    return study_of(crowd, plan=plan.model_copy(update=changes))


@cache
def observed(**changes):
    """The same trainees beside 429 persons who were asked for another survey."""
    rows = _rows(OBSERVED)
    pilot = [row["treat"] == "1" for row in rows]
    employed = [float(row["re78"]) > 0 for row in rows]
    crowd = _crowd(pilot, employed)
    rows = _ordered(rows, pilot, employed)
    for name in ("age", "educ"):
        crowd = with_number(crowd, name, _column(rows, name))
    crowd = with_category(
        crowd, "race", ("white", "black", "hispan"), [row["race"] for row in rows]
    )
    for name in ("married", "nodegree"):
        told = [YES_NO[int(row[name])] for row in rows]
        crowd = with_category(crowd, name, YES_NO, told)
    crowd = _with_earnings(
        crowd,
        (("re74", -36, _column(rows, "re74")), ("re75", -24, _column(rows, "re75"))),
        ("re78", HORIZON, _column(rows, "re78")),
    )
    declared = {
        "primary": "any_work",
        "horizon_months": HORIZON,
        "adjust_for": (
            "age",
            "educ",
            "race",
            "married",
            "nodegree",
            "re74",
            "re75",
        ),
        "secondary": ({"amount": "re78", "horizon_months": HORIZON},),
    }
    return study_of(crowd, plan=Plan.model_validate(declared | changes))
