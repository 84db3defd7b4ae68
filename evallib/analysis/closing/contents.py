"""Which sections a report of this study shows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import fields, replace
from functools import wraps
from typing import ClassVar

from evallib.analysis.adjusting.adjustment import adjustment
from evallib.analysis.adjusting.balance import balance
from evallib.analysis.adjusting.robustness import robustness
from evallib.analysis.adjusting.subgroups import subgroups
from evallib.analysis.closing.consistency import consistency
from evallib.analysis.closing.disclosure import disclosure
from evallib.analysis.closing.methods import methods
from evallib.analysis.closing.sources import sources
from evallib.analysis.closing.summary import summary
from evallib.analysis.effect.effect import effect
from evallib.analysis.effect.plan import plan
from evallib.analysis.monitoring.budget import budget
from evallib.analysis.monitoring.indicators import indicators
from evallib.analysis.monitoring.reach import reach
from evallib.analysis.outcomes.comparison import comparison
from evallib.analysis.outcomes.pilots import pilots
from evallib.analysis.people.maturity import maturity
from evallib.analysis.people.participants import participants
from evallib.analysis.people.results_indicators import results_indicators
from evallib.analysis.people.rounds import rounds
from evallib.analysis.people.transitions import transitions
from evallib.analysis.project.description import description
from evallib.analysis.project.evaluation_plan import evaluation_plan
from evallib.analysis.project.front import front
from evallib.analysis.project.logic_model import logic_model
from evallib.analysis.project.principles import principles
from evallib.analysis.project.project_card import project_card
from evallib.analysis.time.before_service import before_service
from evallib.analysis.time.cost_effectiveness import costs
from evallib.analysis.time.time_to_work import time_to_work
from evallib.analysis.voices.answers import answers
from evallib.analysis.voices.rankings import rankings
from evallib.analysis.voices.survey_items import survey_items
from evallib.analysis.voices.themes import themes
from evallib.data.study import Study
from evallib.domain.section import Section

Ask = Callable[[Study], Section | None]


class _Asked:
    """Which sections of the latest study had data; it is the same in all languages."""

    study: Study | None = None
    has_data: ClassVar[dict[str, bool]] = {}

    @classmethod
    def of(cls, study: Study) -> dict[str, bool]:
        if cls.study is None or not _same_data(cls.study, study):
            cls.has_data = {}
        cls.study = study
        return cls.has_data


def _same_data(one: Study, other: Study) -> bool:
    """Whether two studies are one, but for the reader's language."""
    kept = [each.name for each in fields(Study) if each.name != "scope"]
    return replace(one.scope, language=other.scope.language) == other.scope and all(
        getattr(one, name) is getattr(other, name) for name in kept
    )


def _noted(section: Ask) -> Ask:
    """The same section function, which leaves a note whether there was data."""

    @wraps(section)
    def asked(study: Study) -> Section | None:
        made = section(study)
        _Asked.of(study)[section.__name__] = made is not None
        return made

    return asked


_IN_ORDER: tuple[Ask, ...] = (
    front,
    summary,
    project_card,
    logic_model,
    evaluation_plan,
    plan,
    reach,
    participants,
    maturity,
    transitions,
    results_indicators,
    time_to_work,
    effect,
    adjustment,
    balance,
    before_service,
    robustness,
    subgroups,
    costs,
    rounds,
    pilots,
    comparison,
    survey_items,
    answers,
    rankings,
    themes,
    indicators,
    budget,
    principles,
    description,
    consistency,
    methods,
    sources,
    disclosure,
)
SECTIONS: tuple[Ask, ...] = tuple(_noted(each) for each in _IN_ORDER)


def contents(study: Study, among: Collection[str] | None = None) -> frozenset[str]:
    """Names of the sections that have data; conclusions may cite these.

    ``among`` are the names to look for; left out, all of them. What the study was
    asked already is not worked out again.
    """
    sought = {s.__name__: s for s in SECTIONS if among is None or s.__name__ in among}
    for name, section in sought.items():
        if name not in _Asked.of(study):
            section(study)
    return frozenset(name for name in sought if _Asked.of(study)[name])
