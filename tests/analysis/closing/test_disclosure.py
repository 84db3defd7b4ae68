"""A report says under which limits it was made, and who decided to change them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evallib.analysis.closing.disclosure import disclosure
from evallib.domain.disclosure import Disclosure
from evallib.domain.section import Constant
from tests.analysis.studies import FINAL, sentences, study

WHY = {
    "reason": "Ohjausryhmä 5 §",
    "approved_by": "Johto",
    "approved_on": date(2026, 11, 22),
}


def told(key, **declared):
    """The sentence of that key in a report under these limits, if there is one."""
    made = study()
    limits = Disclosure.model_validate(declared)
    scope = replace(made.scope, disclosure=limits)
    return next(
        iter(sentences(disclosure(replace(made, scope=scope)), f"disclosure.{key}")),
        None,
    )


def test_the_limits_are_told():
    assert told("public", k=7).facts["k"] == Constant(7)


def test_a_looser_limit_is_told_with_its_reason():
    facts = told("overridden", k=3, **WHY).facts

    assert facts["limits"].fi == "k = 3"
    assert (facts["reason"].fi, facts["approver"].fi) == ("Ohjausryhmä 5 §", "Johto")


@pytest.mark.parametrize("key", ["overridden", "gap_accepted", "difference_accepted"])
def test_nothing_is_told_where_nothing_was_decided(key):
    assert told(key) is None


def test_a_missing_comparison_with_earlier_releases_is_told():
    decided = {"accepted_gap_by": "Johto", "reason": "Avain katosi"}

    assert told("gap_accepted", ledger=decided).facts["approver"].fi == "Johto"


def test_an_accepted_difference_is_told_in_the_round_that_it_is_about():
    decided = {**WHY, "accepted_rounds": [FINAL.id]}

    assert told("difference_accepted", ledger=decided) is not None
    other = {**decided, "accepted_rounds": ["another"]}
    assert told("difference_accepted", ledger=other) is None


@pytest.mark.parametrize("missing", ["reason", "approved_by", "approved_on"])
def test_a_decision_without_its_reason_name_or_day_is_refused(missing):
    decided = {**WHY, "accepted_rounds": ["final"]}
    del decided[missing]

    with pytest.raises(ValueError, match="decision"):
        Disclosure.model_validate({"ledger": decided})
