"""How strong something that nobody measured would have to be."""

from __future__ import annotations

from typing import Any

from evallib.analysis.adjusting.checks.checked import Checked, Verdict, same_side
from evallib.analysis.adjusting.estimated import Estimated
from evallib.analysis.adjusting.estimators import Estimates
from evallib.analysis.adjusting.refusals import reason_of
from evallib.domain.estimate import Interval, Tally
from evallib.domain.section import Fact, Ref, Sentence
from evallib.domain.table import Column, Table, Value
from evallib.stats.doubly_robust import g_computation
from evallib.stats.proportions import risk_ratio
from evallib.stats.sensitivity import e_value, rosenbaum_bounds_counts

NO_DIFFERENCE = 1.0


def strength(estimates: Estimates) -> Checked | None:
    """The E-value of the primary estimate and, where it can be told, of its limit."""
    primary = estimates.primary
    if primary is None or not estimates.sample.target.yes_no:
        return None
    try:
        ratio, limits = _ratio(estimates, primary)
        if limits is None or primary.inference == "cr2":
            found = e_value(ratio)  # a ratio's interval would not allow for groups
        else:
            found = e_value(ratio, limits=(limits.low, limits.high))
    except ValueError as fault:
        reason_of(fault)
        told = Sentence("robustness.no_e_value", tone="note")
        return Checked("e_value", "not_done", (told,))
    limit = found.limit if primary.settled else NO_DIFFERENCE
    row: dict[str, Value] = {
        "row": "e_value",
        "ratio": ratio,
        "strength": found.value,
        "of_limit": limit,
        "persons": primary.persons,
    }
    columns = (
        Column("ratio", "ratio", 2),
        Column("strength", "ratio", 1),
        Column("of_limit", "ratio", 1),
    )
    on = dict.fromkeys(("ratio", "strength", "of_limit"), "persons")
    table = Table("e_value", [row], columns, rests_on=on, layout="facts")
    key = "e_value_open"
    if primary.settled:
        key = "e_value" if limit is not None else "e_value_only"
    names = ("strength", "of_limit") if key == "e_value" else ("strength",)
    facts: dict[str, Fact] = {name: Ref("e_value", "e_value", name) for name in names}
    told = Sentence(f"robustness.{key}", facts)
    return Checked("e_value", "told", (told,), {"e_value": table})


def _ratio(estimates: Estimates, primary: Estimated) -> tuple[float, Interval | None]:
    """Ratio of both rates by the primary method, with its interval."""
    sample = estimates.sample
    if primary.method == "unadjusted" or primary.matched is not None:
        found = risk_ratio(*_tallies(estimates, primary))
        return found.value, found.interval
    modelled = g_computation(
        sample.pilot,
        sample.covariates,
        sample.outcome,
        estimand="ate" if primary.whom == "ate" else "att",
    )
    return modelled.ratio or 0.0, modelled.ratio_interval


def _tallies(estimates: Estimates, primary: Estimated) -> tuple[Tally, Tally]:
    sample = estimates.sample
    inside: Any = sample.known
    pilot, outcome = sample.people.pilot[inside], sample.target.values[inside]
    if primary.matched is not None:
        matched = primary.matched
        kept = matched.weights > 0
        pilot, outcome = matched.pilot[kept], sample.outcome[kept]
    first, other = outcome[pilot], outcome[~pilot]
    return Tally(int(first.sum()), len(first)), Tally(int(other.sum()), len(other))


def hidden_bias(estimates: Estimates) -> Checked | None:
    """Rosenbaum's bounds of the matched pairs; None where nothing was matched."""
    found, primary = estimates.found.get("matching"), estimates.primary
    yes_no = estimates.sample.target.yes_no
    if found is None or found.matched is None or primary is None or not yes_no:
        return None
    outcome, matched = estimates.sample.outcome, found.matched
    inside = outcome[matched.pilot_rows] > 0
    outside = outcome[matched.control_rows] > 0
    pilot_only = int((inside & ~outside).sum())
    control_only = int((outside & ~inside).sum())
    try:
        bounds = rosenbaum_bounds_counts(pilot_only, control_only)
    except ValueError as fault:
        reason_of(fault)
        told = Sentence("robustness.no_pairs_differ", tone="note")
        return Checked("hidden_bias", "not_done", (told,))
    row: dict[str, Value] = {
        "row": "hidden_bias",
        "gamma": bounds.critical_gamma,
        "pilot_only": pilot_only,
        "control_only": control_only,
        "pairs": found.pilot_persons,
    }
    columns = (
        Column("gamma", "ratio", 2),
        Column("pilot_only", "persons"),
        Column("control_only", "persons"),
        Column("pairs", "persons"),
    )
    on = dict.fromkeys(("gamma", "pilot_only", "control_only", "pairs"), "pairs")
    table = Table("hidden_bias", [row], columns, rests_on=on, layout="facts")
    along = same_side(primary.value, pilot_only - control_only)
    borne = along and bounds.critical_gamma > NO_DIFFERENCE
    facts: dict[str, Fact] = {"gamma": Ref("hidden_bias", "hidden_bias", "gamma")}
    told = (
        Sentence("robustness.gamma", facts)
        if borne
        else Sentence("robustness.gamma_none", tone="caution")
    )
    verdict: Verdict = "told" if borne else "shakes"
    return Checked("hidden_bias", verdict, (told,), {"hidden_bias": table})
