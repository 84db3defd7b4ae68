"""What is asked for: reports of many projects, or one and where it will lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evallib.domain.vocabulary import Audience, Language

INTERNAL_MARK = "_SISAINEN"


@dataclass(frozen=True, slots=True)
class Task:
    """One report: a notebook run for one project, round, language and audience.

    Attributes
    ----------
    root : Path
        The folder that holds ``projects/``, ``notebooks/`` and ``reports/``.
    extra : tuple of (name, value)
        Further parameters that the notebook declares.
    strict : bool
        Whether an output that nobody has checked stops a public report.
    """

    root: Path
    project: str
    round: str
    language: Language
    audience: Audience = "public"
    report: str = "evaluation"
    extra: tuple[tuple[str, str], ...] = ()
    strict: bool = False

    @property
    def name(self) -> str:
        """How progress lines and summaries call it."""
        mark = " internal" if self.audience == "internal" else ""
        return f"{self.project} {self.round} {self.report} {self.language}{mark}"

    @property
    def key(self) -> str:
        """How the manifest of a round calls it."""
        return f"{self.report}.{self.language}"

    @property
    def notebook(self) -> Path:
        return self.root / "notebooks" / f"{self.report}.ipynb"

    @property
    def folder(self) -> Path:
        """Where the finished report is published."""
        return self.root / "reports" / self.audience / self.project / self.round

    @property
    def file(self) -> str:
        mark = INTERNAL_MARK if self.audience == "internal" else ""
        return f"{self.key}{mark}.html"

    @property
    def results_file(self) -> str:
        """The released numbers of the round; one file for all languages."""
        if self.report == "evaluation":
            return "results.json"
        return f"results-{self.report}.json"

    @property
    def parameters(self) -> Mapping[str, str]:
        """What the notebook is given: plain text under declared names."""
        return {
            "project": self.project,
            "round": self.round,
            "language": self.language,
            "audience": self.audience,
            **dict(self.extra),
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command asks for.

    Attributes
    ----------
    report : str, optional
        None means the evaluation, and for a project with client files the internal
        account of their quality as well.
    languages : tuple
        Empty means each project's own language.
    round : str, optional
        None means every round that the project declares.
    extra : tuple of (name, value)
        Further parameters that the notebook declares.
    only_failed : bool
        Nothing but what failed when it was last run; no projects mean all.
    strict : bool
        Whether an output that nobody has checked stops a public report.
    """

    projects: tuple[str, ...] = ()
    everything: bool = False
    report: str | None = None
    languages: tuple[Language, ...] = ()
    round: str | None = None
    audience: Audience = "public"
    extra: tuple[tuple[str, str], ...] = ()
    only_failed: bool = False
    strict: bool = False
