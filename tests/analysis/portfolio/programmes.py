"""A programme of small projects, each as its own public report tells of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from evallib.data.portfolio.gathering import OWN, Member, Portfolio
from evallib.data.portfolio.published import Number, PublishedReport
from evallib.domain.plan import Plan
from evallib.domain.project import Source
from tests.analysis.studies import study
from tests.factories import scope

CUT_OFF = date(2026, 6, 30)
Told = tuple[int, int]


def member(name: str, told: Told | None, *, gain=None, plan=None, simulated=False):
    """A project of followed clients: so many reached the outcome, of so many known."""
    declared = {"plan": plan or Plan(primary="open_market_work", horizon_months=6)}
    declared |= {"id": name, "simulated": simulated}
    original = study()
    project = original.project.model_copy(update=declared)
    numbers = {}
    if told is not None:
        reached, known = told
        numbers |= {
            ("effect", "groups", "pilot", "reached"): Number(reached, None, None),
            ("effect", "groups", "pilot", "known"): Number(known, None, None),
            ("effect", "groups", "pilot", "share"): Number(reached / known, 0.1, 0.9),
            ("summary", "key_numbers", "served", "served"): Number(known, None, None),
        }
    if gain is not None:
        low, value, high = gain
        spot = ("summary", "key_numbers", "difference", "difference")
        numbers[spot] = Number(value, low, high)
    report = PublishedReport(name, "final", CUT_OFF, numbers)
    return Member(replace(original, project=project), report)


def programme(*members: Member) -> Portfolio:
    """All of them side by side."""
    names = [OWN, *(each.id for each in members)]
    title = {"title": {"fi": "Raportti"}, "already_public": True}
    sources = {each: Source.model_construct(id=each, **title) for each in names}
    return Portfolio(replace(scope(), sources=sources), members)
