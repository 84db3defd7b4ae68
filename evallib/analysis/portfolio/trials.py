"""Every pilot of every project in one form, as public reports tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evallib.analysis.outcomes.pilots import named_pilot
from evallib.data.portfolio.gathering import Member, Portfolio
from evallib.data.portfolio.published import Number, PublishedReport
from evallib.domain.estimate import Tally
from evallib.domain.plan import Design, Plan
from evallib.domain.project import Comparison
from evallib.domain.records import Pilot
from evallib.domain.vocabulary import Label, Text

WITHOUT_CONTROLS = 1  # the level of a printed rate, alone or beside a benchmark


@dataclass(frozen=True, slots=True)
class Trial:
    """One pilot: who took part, what came of it, against what, for how much.

    Attributes
    ----------
    participants : int, optional
        None where no report tells.
    outcome : Label or Text, optional
        What was counted; ``definition`` says when two pilots counted the same.
    tally : Tally, optional
        Counts of that outcome.
    share, limits : Number, optional
        As reported; ``share`` of a printed range has no single value.
    difference : Number, optional
        The effect that the report words, with its limits.
    level : int, optional
        Of the Maryland scale; None where there is no outcome.
    unit_eur : float, optional
        Euros for each client.
    """

    id: str
    name: Text
    project: Text
    source: str
    simulated: bool = False
    participants: int | None = None
    outcome: Label | Text | None = None
    definition: str | None = None
    months: int | None = None
    design: Design | None = None
    tally: Tally | None = None
    share: Number | None = None
    limits: Number | None = None
    difference: Number | None = None
    level: int | None = None
    unit_eur: float | None = None
    lesson: Text | None = None

    @property
    def has_outcome(self) -> bool:
        return self.share is not None


def trials(portfolio: Portfolio) -> tuple[Trial, ...]:
    """All pilots of a portfolio, project by project.

    A project with client files is one pilot. One that declares none at all, but tells
    what a purchased service cost for each client, is told of by its purchases.
    """
    return tuple(each for member in portfolio.members for each in _of(member))


def _of(member: Member) -> Iterator[Trial]:
    plan = member.study.project.plan
    if plan is not None:
        yield _counted(member, plan)
    pilots = member.study.pilots
    declared = sorted(
        member.study.project.comparisons, key=lambda each: not each.primary
    )
    compared = {each.pilot: each for each in declared[:1]}  # the one that is reported
    for each in pilots:
        yield _published(member, each, compared.get(each.id))
    if plan is None and not pilots:
        yield from _purchased(member)


def _counted(member: Member, plan: Plan) -> Trial:
    """The pilot of a project whose clients were followed one by one."""
    report, project = member.report, member.study.project
    share = report.number(("effect", "groups", "pilot", "share"))
    level = report.count(("effect", "evidence", "primary", "level"))
    return Trial(
        id=f"{project.id}.clients",
        name=project.name,
        project=project.name,
        source=member.id,
        simulated=project.simulated,
        participants=report.count(("summary", "key_numbers", "served", "served")),
        outcome=Label(f"effect_outcome.{plan.primary}"),
        definition=plan.primary,
        months=plan.horizon_months,
        design=plan.design,
        tally=_tally(report),
        share=share,
        limits=share if share is not None and share.low is not None else None,
        difference=report.number(
            ("summary", "key_numbers", "difference", "difference")
        ),
        level=level if share is not None else None,
        unit_eur=report.value(("costs", "per_client", "pilot", "each")),
    )


def _tally(report: PublishedReport) -> Tally | None:
    reached = report.count(("effect", "groups", "pilot", "reached"))
    known = report.count(("effect", "groups", "pilot", "known"))
    return Tally(reached, known) if reached is not None and known else None


def _published(member: Member, pilot: Pilot, printed: Comparison | None) -> Trial:
    """A pilot known from what the project printed of it."""
    report, project = member.report, member.study.project
    reached = report.count(("pilots", "outcomes", pilot.id, "reached"))
    of = report.count(("pilots", "outcomes", pilot.id, "of"))
    share = report.number(("pilots", "outcomes", pilot.id, "share"))
    outcome: Label | Text | None = Label(f"outcome.{pilot.outcome_kind}")
    definition, months = pilot.outcome_kind, None
    if printed is not None:
        share = report.number(("comparison", "published", "pilot", "share"))
        outcome, definition = printed.outcome, None
        months = printed.horizon_months
    told = share is not None
    return Trial(
        id=f"{project.id}.{pilot.id}",
        name=named_pilot(pilot),
        project=project.name,
        source=member.id,
        simulated=project.simulated,
        participants=report.count(("pilots", "overview", pilot.id, "participants")),
        outcome=outcome if told else None,
        definition=definition if told else None,
        months=months,
        tally=Tally(reached, of) if reached is not None and of else None,
        share=share,
        limits=share if printed is None else None,
        level=WITHOUT_CONTROLS if told else None,
        lesson=pilot.result,
    )


def _purchased(member: Member) -> Iterator[Trial]:
    """Services that a project bought, with what they cost for each client."""
    report, project = member.report, member.study.project
    for line in member.study.budget_lines:
        if line.group != "purchases":
            continue
        clients = report.count(("budget", "purchases", line.id, "actual_clients"))
        unit = report.value(("budget", "purchases", line.id, "actual_unit_eur"))
        if clients is not None or unit is not None:
            yield Trial(
                id=f"{project.id}.{line.id}",
                name=line.name,
                project=project.name,
                source=member.id,
                simulated=project.simulated,
                participants=clients,
                unit_eur=unit,
                lesson=line.note,
            )
