"""What failed last and why: a page beside the reports, and a record to run again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from evallib.data.portfolio.gathering import PORTFOLIO
from evallib.data.projects import list_projects
from evallib.domain.errors import EnvironmentFault
from evallib.domain.vocabulary import Audience, Language, Text
from evallib.present.failure import FailurePage, failure_html
from evallib.run.outcome import Fault, Stage
from evallib.run.publishing.run_folder import FOLDER as DRAFTS
from evallib.run.publishing.storage import json_text, replace_file
from evallib.run.task import Task

FOLDER = "failed"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Failure:
    """A report that could not be made, or a project that could not be read at all.

    Attributes
    ----------
    round, report : str, optional
        None where the project file itself is at fault.
    standing : bool
        Whether an earlier report still stands, older than its data.
    """

    project: str
    round: str | None = None
    report: str | None = None
    language: Language = "fi"
    audience: Audience = "public"
    stage: Stage = "project"
    name: Mapping[str, str | None] | None = None
    standing: bool = False

    @property
    def slug(self) -> str:
        """The name of its files."""
        if self.round is None:
            return self.project
        parts = (self.project, self.round, self.report, self.language, self.audience)
        return ".".join(str(each) for each in parts)

    @property
    def wording(self) -> Text:
        """The project's name, or its id where the name cannot be read."""
        return Text(**self.name) if self.name else Text(fi=self.project)


def failure_of(task: Task, stage: Stage, *, name: Text, standing: bool) -> Failure:
    """The failure of one report."""
    return Failure(
        task.project,
        task.round,
        task.report,
        task.language,
        task.audience,
        stage,
        asdict(name),
        standing,
    )


def keep_failure(root: Path, failure: Failure, fault: Fault) -> None:
    """Write its page and its record; a disk that is full is told of elsewhere."""
    folder, drafts = root / "reports" / FOLDER, root / "reports" / DRAFTS
    page = FailurePage(
        name=failure.wording,
        round=failure.round,
        stage=failure.stage,
        standing=failure.standing,
        problems=fault.problems,
        error=fault.error,
        log=fault.log,
    )
    with suppress(OSError, EnvironmentFault):
        folder.mkdir(parents=True, exist_ok=True)
        html = failure_html(page, failure.language)
        replace_file(folder / f"{failure.slug}.html", html, drafts=drafts)
        record = {"format": FORMAT, **asdict(failure)}
        replace_file(folder / f"{failure.slug}.json", json_text(record), drafts=drafts)


def forget_failure(root: Path, slug: str) -> None:
    """The report stands again, or the project can be read again."""
    for ending in ("json", "html"):
        with suppress(OSError):
            (root / "reports" / FOLDER / f"{slug}.{ending}").unlink(missing_ok=True)


def failures(root: Path) -> Iterator[Failure]:
    """What failed when it was last run, of projects that are still there."""
    known = (*list_projects(root), PORTFOLIO)
    for path in sorted((root / "reports" / FOLDER).glob("*.json")):
        with suppress(OSError, ValueError, TypeError):
            record = json.loads(path.read_text(encoding="utf-8"))
            if record.pop("format") == FORMAT and record["project"] in known:
                yield Failure(**record)


def slug_of(task: Task) -> str:
    """What the failure of a report would be called."""
    return Failure(
        task.project, task.round, task.report, task.language, task.audience
    ).slug
