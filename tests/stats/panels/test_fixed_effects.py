"""Panels with unit and period effects."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS

from evallib.stats.clusters import cluster_robust
from evallib.stats.did import event_study, panel, two_way_fixed_effects

# Sweeping out means or fitting dummies: the same answer up to rounding.
SAME_FORMULA = 1e-8


def sites(seed, units=8, periods=5):
    """An unbalanced panel of persons; the first three sites start in period 3."""
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(units), periods * 2)
    period = np.tile(np.arange(periods), units * 2)
    keep = (rng.random(unit.size) < 0.9) | (period < 1) | (period > 3)
    unit, period = unit[keep], period[keep]
    return rng.normal(size=unit.size) + unit, unit, period


def with_dummies(outcome, unit, period, exposed):
    design = np.column_stack(
        (exposed, unit[:, None] == np.arange(8), period[:, None] == np.arange(1, 5))
    )
    return OLS(outcome, design.astype(float))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_effect_and_errors_equal_a_regression_with_all_dummies(seed):
    outcome, unit, period = sites(seed)
    exposed = (unit < 3) & (period >= 3)
    rows = panel(outcome, unit, period)
    fit = with_dummies(outcome, unit, period, exposed)

    clustered = fit.fit(cov_type="cluster", cov_kwds={"groups": unit}, use_t=True)
    plain = fit.fit()
    cr1 = two_way_fixed_effects(rows, exposed, rule="CR1").terms[0]
    classical = two_way_fixed_effects(rows, exposed, rule="classical").terms[0]

    assert cr1.coefficient == pytest.approx(clustered.params[0], abs=SAME_FORMULA)
    assert cr1.standard_error == pytest.approx(clustered.bse[0], abs=SAME_FORMULA)
    assert classical.standard_error == pytest.approx(plain.bse[0], abs=SAME_FORMULA)
    assert classical.df == plain.df_resid


@settings(max_examples=20)
@given(st.integers(0, 200), st.floats(-20, 20))
def test_levels_of_units_and_periods_do_not_matter(seed, shift):
    outcome, unit, period = sites(seed)
    exposed = (unit < 3) & (period >= 3)

    plain = two_way_fixed_effects(panel(outcome, unit, period), exposed)
    moved = outcome + shift * unit - 2 * shift * period
    other = two_way_fixed_effects(panel(moved, unit, period), exposed)

    assert other.terms[0].coefficient == pytest.approx(
        plain.terms[0].coefficient, abs=1e-6
    )
    assert other.terms[0].df == pytest.approx(plain.terms[0].df)


def test_cr2_of_swept_units_equals_cr2_with_their_dummies():
    outcome, unit, period = sites(4)
    exposed = (unit < 3) & (period >= 3)
    design = {"exposed": exposed}
    design |= {f"unit {place}": unit == place for place in range(1, 8)}
    design |= {f"period {place}": period == place for place in range(1, 5)}

    swept = two_way_fixed_effects(panel(outcome, unit, period), exposed).terms[0]
    whole = cluster_robust(outcome, design, unit).terms[1]

    assert swept.standard_error == pytest.approx(whole.standard_error)
    assert swept.df == pytest.approx(whole.df)


def test_sites_that_start_at_different_times_are_noted():
    outcome, unit, period = sites(5)
    exposed = ((unit == 0) & (period >= 1)) | ((unit == 1) & (period >= 3))

    notes = two_way_fixed_effects(panel(outcome, unit, period), exposed).notes

    assert "staggered_start" in notes
    assert "few_pilot_clusters" in notes


def test_one_pilot_cluster_is_noted():
    outcome, unit, period = sites(6)
    rows = panel(outcome, unit, period, clusters=unit // 2)

    study = event_study(rows, unit == 1, reference=0)

    assert {"one_pilot_cluster", "no_earlier_period"} <= set(study.notes)
    assert [term.name for term in study.terms] == ["1", "2", "3", "4"]
    assert (study.clusters, study.units, study.reference) == (4, 8, 0)


def test_changing_the_reference_only_shifts_the_leads():
    outcome, unit, period = sites(7)
    rows = panel(outcome, unit, period)

    first = {
        t.name: t.coefficient for t in event_study(rows, unit < 3, reference=0).terms
    }
    third = {
        t.name: t.coefficient for t in event_study(rows, unit < 3, reference=2).terms
    }

    assert third["4"] == pytest.approx(first["4"] - first["2"])
    assert third["0"] == pytest.approx(-first["2"])


def test_a_reference_that_is_no_period_is_refused():
    with pytest.raises(ValueError, match="periods 0, 1, 2, 3, 4; got 9"):
        event_study(panel(*sites(1)), sites(1)[1] < 3, reference=9)


def test_a_unit_that_changes_sides_is_refused():
    outcome, unit, period = sites(1)

    with pytest.raises(ValueError, match="pilot must stay the same"):
        event_study(panel(outcome, unit, period), period > 2, reference=2)


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="classical; got 'CR3'"):
        two_way_fixed_effects(panel(*sites(1)), sites(1)[1] < 3, rule="CR3")


def test_exposure_that_is_a_unit_effect_is_refused():
    outcome, unit, period = sites(1)

    with pytest.raises(ValueError, match="constant or a sum"):
        two_way_fixed_effects(panel(outcome, unit, period), unit < 3)
