"""Covariates and persons that an adjustment had to do without."""

from __future__ import annotations

from evallib.analysis.adjusting.estimated import ADJUSTING
from evallib.analysis.adjusting.estimators import Estimates
from evallib.domain.section import Block, Fact, Ref, Sentence
from evallib.domain.table import AddsUp, Column, Table, Value
from evallib.domain.vocabulary import Label

SIDES = ("pilot", "control", "both")


def left_out_blocks(estimates: Estimates, tables: dict[str, Table]) -> list[Block]:
    """A sentence for each covariate left out, and one for incomplete persons."""
    tables["persons"] = _persons(estimates)
    blocks: list[Block] = []
    if estimates.sample.left_out:
        tables["left_out"] = _left_out(estimates)
    for each in estimates.sample.left_out:
        facts: dict[str, Fact] = {"covariate": each.label}
        if each.reason == "many_missing":
            facts["missing"] = Ref("left_out", each.name, "missing")
            facts["known"] = Ref("left_out", each.name, "known")
        told = Sentence(f"adjustment.left_out.{each.reason}", facts, tone="caution")
        blocks.append(told)
    return [*blocks, *_incomplete(estimates)]


def _incomplete(estimates: Estimates) -> list[Block]:
    if not set(estimates.found) & set(ADJUSTING):
        return []
    facts: dict[str, Fact] = {
        "incomplete": Ref("persons", "both", "incomplete"),
        "known": Ref("persons", "both", "known"),
    }
    sample = estimates.sample
    if int(sample.known.sum()) == int(sample.complete.sum()):
        return []
    return [Sentence("adjustment.incomplete", facts, tone="note")]


def _persons(estimates: Estimates) -> Table:
    """Persons of known outcome, and those with every covariate."""
    sample = estimates.sample
    known_persons, used_persons = (
        [*counts, sum(counts)]
        for counts in (sample.persons(sample.known), sample.persons(sample.complete))
    )
    counts = zip(SIDES, known_persons, used_persons, strict=True)
    rows: list[dict[str, Value]] = [
        {
            "row": name,
            "group": Label(f"adjustment.group.{name}"),
            "known": known,
            "used": used,
            "incomplete": known - used,
        }
        for name, known, used in counts
    ]
    columns = (
        Column("group", "label"),
        Column("known", "persons"),
        Column("used", "persons"),
        Column("incomplete", "persons"),
    )
    rests_on = {"known": "known", "used": "known", "incomplete": "known"}
    sums = AddsUp(
        columns={"known": ("used", "incomplete")}, rows={"both": ("pilot", "control")}
    )
    return Table("persons", rows, columns, rests_on=rests_on, adds_up=sums)


def _left_out(estimates: Estimates) -> Table:
    known = int(estimates.sample.known.sum())
    rows: list[dict[str, Value]] = [
        {
            "row": each.name,
            "covariate": each.label,
            "reason": Label(f"adjustment.reason.{each.reason}"),
            "missing": each.missing if each.reason == "many_missing" else None,
            "known": known,
        }
        for each in estimates.sample.left_out
    ]
    columns = (
        Column("covariate", "text"),
        Column("reason", "label"),
        Column("missing", "persons"),
        Column("known", "persons"),
    )
    rests_on = {"missing": "known", "known": "known"}
    return Table("left_out", rows, columns, rests_on=rests_on)
