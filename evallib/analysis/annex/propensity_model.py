"""The model of who came into the pilot: coefficients, separation and overlap."""

from __future__ import annotations

from evallib.analysis.adjusting.estimators import Estimates, primary_estimates
from evallib.analysis.adjusting.meeting import classes, support
from evallib.analysis.adjusting.sample import HAVE, HAVE_OF
from evallib.data.study import Study
from evallib.domain.fit import Fit
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label, Text
from evallib.stats.propensity import SEPARATED_ABOVE, Propensity
from evallib.stats.quantiles import normal_quantile

LEVEL = 0.95


def propensity_model(study: Study) -> Section | None:
    """Coefficients per unit with errors, whom they rest on, and where groups meet."""
    estimates = primary_estimates(study)
    if estimates is None or not estimates.plan.adjust_for:
        return None
    propensity = estimates.propensity
    if propensity is None:
        nothing = Sentence("propensity_model.none", tone="caution")
        return Section("propensity_model", study.scope, [nothing])
    tables = {
        "model": _model(propensity),
        "coefficients": _coefficients(estimates, propensity),
        "overlap": classes(propensity),
        "support": support(propensity),
    }
    blocks: list[Block] = [
        Sentence("propensity_model.lead", tone="lead"),
        *_separation(estimates, propensity),
        TableBlock("model"),
        TableBlock("coefficients"),
        _figure(),
        TableBlock("support"),
    ]
    return Section("propensity_model", study.scope, blocks, tables)


def _separation(estimates: Estimates, propensity: Propensity) -> list[Block]:
    """Whether the groups are separated, by what, and what the rule was."""
    facts: dict[str, Fact] = {"limit": Constant(SEPARATED_ABOVE)}
    if propensity.method != "firth":
        return [Sentence("propensity_model.not_separated", facts, tone="note")]
    blocks: list[Block] = [
        Sentence("propensity_model.separated", facts, tone="caution")
    ]
    labels = dict(zip(propensity.names, estimates.sample.labels, strict=True))
    for name in propensity.separated_by:
        told: dict[str, Fact] = {"covariate": labels[name]}
        blocks.append(Sentence("propensity_model.divides", told, tone="caution"))
    return blocks


def _model(propensity: Propensity) -> Table:
    pilot = propensity.pilot
    row: dict[str, Value] = {
        "row": "model",
        "fit": Label(f"propensity_model.fit.{propensity.method}"),
        "pilot_persons": int(pilot.sum()),
        "control_persons": int((~pilot).sum()),
        "covariates": len(propensity.names),
        "steps": propensity.fit.steps,
    }
    columns = (
        Column("fit", "label"),
        Column("pilot_persons", "persons"),
        Column("control_persons", "persons"),
        Column("covariates", "units"),
        Column("steps", "units"),
    )
    on = {"pilot_persons": "pilot_persons", "control_persons": "control_persons"}
    return Table("model", [row], columns, rests_on=on)


def _coefficients(estimates: Estimates, propensity: Propensity) -> Table:
    """Log odds per unit, intercept first."""
    pilot = propensity.pilot
    smaller = min(int(pilot.sum()), int((~pilot).sum()))
    labels: list[Label | Text] = [Label("propensity_model.intercept")]
    labels += estimates.sample.labels
    names = ("intercept", *propensity.names)
    pairs = zip(propensity.coefficients, propensity.standard_errors, strict=True)
    rows: list[dict[str, Value]] = [
        {
            "row": name,
            "covariate": label,
            "coefficient": value,
            "error": error,
            "limits": Range(
                value - normal_quantile(LEVEL) * error,
                value + normal_quantile(LEVEL) * error,
                "confidence",
            ),
            "persons": smaller,
            **_have(estimates, name),
        }
        for name, label, (value, error) in zip(names, labels, pairs, strict=True)
    ]
    columns = (
        Column("covariate", "label"),
        Column("coefficient", "index", 6, limits="limits"),
        Column("error", "index", 6),
        Column("limits", "index", 6),
    )
    numbers = ("coefficient", "error", "limits")
    on = dict.fromkeys(numbers, "persons") | HAVE_OF
    made_of = dict.fromkeys(numbers, HAVE)
    fit = Fit(len(pilot), len(rows), estimates.sample.patterns)
    return Table("coefficients", rows, columns, on, made_of=made_of, fit=fit)


def _have(estimates: Estimates, name: str) -> dict[str, Value]:
    sample = estimates.sample
    return sample.who_have(name) if name in sample.names else dict.fromkeys(HAVE)


def _figure() -> Figure:
    facts: dict[str, Fact] = {
        "pilot": Ref("support", "pilot", "persons"),
        "control": Ref("support", "control", "persons"),
    }
    roles = {"bin": "chance", "pilot": "pilot", "control": "control"}
    alt = Sentence("balance.alt_overlap", facts)
    return Figure("overlap", "overlap", "overlap", alt, roles)
