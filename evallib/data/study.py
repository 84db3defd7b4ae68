"""One project at one evaluation round: everything that its report is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evallib.data.aggregates import is_workbook, load_table
from evallib.data.identity.guard import LEAK, masked, text_problems
from evallib.data.people import People
from evallib.data.persons.opening import NOBODY, Earlier, opened
from evallib.data.plan_lock import PlanLock, read_lock
from evallib.data.projects import load_project, project_folder, require_round
from evallib.data.store import Provenance
from evallib.data.surveys.answers import Answers
from evallib.data.tables.impossible_figures import doubts_between
from evallib.data.tables.published_beside_people import published_otherwise
from evallib.data.tables.references import broken_references
from evallib.data.workbooks.surveys import with_surveys
from evallib.domain.errors import EnvironmentFault, InputError, Place, Problem
from evallib.domain.files import CLIENT_KINDS, DataFile, FileKind
from evallib.domain.project import Project, Round
from evallib.domain.records import (
    BudgetLine,
    EqualityAnswer,
    Goal,
    Indicator,
    Pilot,
    Principle,
    PublishedQuote,
    RankedItem,
    SurveyItem,
    Theme,
)
from evallib.domain.section import Scope
from evallib.domain.vocabulary import LANGUAGES, Audience, Language, Text


@dataclass(frozen=True, slots=True)
class Study:
    """What the analysis sections read; made by ``load_study`` only."""

    scope: Scope
    project: Project
    round: Round
    tables: Mapping[FileKind, tuple[Any, ...]]
    conclusions: Text | None
    description: Text | None
    warnings: tuple[Problem, ...]
    people: People | None = None  # none: the project has no client files
    earlier: Earlier | None = None  # the same people as the round before saw them
    intake: Provenance | None = None  # what became of the client files
    answers: tuple[Answers, ...] = ()  # of surveys whose answers are here one by one
    lock: PlanLock | None = None  # none: the plan was never locked

    @property
    def pilot_cost_eur(self) -> float | None:
        """What the pilot had cost by the round, or in all where no round tells."""
        own, plan = self.round.pilot_cost_eur, self.project.plan
        return own if own is not None or plan is None else plan.pilot_cost_eur

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return self.tables.get("indicators", ())

    @property
    def budget_lines(self) -> tuple[BudgetLine, ...]:
        return self.tables.get("budget", ())

    @property
    def survey_items(self) -> tuple[SurveyItem, ...]:
        return self.tables.get("survey_summary", ())

    @property
    def ranked_items(self) -> tuple[RankedItem, ...]:
        return self.tables.get("rankings", ())

    @property
    def themes(self) -> tuple[Theme, ...]:
        return self.tables.get("themes", ())

    @property
    def quotes(self) -> tuple[PublishedQuote, ...]:
        return self.tables.get("quotes", ())

    @property
    def pilots(self) -> tuple[Pilot, ...]:
        return self.tables.get("pilots", ())

    @property
    def principles(self) -> tuple[Principle, ...]:
        return self.tables.get("principles", ())

    @property
    def equality(self) -> tuple[EqualityAnswer, ...]:
        return self.tables.get("equality", ())

    @property
    def goals(self) -> tuple[Goal, ...]:
        return self.tables.get("goals", ())

    def __repr__(self) -> str:
        kinds = ", ".join(f"{kind} {len(rows)}" for kind, rows in self.tables.items())
        return f"<Study {self.project.id} {self.round.id}: {kinds}>"


def load_study(
    root: Path,
    project: str,
    *,
    round_id: str,
    language: Language,
    audience: Audience,
    as_of: date | None,
    with_people: bool = True,
) -> Study:
    """Read a project's files for one round and check them together.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/`` and ``data/``.
    project, round_id : str
        Which project and which of its rounds.
    language : str
        The reader's language; texts of the project fall back to their own.
    audience : str
        ``public`` or ``internal``.
    as_of : date, optional
        Another cut-off than the round's own.
    with_people : bool, default True
        Whether to open the processed client files as well; without, the study holds
        what the project's other tables tell.

    Raises
    ------
    ConfigurationError
        If ``project.toml`` is at fault, or the project has no such round.
    InputError
        If a table is missing or faulty; holds the faults of all tables. If a table or
        text identifies somebody (``E-PII-IN-COLUMN``), nothing further is looked at.
        ``E-STALE`` if the processed data are not those of the client files.
    EnvironmentFault
        If a table is open in another program that lets nobody else read it.
    """
    declared = load_project(root, project)
    chosen = require_round(declared, round_id)
    tables, problems = _tables(root, declared, chosen)
    problems = masked(problems + text_problems(markdown_files(root, project), root))
    if any(problem.code == LEAK for problem in problems):
        raise InputError(problems)
    declared, repeated = with_surveys(declared, tables)
    problems += repeated
    problems += broken_references(declared, tables)
    problems += doubts_between(declared, tables)
    if any(problem.code == "E-FILE-LOCKED" for problem in problems):
        raise EnvironmentFault(problems)
    if any(problem.stops for problem in problems):
        raise InputError(problems)
    folder = project_folder(root, project)
    cut_off = as_of or chosen.as_of
    people = opened(root, declared, chosen, as_of=cut_off) if with_people else NOBODY
    if audience == "internal" and people.people is not None:
        pilots = tables.get("pilots", ())
        problems += published_otherwise(declared, pilots, people.people)
    return Study(
        scope=Scope(
            declared.id,
            chosen.id,
            language,
            audience,
            cut_off,
            declared.disclosure,
            {source.id: source for source in declared.documents},
            declared.simulated,
            declared.sensitive,
            declared.zeros,
        ),
        project=declared,
        round=chosen,
        tables=tables,
        conclusions=_markdown(folder, "conclusions"),
        description=_markdown(folder, "description"),
        warnings=tuple(problems),
        people=people.people,
        earlier=people.earlier,
        answers=_asked_by(chosen, declared, people.answers),
        intake=people.intake,
        lock=read_lock(root, declared),
    )


def _asked_by(
    chosen: Round, project: Project, answers: tuple[Answers, ...]
) -> tuple[Answers, ...]:
    """Surveys of the round; one that names no rounds is of all of them."""
    rounds = {each.survey: project.files[each.survey].rounds for each in answers}
    return tuple(
        each
        for each in answers
        if not rounds[each.survey] or chosen.id in rounds[each.survey]
    )


def input_files(root: Path, project: Project, round_id: str) -> dict[str, Path]:
    """Every declared table of a round: how messages name it, and where it lies."""
    return {shown: path for _, shown, path in _declared(root, project, round_id)}


def _declared(
    root: Path, project: Project, round_id: str
) -> list[tuple[DataFile, str, Path]]:
    raw = root / "data" / "raw" / project.id
    own = project_folder(root, project.id)
    found = []
    for file in project.files.values():
        if file.rounds and round_id not in file.rounds:
            continue
        beside = file.kind == "quotes" and not is_workbook(file.path)
        path = (own if beside else raw) / file.path
        found.append((file, path.relative_to(root).as_posix(), path))
    return found


def _tables(
    root: Path, project: Project, chosen: Round
) -> tuple[dict[FileKind, tuple[Any, ...]], list[Problem]]:
    tables: dict[FileKind, tuple[Any, ...]] = {}
    problems: list[Problem] = []
    for file, shown, path in _declared(root, project, chosen.id):
        if file.kind in CLIENT_KINDS:
            continue
        if not path.is_file():
            near = sorted(
                each.name for each in path.parent.glob(f"[!.~]*{path.suffix}")
            )
            problems.append(Problem("E-FILE-MISSING", Place(shown), {"found": near}))
            continue
        if root.resolve() not in path.resolve().parents:
            problems.append(Problem("E-PATH-OUTSIDE", Place(shown)))
            continue
        loaded = load_table(path, file, shown=shown, language=project.language)
        tables[file.kind] = tables.get(file.kind, ()) + loaded.records
        problems += [
            each
            for each in loaded.problems
            if each.place.row is not None or each not in problems
        ]
    return tables, problems


def _markdown(folder: Path, name: str) -> Text | None:
    paths = {each: folder / f"{name}.{each}.md" for each in LANGUAGES}
    worded = {
        each: _written(path.read_text(encoding="utf-8-sig"))
        for each, path in paths.items()
        if path.is_file()
    }
    return Text(**worded) if any(worded.values()) else None


def _written(text: str) -> str | None:
    """The text, or None while nothing stands below its headings."""
    lines = (line.strip() for line in text.splitlines())
    return text.strip() if any(ln and not ln.startswith("#") for ln in lines) else None


def markdown_files(root: Path, project: str) -> Sequence[Path]:
    """The evaluator's and the project's own texts, which the report also rests on."""
    folder = project_folder(root, project)
    return sorted(folder.glob("conclusions.*.md")) + sorted(
        folder.glob("description.*.md")
    )
