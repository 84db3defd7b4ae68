"""The flow adds up: everybody is left out once or stays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.data.cohort import FlowStep, eligibility


def test_whoever_has_two_reasons_is_counted_under_the_first():
    flow = eligibility(
        {
            "no_time_zero": np.array([True, False, False, False]),
            "in_work": np.array([True, True, False, False]),
        }
    )

    assert flow.steps == (FlowStep("no_time_zero", 1, 3), FlowStep("in_work", 1, 2))
    assert flow.reason.tolist() == [0, 1, -1, -1]


@given(
    answers=st.lists(
        st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=20
    )
)
def test_left_out_and_eligible_are_everybody(answers):
    columns = np.array(answers).T
    flow = eligibility(dict(zip("abc", columns, strict=True)))

    left_out = sum(step.left_out for step in flow.steps)
    assert left_out + flow.eligible.sum() == flow.enrolled == len(answers)
    assert flow.steps[-1].left == flow.eligible.sum()
    assert (flow.eligible == ~columns.any(axis=0)).all()


def test_a_flow_without_reasons_is_refused():
    with pytest.raises(ValueError, match="at least one reason"):
        eligibility({})


def test_reasons_about_different_people_are_refused():
    with pytest.raises(ValueError, match=r"got answers for \[1, 2\] clients"):
        eligibility({"a": np.array([True]), "b": np.array([True, False])})
