"""Which project a report is about: one of them, or all of them together."""

from __future__ import annotations

from pathlib import Path

from evallib.data.portfolio.gathering import PORTFOLIO, ROUND, portfolio_project
from evallib.data.projects import load_project
from evallib.domain.project import Project
from evallib.domain.vocabulary import Language
from evallib.present.commands import in_all_languages
from evallib.run.task import Task

REPORT = "portfolio"


def subject(task: Task) -> Project:
    """The project of a task; for the portfolio one that stands for all.

    Raises
    ------
    ConfigurationError
        If the project file is at fault, or no project has a public report yet.
    """
    if is_portfolio(task):
        return all_projects(task.root)
    return load_project(task.root, task.project)


def is_portfolio(task: Task) -> bool:
    """Whether a report is about all projects together."""
    return task.project == PORTFOLIO


def all_projects(root: Path) -> Project:
    """All projects in the place of one. Raises as ``portfolio_project``."""
    name, title = (in_all_languages(f"portfolio.{each}") for each in ("name", "title"))
    return portfolio_project(root, name, title)


def portfolio_task(root: Path, language: Language) -> Task:
    """The portfolio in one language; it is always public."""
    return Task(root, PORTFOLIO, ROUND, language, report=REPORT)
