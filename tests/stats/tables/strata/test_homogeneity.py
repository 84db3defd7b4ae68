"""Tests over strata."""

import pytest

from evallib.domain.estimate import Tally
from evallib.stats.proportions import chi_squared_test
from evallib.stats.tables.strata.homogeneity import association_test, homogeneity_test

WOMEN = (Tally(6, 14), Tally(4, 21))
MEN = (Tally(9, 12), Tally(11, 19))
STRATA = [WOMEN, MEN]
# Penicillin and rabbits, from the examples of R's mantelhaen.test, which print a
# corrected statistic of 3.9286 and p of 0.04747; the first stratum says nothing.
RABBITS = [
    (Tally(0, 6), Tally(0, 5)),
    (Tally(3, 6), Tally(0, 6)),
    (Tally(6, 6), Tally(2, 6)),
    (Tally(5, 6), Tally(6, 6)),
    (Tally(2, 2), Tally(5, 5)),
]
PRINTED = 5e-5


def test_penicillin_and_rabbits():
    test = association_test(RABBITS, corrected=True)

    assert test.statistic == pytest.approx(3.9286, abs=PRINTED)
    assert test.p_value == pytest.approx(0.04747, abs=PRINTED)


def test_one_stratum_is_the_n_minus_1_test():
    alone = association_test([WOMEN])

    assert alone.statistic == pytest.approx(chi_squared_test(*WOMEN).statistic)


def test_equal_strata_are_the_same_everywhere():
    test = homogeneity_test([WOMEN, WOMEN, WOMEN], method="breslow_day")

    assert test.statistic == pytest.approx(0, abs=1e-9)
    assert (test.df, test.p_value) == (2, pytest.approx(1))


@pytest.mark.parametrize("method", ["tarone", "breslow_day"])
def test_swapping_the_groups_changes_nothing(method):
    ahead = homogeneity_test(STRATA, method=method)
    behind = homogeneity_test([(c, p) for p, c in STRATA], method=method)

    assert ahead.statistic == pytest.approx(behind.statistic)


def test_tarone_corrects_downwards():
    tarone, plain = (
        homogeneity_test(STRATA, method=m) for m in ("tarone", "breslow_day")
    )

    assert 0 < tarone.statistic <= plain.statistic


def test_a_stratum_where_nobody_reached_it_is_left_out():
    test = homogeneity_test([*STRATA, (Tally(0, 5), Tally(0, 6))])

    assert test.df == 1
    assert test.statistic == pytest.approx(homogeneity_test(STRATA).statistic)


def test_strata_where_nobody_reached_it_are_refused():
    with pytest.raises(ValueError, match=r"in none of 1 strata .* nothing to test"):
        association_test([(Tally(0, 5), Tally(0, 6))])


@pytest.mark.parametrize(
    "strata",
    [[WOMEN], [(Tally(0, 5), Tally(2, 6)), (Tally(0, 4), Tally(1, 6))]],
    ids=["one stratum", "nobody in the pilot"],
)
def test_sameness_needs_two_telling_strata(strata):
    with pytest.raises(ValueError, match=r"sameness of strata needs two strata"):
        homogeneity_test(strata)
