"""Rows of a project's own tables, as read from ``data/raw/<id>/``.

Each class is one kind of file. A field named ``name`` may also come as ``name_sv``
and ``name_en``; figures are what the source printed, with the id of that source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from evallib.domain.vocabulary import Entry, Respondents, Text

Counted = Literal["persons", "companies", "organisations", "jobs", "events", "things"]
Statistic = Literal["top2_percent", "mean"]
ThemeKind = Literal["need", "observation", "focus", "success", "improvement"]
OutcomeKind = Literal["employed", "interviewed"]
BudgetGroup = Literal["purchases", "staff", "other"]
Answer = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A target and what became of it; ``counted`` says of what."""

    id: str
    group: Text
    name: Text
    counted: Counted
    target: Entry | None
    actual: Entry | None
    actual_number: float | None  # the count in ``actual`` that answers to the target
    reach: bool  # tells who was reached, and so belongs to the reach section
    goal: str | None
    note: Text | None
    source: str


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Money and clients of one purchase or cost line, planned and realised."""

    id: str
    group: BudgetGroup
    name: Text
    planned_eur: float | None
    actual_eur: float | None
    planned_clients: int | None
    actual_clients: int | None
    printed_planned_unit_eur: float | None  # euros per client as the source prints it
    printed_actual_unit_eur: float | None
    planned_parts_eur: tuple[float, ...]  # parts that should add up to the plan
    note: Text | None
    source: str


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A questionnaire that the entry workbook tells of, not the project file."""

    id: str
    name: Text
    respondents: Respondents
    answered: int
    invited: int | None
    scale: Text | None
    scale_low: int | None
    scale_high: int | None
    complete_ranking: bool
    source: str


@dataclass(frozen=True, slots=True)
class SurveyItem:
    """One statement of a survey with the one number the source gives of it."""

    id: str
    survey: str
    name: Text
    statistic: Statistic
    value: float  # percent for top2_percent, scale points for mean
    decimals: int
    answered: int
    source: str


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One item that respondents put in order; rank 1 is first."""

    id: str
    survey: str
    question: Text
    name: Text
    mean_rank: float
    decimals: int
    answered: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Theme:
    """Something open answers speak of; ``mentions`` counts respondents."""

    id: str
    survey: str
    question: Text
    kind: ThemeKind
    name: Text
    mentions: int | None
    source: str


@dataclass(frozen=True, slots=True)
class PublishedQuote:
    """An open answer that may be published, and who allowed it."""

    id: str
    text: Text
    speaker: Text
    question: Text | None
    approved_by: Text
    approved_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Pilot:
    """One trial of a service, or a part of one (``parent`` names the whole)."""

    id: str
    parent: str | None
    label: str | None
    name: Text
    providers: Text | None
    written_time: Text | None
    start: date | None
    end: date | None
    place: Text | None
    aim: Text | None
    target_persons: Entry | None
    participants: int | None
    women: int | None
    men: int | None
    outcome_kind: OutcomeKind | None
    outcome_persons: int | None
    result: Text | None
    url: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Principle:
    """One horizontal principle, scored 0 to 10 for direct and indirect effect."""

    id: str
    dimension: Text
    name: Text
    direct: int | None
    indirect: int | None
    reason: Text | None
    source: str


@dataclass(frozen=True, slots=True)
class EqualityAnswer:
    """A yes/no question on gender equality with the project's reason."""

    id: str
    question: Text
    answer: Answer
    reason: Text | None
    source: str


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of the goal logic, in a column (``level``) of it."""

    id: str
    level: str
    name: Text
    leads_to: tuple[str, ...]
    indicator: str | None
    source: str
