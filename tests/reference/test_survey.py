"""Rankings, paired answers and top boxes equal R."""

import numpy as np
import pytest

from evallib.stats.ordinal import (
    Pairs,
    friedman,
    kendall_w,
    mean_ranks,
    paired_change,
    superiority,
    top_box_of,
)
from tests.reference.cases import cases, columns, passes

CASES = cases("survey")
NOT_CLAIMED = {}
TESTS = {
    "mcnemar": "chi_squared",
    "mcnemar_corrected": "chi_squared_corrected",
    "exact_p": "exact",
    "midp": "midp",
}


def limits(interval):
    return [interval.low, interval.high]


def ranked(inputs):
    test = friedman(inputs["matrix"])
    return {
        "friedman": [test.statistic, test.df, test.p_value],
        "kendall_w": kendall_w(inputs["matrix"]).agreement,
        "kendall_w_no_tie_correction": kendall_w(
            inputs["matrix"], corrected=False
        ).agreement,
        "mean_ranks": mean_ranks(inputs["matrix"]).mean_ranks,
    }


def paired(inputs):
    # "b" and "c" are the changed pairs, the difference is (b - c) / n.
    pairs = Pairs(inputs["a"], inputs["b"], inputs["c"], inputs["d"])
    tests = {name: paired_change(pairs, test=test) for name, test in TESTS.items()}
    methods = {
        method: limits(paired_change(pairs, method=method).interval)
        for method in ("wald", "agresti_min", "newcombe")
    }
    found = tests["exact_p"]
    return {
        "mcnemar": [tests["mcnemar"].statistic, tests["mcnemar"].p_value],
        "mcnemar_corrected": [
            tests["mcnemar_corrected"].statistic,
            tests["mcnemar_corrected"].p_value,
        ],
        "exact_p": found.p_value,
        "midp": tests["midp"].p_value,
        "difference_wald": [found.value, *methods["wald"]],
        # Agresti and Min's interval lies around their own, shrunken difference.
        "difference_agresti_min": [
            sum(methods["agresti_min"]) / 2,
            *methods["agresti_min"],
        ],
        "difference_newcombe": methods["newcombe"],
        "conditional_or": [found.odds_ratio, *limits(found.odds_interval)],
    }


def graded(inputs):
    data = columns(inputs["file"])
    grade = np.array([text[0] for text in data["radiologic_6m"]], dtype=float)
    treated = np.array(data["arm"]) == "Streptomycin"
    boxes = [top_box_of(grade[side], (5, 6)) for side in (treated, ~treated)]
    corrected, plain = (
        superiority(grade[treated], grade[~treated], corrected=each)
        for each in (True, False)
    )
    return {
        "top2_share": [box.share for box in boxes],
        "top2_wilson": [limits(box.interval) for box in boxes],
        "mannwhitney": [
            corrected.statistic,
            corrected.p_value,
            plain.p_value,
            plain.value,
            plain.cliffs_delta,
        ],
    }


def ours(case):
    """Every pinned quantity of one case."""
    if "matrix" in case.inputs:
        return ranked(case.inputs)
    return graded(case.inputs) if "file" in case.inputs else paired(case.inputs)


@pytest.mark.parametrize(
    ("case", "quantity"),
    [
        pytest.param(case, quantity, id=f"{case.id}-{quantity}")
        for case in CASES
        for quantity in case.expected
        if quantity not in NOT_CLAIMED
    ],
)
def test_survey_numbers_match_r(case, quantity):
    assert passes(ours(case)[quantity], case.expected[quantity])


def test_every_quantity_is_claimed_or_listed_as_not_claimed():
    for case in CASES:
        assert case.expected.keys() == ours(case).keys() | NOT_CLAIMED.keys()
