"""All projects side by side, each as its own public report tells of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from evallib.data.portfolio.published import (
    PublishedReport,
    published_report,
    results_file,
)
from evallib.data.projects import FILE, list_projects, load_project, project_folder
from evallib.data.study import Study, input_files, load_study
from evallib.domain.disclosure import Disclosure
from evallib.domain.errors import ConfigurationError, Place, Problem, UserError
from evallib.domain.files import CLIENT_KINDS
from evallib.domain.project import Project, Round, Source
from evallib.domain.section import Scope
from evallib.domain.vocabulary import Language, Text

PORTFOLIO = "_portfolio"  # no id of a project can begin like this
ROUND = "latest"
OWN = "_calculated"  # the source of what is worked out from several reports
Reason = Literal["unpublished", "outdated", "unreadable"]


@dataclass(frozen=True, slots=True)
class Member:
    """One project: its words from its files, its numbers from its public report."""

    study: Study  # without people: nothing here can tell more than the report
    report: PublishedReport

    @property
    def id(self) -> str:
        return self.study.project.id


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A project of which the portfolio tells nothing, and why."""

    project: str
    name: Text
    reason: Reason


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the sections of the portfolio read; made by ``load_portfolio`` only."""

    scope: Scope
    members: tuple[Member, ...]
    left_out: tuple[LeftOut, ...] = ()

    def __repr__(self) -> str:
        return f"<Portfolio: {len(self.members)} projects>"


def load_portfolio(
    root: Path, *, name: Text, language: Language, until: date | None = None
) -> Portfolio:
    """Every project that has a public report, as that report tells of it.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/`` and ``reports/``.
    name : Text
        What figures are said to come from that several reports give together.
    language : str
        The reader's language.
    until : date, optional
        Reports with a later cut-off are left aside.

    Raises
    ------
    ConfigurationError
        ``E-NO-REPORTS`` if no project has a public report.

    Notes
    -----
    No number is counted anew from client files. What a project's own report hides is
    not among the numbers that it published, so that it cannot be told here.
    """
    gathered = [_gathered(root, each, language, until) for each in list_projects(root)]
    members = tuple(each for each in gathered if isinstance(each, Member))
    if not members:
        facts = {"allowed": list_projects(root)}
        raise ConfigurationError(
            [Problem("E-NO-REPORTS", Place("reports/public"), facts)]
        )
    left_out = tuple(each for each in gathered if isinstance(each, LeftOut))
    return Portfolio(_scope(members, name, language), members, left_out)


def portfolio_project(root: Path, name: Text, title: Text) -> Project:
    """All projects in the place of one: a name, and one round up to the last report.

    Raises
    ------
    ConfigurationError
        ``E-NO-REPORTS`` if no project has a public report.
    """
    as_of = load_portfolio(root, name=name, language="fi").scope.as_of
    return Project.model_construct(
        id=PORTFOLIO,
        name=name,
        rounds=(Round(id=ROUND, kind="interim", as_of=as_of, title=title),),
    )


def portfolio_inputs(root: Path) -> Iterator[Path]:
    """Every file that the portfolio rests on."""
    for each in list_projects(root):
        yield project_folder(root, each) / FILE
        report = published_report(root, each)
        if report is not None:
            yield results_file(root, report)
            try:
                yield from _own_tables(root, load_project(root, each), report).values()
            except UserError:
                continue


def _gathered(
    root: Path, project: str, language: Language, until: date | None
) -> Member | LeftOut:
    name = Text(fi=project)
    try:
        declared = load_project(root, project)
        name = declared.name
        report = published_report(root, project, until=until)
        if report is None:
            return LeftOut(project, name, "unpublished")
        if _has_changed(root, declared, report):
            return LeftOut(project, name, "outdated")
        study = load_study(
            root,
            project,
            round_id=report.round,
            language=language,
            audience="public",
            as_of=report.as_of,
            with_people=False,
        )
    except UserError:  # told in full when that project is run or checked
        return LeftOut(project, name, "unreadable")
    return Member(study, report)


def _own_tables(
    root: Path, project: Project, report: PublishedReport
) -> dict[str, Path]:
    """The files that the words of a project come from."""
    client = {each.path for each in project.files.values() if each.kind in CLIENT_KINDS}
    found = input_files(root, project, report.round)
    tables = {name: path for name, path in found.items() if path.name not in client}
    path = project_folder(root, project.id) / FILE
    return {path.relative_to(root).as_posix(): path, **tables}


def _has_changed(root: Path, project: Project, report: PublishedReport) -> bool:
    """Whether words and numbers belong together no more."""
    return any(
        report.inputs.get(name) != _hash(path)
        for name, path in _own_tables(root, project, report).items()
    )


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _scope(members: tuple[Member, ...], name: Text, language: Language) -> Scope:
    sources = {each.id: _source(each) for each in members}
    sources[OWN] = Source.model_construct(id=OWN, title=name, already_public=True)
    return Scope(
        PORTFOLIO,
        ROUND,
        language,
        "public",
        max(each.report.as_of for each in members),
        Disclosure(),
        sources,
        all(each.study.project.simulated for each in members),
    )


def _source(member: Member) -> Source:
    """The public report of a project: whatever stands in it can be read by all."""
    return Source(
        id=member.id,
        title=member.study.project.name,
        published=member.report.as_of,
        already_public=True,
    )
