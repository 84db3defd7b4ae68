"""Euros per client, per outcome and per additional outcome."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import brentq

from evallib.domain.estimate import Interval, Tally
from evallib.stats.costs import (
    PersonCosts,
    acceptability_curve,
    bootstrap_cost_effectiveness,
    cost_effectiveness,
    cost_effectiveness_of,
    cost_per_additional_outcome,
    cost_per_outcome,
    pace,
    share_of_budget,
    unit_cost,
)
from evallib.stats.money.fieller import Differences, fieller_set
from evallib.stats.quantiles import normal_quantile

Z = 1.959963984540054
# A root search stops within this of the root of the same curve.
SAME_ROOT = 1e-6
# One quadratic formula against the same cost over the same limits.
SAME_FORMULA = 1e-9
YEARS = {"start": date(2023, 1, 1), "end": date(2025, 1, 1)}
HALFWAY = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("actual", "planned", "percent"),
    [
        (853804, 915000, 93.3),
        (604484, 634447, 95.3),
        (884107, 929082, 95.2),
        (45, 60, 75.0),
        (27, 83, 32.5),
    ],
)
def test_use_of_printed_budgets(actual, planned, percent):
    assert round(100 * share_of_budget(actual, planned), 1) == percent


@pytest.mark.parametrize(
    ("total", "clients", "printed"), [(20728, 28, 740), (90000, 60, 1500)]
)
def test_printed_costs_per_client(total, clients, printed):
    assert round(unit_cost(total, clients)) == printed


def test_a_cost_of_nobody_is_refused():
    with pytest.raises(ValueError, match="at least one client; got 0"):
        unit_cost(20728, 0)


@pytest.mark.parametrize("actual", [float("nan"), -1])
def test_a_missing_amount_is_not_taken_for_zero(actual):
    with pytest.raises(ValueError, match="actual_eur is an amount of 0 or more"):
        share_of_budget(actual, 1000)


def test_a_share_of_nothing_is_refused():
    with pytest.raises(ValueError, match="planned_eur must be above 0"):
        share_of_budget(1000, 0)


@pytest.mark.parametrize(
    ("done", "status"),
    [(39, "behind"), (40, "on_track"), (60, "on_track"), (61, "ahead")],
)
def test_pace_is_judged_at_its_declared_tolerance(done, status):
    half = {"start": date(2023, 1, 1), "end": date(2023, 1, 11)}
    seen = pace(done, 100, as_of=date(2023, 1, 6), **half)

    assert (seen.elapsed, seen.expected, seen.status) == (0.5, 50, status)


def test_a_tolerance_is_compared_without_binary_fractions():
    third = pace(
        4, 10, start=date(2023, 1, 1), end=date(2023, 1, 11), as_of=date(2023, 1, 4)
    )

    assert third.status == "on_track"  # 0.4 - 0.3 is above 0.1 in binary


def test_a_period_that_has_not_begun_or_is_over_says_so():
    assert pace(0, 10, as_of=date(2022, 5, 1), **YEARS).notes == ("not_started",)
    over = pace(9, 10, as_of=date(2026, 1, 1), **YEARS)
    assert (over.elapsed, over.status, over.notes) == (1, "on_track", ("period_ended",))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"end": date(2023, 1, 1)}, "start must come before end"),
        ({"tolerance": 1.5}, "tolerance must lie between 0 and 1; got 1.5"),
    ],
)
def test_a_pace_without_a_period_or_tolerance_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        pace(1, 10, **(YEARS | {"as_of": HALFWAY} | change))


def test_gross_cost_of_a_job_rests_on_the_rate():
    found = cost_per_outcome(900, Tally(38, 55))

    assert found.value == pytest.approx(900 * 55 / 38)
    assert found.interval.low < found.value < found.interval.high
    assert found.notes == ("gross_result",)


def test_pending_clients_do_not_change_the_gross_cost():
    early = cost_per_outcome(740, Tally(6, 12, pending=16))

    assert early.value == cost_per_outcome(740, Tally(6, 12)).value
    assert "follow_up_incomplete" in early.notes


def test_nobody_in_work_has_a_lowest_cost_only():
    found = cost_per_outcome(740, Tally(0, 7))

    assert found.value is None
    assert found.interval.high == math.inf
    assert "too_few_outcomes" in found.notes


def test_cost_of_an_unknown_group_is_refused():
    with pytest.raises(ValueError, match="none of 7 persons has a known status"):
        cost_per_outcome(740, Tally(0, 0, pending=7))


def test_a_difference_that_may_be_zero_has_an_exclusive_set():
    found = cost_per_additional_outcome(
        Tally(6, 20), Tally(25, 100), pilot_cost_eur=1000
    )

    assert found.interval is None
    assert found.fieller.kind == "exclusive"
    assert not found.fieller.low < found.value < found.fieller.high
    assert "effect_may_be_zero" in found.notes


def test_equal_rates_have_no_cost_per_additional_outcome():
    found = cost_per_additional_outcome(Tally(0, 7), Tally(0, 9), pilot_cost_eur=740)

    assert (found.value, found.fieller, found.interval) == (None, None, None)


def test_swapping_the_groups_keeps_the_cost_of_an_additional_outcome():
    one, other = Tally(11, 20), Tally(11, 100)
    ahead = cost_per_additional_outcome(
        one, other, pilot_cost_eur=740, control_cost_eur=100
    )
    behind = cost_per_additional_outcome(
        other, one, pilot_cost_eur=100, control_cost_eur=740
    )

    assert behind.value == pytest.approx(ahead.value)
    assert behind.fieller.low == pytest.approx(ahead.fieller.low)
    assert behind.interval.high == pytest.approx(ahead.interval.high)
    assert "fewer_outcomes" in behind.notes


def test_with_known_costs_a_bounded_set_is_the_cost_over_the_walds_limits():
    found = cost_per_additional_outcome(
        Tally(38, 55), Tally(17, 52), pilot_cost_eur=800
    )
    error = math.sqrt(38 * 17 / 55**3 + 17 * 35 / 52**3)

    assert found.fieller.low == pytest.approx(
        800 / (found.rate_difference + Z * error), rel=SAME_FORMULA
    )


def test_a_negative_cost_is_refused():
    with pytest.raises(ValueError, match="pilot_cost_eur is an amount of 0 euros"):
        cost_per_additional_outcome(Tally(3, 7), Tally(1, 9), pilot_cost_eur=-1)


@given(
    st.floats(-5, 5), st.floats(-5, 5), st.floats(0.01, 3), st.floats(0.01, 3),
    st.floats(-0.99, 0.99),
)  # fmt: skip
def test_limits_of_fieller_are_where_the_statistic_is_critical(
    cost, effect, cost_error, effect_error, likeness
):
    gaps = Differences(
        cost, effect, cost_error**2, effect_error**2,
        likeness * cost_error * effect_error,
    )  # fmt: skip
    found = fieller_set(gaps, level=0.95)
    assume(found.kind in ("bounded", "exclusive"))
    assume(max(abs(found.low), abs(found.high)) < 1e3)

    for ratio in (found.low, found.high):
        variance = (
            gaps.cost_variance
            - 2 * ratio * gaps.covariance
            + ratio**2 * gaps.effect_variance
        )
        z = (cost - ratio * effect) / math.sqrt(variance)
        assert abs(z) == pytest.approx(Z, abs=1e-4)  # steep where the curve is flat


def test_a_root_search_finds_the_same_limits():
    gaps = Differences(2.0, 5.0, 0.25, 1.0, 0.1)
    found = fieller_set(gaps, level=0.95)

    def excess(ratio):
        variance = 0.25 - 0.2 * ratio + ratio**2
        return (2 - 5 * ratio) ** 2 - Z**2 * variance

    assert found.low == pytest.approx(brentq(excess, -2, 0.4), abs=SAME_ROOT)
    assert found.high == pytest.approx(brentq(excess, 0.4, 5), abs=SAME_ROOT)


@pytest.mark.parametrize(
    ("gaps", "kind", "low", "high"),
    [
        (Differences(1, 0, 4, 1), "unbounded", -math.inf, math.inf),
        (Differences(10, 0, 1, 1), "exclusive", -4.9, 4.9),
        (Differences(0, 0), "unbounded", -math.inf, math.inf),
        (Differences(6, 3), "bounded", 2, 2),
        (Differences(3, 0, 0, 0, -1), "half_line", 3 * 3 / (2 * Z**2), math.inf),
    ],
)
def test_the_kinds_of_fieller_sets(gaps, kind, low, high):
    found = fieller_set(gaps, level=0.95)

    assert found.kind == kind
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.2)


def test_no_ratio_fits_a_certain_cost_without_effect():
    assert fieller_set(Differences(3, 0), level=0.95) is None


def people(seed=1, size=(12, 15)):
    rng = np.random.default_rng(seed)
    pilot = PersonCosts(rng.normal(900, 90, size[0]), rng.random(size[0]) < 0.6)
    control = PersonCosts(rng.normal(300, 90, size[1]), rng.random(size[1]) < 0.2)
    return pilot, control


def test_costs_in_cents_only_change_the_unit():
    pilot, control = people()
    euros = cost_effectiveness(pilot, control)
    cents = cost_effectiveness(
        *(PersonCosts(np.asarray(g.cost_eur) * 100, g.effect) for g in people())
    )

    assert cents.ratio == pytest.approx(100 * euros.ratio)
    assert cents.fieller.low == pytest.approx(100 * euros.fieller.low)
    assert euros.notes[0] == "small_group"


def test_the_gain_is_zero_where_worth_equals_the_ratio():
    found = cost_effectiveness(*people())
    [point] = acceptability_curve(found, [found.ratio])

    assert point.value == pytest.approx(0, abs=SAME_ROOT)
    assert point.probability == pytest.approx(0.5, abs=SAME_ROOT)


@pytest.mark.parametrize(
    ("costs", "effects", "quadrant"),
    [
        ((2, 1), (2, 1), "dearer_better"),
        ((1, 2), (2, 1), "cheaper_better"),
        ((1, 2), (1, 2), "cheaper_worse"),
        ((2, 1), (1, 2), "dearer_worse"),
        ((1, 1), (1, 2), "on_an_axis"),
    ],
)
def test_a_negative_ratio_is_told_apart_by_its_quadrant(costs, effects, quadrant):
    pilot, control = (
        PersonCosts([cost] * 2, [effect] * 2)
        for cost, effect in zip(costs, effects, strict=True)
    )

    assert cost_effectiveness(pilot, control).quadrant == quadrant


def test_certain_gains_are_certain():
    found = cost_effectiveness(PersonCosts([2, 2], [3, 3]), PersonCosts([1, 1], [1, 1]))

    chances = [p.probability for p in acceptability_curve(found, [0, 0.5, 1])]
    assert chances == [0, 0.5, 1]


def test_equal_effects_have_no_ratio():
    found = cost_effectiveness(PersonCosts([2, 4], [1, 3]), PersonCosts([1, 1], [1, 3]))

    assert (found.ratio, found.taylor) == (None, None)
    assert "effect_may_be_zero" in found.notes


def test_a_seed_repeats_the_resamples():
    one, again = (bootstrap_cost_effectiveness(*people(), seed=3) for _ in range(2))

    assert one == again
    assert one.seed == 3


def test_resamples_spread_as_the_groups_do():
    pilot, control = people(size=(200, 300))
    found = cost_effectiveness(pilot, control).differences
    drawn = bootstrap_cost_effectiveness(pilot, control, seed=3, worth_eur=[2000])

    # Ten thousand draws leave a spread uncertain by 0.7 percent; five such.
    assert drawn.cost_error == pytest.approx(found.cost_variance**0.5, rel=0.035)
    assert drawn.ratio.low < found.cost / found.effect < drawn.ratio.high
    assert sum(drawn.quadrants.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("group", "message"),
    [
        (PersonCosts([900], [1]), "each of at least two persons"),
        (PersonCosts([900, 800], [1]), r"got shapes \(2,\) and \(1,\)"),
        (PersonCosts([900, math.nan], [1, 0]), "must be known for everybody"),
    ],
)
def test_groups_without_costs_and_effects_are_refused(group, message):
    with pytest.raises(ValueError, match=f"pilot group.*{message}"):
        cost_effectiveness(group, people()[1])


def test_a_negative_worth_is_refused():
    with pytest.raises(ValueError, match="worth_eur is 0 euros or more; got -1"):
        bootstrap_cost_effectiveness(*people(), seed=1, worth_eur=[-1])


def test_too_few_resamples_are_refused():
    with pytest.raises(ValueError, match="replicates is 100 or more; got 10"):
        bootstrap_cost_effectiveness(*people(), seed=1, replicates=10)


def test_a_cost_by_an_adjusted_effect_is_the_extra_cost_over_its_limits():
    limits = Interval(0.04, 0.38, 0.95, "cr2")

    found = cost_effectiveness_of(0.21, limits, extra_eur=1250, persons=(77, 188))

    assert found.ratio == pytest.approx(1250 / 0.21)
    assert found.fieller.low == pytest.approx(1250 / 0.38, rel=1e-6)
    assert found.fieller.high == pytest.approx(1250 / 0.04, rel=1e-6)


def test_an_effect_that_may_be_nothing_has_no_bounded_cost():
    limits = Interval(-0.27, 0.61, 0.95, "cr2")

    found = cost_effectiveness_of(0.17, limits, extra_eur=1250, persons=(39, 96))

    assert found.fieller is None or found.fieller.kind != "bounded"


def test_the_same_effect_and_error_have_the_same_curve():
    pilot = PersonCosts([900.0] * 20, [1.0] * 12 + [0.0] * 8)
    control = PersonCosts([100.0] * 30, [1.0] * 9 + [0.0] * 21)
    counted = cost_effectiveness(pilot, control)
    reach = normal_quantile(0.95) * counted.differences.effect_variance**0.5
    limits = Interval(0.3 - reach, 0.3 + reach, 0.95, "welch")

    found = cost_effectiveness_of(0.3, limits, extra_eur=800, persons=(20, 30))

    chances = [
        [point.probability for point in acceptability_curve(each, [0, 2000, 5000])]
        for each in (counted, found)
    ]
    assert chances[0] == pytest.approx(chances[1], abs=1e-9)
