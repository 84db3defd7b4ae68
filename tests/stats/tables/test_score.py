"""Score intervals for many tables at once."""

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar
from statsmodels.stats.proportion import confint_proportions_2indep

from evallib.stats.tables.score import score_limits

Z = 1.959963984540054
# The second way maximises a likelihood numerically, which settles about this much.
SECOND_WAY = 1e-6
# Bisection ends near 1e-8 and one straight line about its square.
SOLVED = 1e-9
SIZES = [(1, 1), (2, 9), (7, 12), (20, 40)]
# Newcombe (1998), Table II, methods 5 (Mee) and 6 (Miettinen-Nurminen); four decimals.
PRINTED = 5e-5
TABLE_II = [
    # x1, n1, x2, n2   Mee               Miettinen-Nurminen
    ((56, 70, 48, 80), (0.0533, 0.3377), (0.0528, 0.3382)),
    ((9, 10, 3, 10), (0.1821, 0.8370), (0.1700, 0.8406)),
    ((0, 10, 0, 20), (-0.1611, 0.2775), (-0.1658, 0.2844)),
    ((10, 10, 0, 20), (0.7225, 1.0000), (0.7156, 1.0000)),
]


def every_table(first, second):
    """Counts of every possible outcome of two groups, as aligned arrays."""
    reached = np.mgrid[: first + 1, : second + 1].reshape(2, -1)
    return (reached[0], first), (reached[1], second)


def limits(table, **options):
    x1, n1, x2, n2 = table
    low, high = score_limits((x1, n1), (x2, n2), **options)
    return float(low), float(high)


@pytest.mark.parametrize(("table", "mee", "miettinen_nurminen"), TABLE_II)
def test_limits_match_newcombe_1998(table, mee, miettinen_nurminen):
    assert limits(table, corrected=False) == pytest.approx(mee, abs=PRINTED)
    assert limits(table) == pytest.approx(miettinen_nurminen, abs=PRINTED)


def score_by_search(table, gap):
    """The statistic with the constrained rates found by maximising a likelihood."""
    x1, n1, x2, n2 = table

    def unlikely(second):
        first = second + gap
        return -(
            x1 * np.log(first)
            + (n1 - x1) * np.log1p(-first)
            + x2 * np.log(second)
            + (n2 - x2) * np.log1p(-second)
        )

    inside = (max(0, -gap) + 1e-12, min(1, 1 - gap) - 1e-12)
    p2 = minimize_scalar(
        unlikely, bounds=inside, method="bounded", options={"xatol": 1e-12}
    ).x
    p1 = p2 + gap
    variance = p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
    factor = (n1 + n2) / (n1 + n2 - 1)
    return (x1 / n1 - x2 / n2 - gap) / np.sqrt(variance * factor)


@pytest.mark.parametrize(
    "table", [(11, 20, 11, 100), (9, 10, 3, 10), (3, 7, 5, 26), (1, 9, 17, 20)]
)
def test_limits_agree_with_a_search_for_the_likeliest_rates(table):
    x1, n1, x2, n2 = table
    observed = x1 / n1 - x2 / n2
    low = brentq(lambda gap: score_by_search(table, gap) - Z, -0.99, observed)
    high = brentq(lambda gap: score_by_search(table, gap) + Z, observed, 0.99)

    assert limits(table) == pytest.approx((low, high), abs=SECOND_WAY)


def test_the_library_s_score_interval_is_still_wrong():
    # statsmodels issue 10269. When this fails, the library has been mended.
    wrong = confint_proportions_2indep(11, 20, 11, 100, compare="diff", method="score")

    assert wrong == pytest.approx((0.2241, 0.6477), abs=PRINTED)
    assert limits((11, 20, 11, 100)) == pytest.approx((0.2199, 0.6423), abs=PRINTED)


def test_the_library_s_ratio_is_right_but_not_where_a_whole_group_reached_it():
    options = {"compare": "ratio", "method": "score", "correction": False}
    right = confint_proportions_2indep(9, 10, 3, 10, **options)
    ours = limits((9, 10, 3, 10), scale="ratio", corrected=False)
    assert ours == pytest.approx(right, rel=SECOND_WAY)

    # R gives 1.1311 here. When this fails, the library has been mended.
    wrong, _ = confint_proportions_2indep(8, 8, 20, 35, **options)
    ours, _ = limits((8, 8, 20, 35), scale="ratio", corrected=False)
    assert wrong == pytest.approx(1.5357, abs=PRINTED)
    assert ours == pytest.approx(1.1311, abs=PRINTED)


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("scale", ["ratio", "odds"])
def test_swapping_the_groups_turns_a_ratio_over(scale, sizes):
    pilot, control = every_table(*sizes)
    low, _ = score_limits(pilot, control, scale=scale)
    _, high = score_limits(control, pilot, scale=scale)
    with np.errstate(divide="ignore"):
        turned = 1 / high

    assert np.allclose(low, turned, rtol=1e-8, atol=0)


@pytest.mark.parametrize("sizes", SIZES)
def test_difference_and_odds_agree_whether_no_difference_fits(sizes):
    tables = every_table(*sizes)
    gap, _ = score_limits(*tables)
    odds, _ = score_limits(*tables, scale="odds")

    assert np.array_equal(gap > SOLVED, odds > 1 + SOLVED)


def test_a_limit_is_never_beyond_the_scale():
    low, high = score_limits(([5, 0], [5, 5]), ([0, 5], [5, 5]))

    assert high[0] == 1
    assert low[1] == -1


def test_one_person_in_each_group_leaves_nearly_everything_open():
    low, high = limits((1, 1, 0, 1))

    assert low < 0
    assert high == 1


def test_a_thousand_tables_are_solved_at_once():
    random = np.random.default_rng(1998)
    n1, n2 = random.integers(5, 200, (2, 1000))
    pilot, control = (random.integers(0, n + 1) for n in (n1, n2))
    low, high = score_limits((pilot, n1), (control, n2))

    assert np.all(low <= pilot / n1 - control / n2 + SOLVED)
    assert np.all(high >= pilot / n1 - control / n2 - SOLVED)


def test_a_level_outside_zero_and_one_is_refused():
    with pytest.raises(ValueError, match=r"level must lie strictly between"):
        score_limits((1, 2), (1, 2), level=1)
