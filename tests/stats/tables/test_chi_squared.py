"""The chi-squared test in its three forms."""

import pytest
from scipy.stats import chi2_contingency

from evallib.domain.estimate import Tally
from evallib.stats.tables.chi_squared import chi_squared_test

# Two ways to the same closed formula: only the last bits may differ.
SAME_FORMULA = 1e-10
# The textbook formula N(ad - bc)^2 over the product of the four margins.
BY_HAND = 60 * (15 * 25 - 15 * 5) ** 2 / (30 * 30 * 20 * 40)


def test_pearson_s_formula():
    test = chi_squared_test(Tally(15, 30), Tally(5, 30), method="pearson")

    assert test.statistic == pytest.approx(BY_HAND)
    assert test.statistic == pytest.approx(7.5)


@pytest.mark.parametrize(
    ("method", "correction"), [("pearson", False), ("yates", True)]
)
@pytest.mark.parametrize("pilot", [(9, 14), (0, 6), (8, 22)])
def test_statistic_and_p_are_the_library_s(method, correction, pilot):
    table = [[pilot[0], pilot[1] - pilot[0]], [5, 16]]
    theirs = chi2_contingency(table, correction=correction)
    ours = chi_squared_test(Tally(*pilot), Tally(5, 21), method=method)

    assert ours.statistic == pytest.approx(theirs.statistic, abs=SAME_FORMULA)
    assert ours.p_value == pytest.approx(theirs.pvalue, abs=SAME_FORMULA)


def test_n_minus_1_is_a_little_smaller():
    pearson = chi_squared_test(Tally(9, 14), Tally(5, 21), method="pearson")
    ours = chi_squared_test(Tally(9, 14), Tally(5, 21))

    assert ours.statistic == pytest.approx(pearson.statistic * 34 / 35)


def test_swapping_the_groups_changes_nothing():
    ahead = chi_squared_test(Tally(9, 14), Tally(5, 21))
    behind = chi_squared_test(Tally(5, 21), Tally(9, 14))

    assert ahead.statistic == pytest.approx(behind.statistic)


def test_a_hardly_expected_cell_is_noted():
    test = chi_squared_test(Tally(1, 3), Tally(0, 20))

    assert test.smallest_expected == pytest.approx(3 / 23)
    assert "normal_approximation_doubtful" in test.notes


@pytest.mark.parametrize("reached", [0, 4])
def test_nothing_to_test_is_refused(reached):
    with pytest.raises(ValueError, match=r"of 8 persons reached .* nothing to test"):
        chi_squared_test(Tally(reached, 4), Tally(reached, 4))


def test_everybody_pending_is_refused():
    with pytest.raises(ValueError, match=r"pilot group: none of 5 persons"):
        chi_squared_test(Tally(0, 0, pending=5), Tally(3, 9))
