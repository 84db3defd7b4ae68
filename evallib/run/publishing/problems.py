"""What was odd in the raw files, as a workbook beside the report on their quality."""

from __future__ import annotations

from evallib.data.clean import processed_folder
from evallib.data.store import open_processed
from evallib.run.problems_workbook import as_problems, problems_workbook
from evallib.run.publishing.storage import replace_bytes
from evallib.run.task import Task

FILE = "problems.xlsx"


def publish_problems(task: Task) -> None:
    """Put the places and messages of a project's raw files beside its report."""
    manifest = open_processed(processed_folder(task.root, task.project)).manifest
    problems = as_problems(manifest.provenance.notes)
    content = problems_workbook(problems, task.language)
    replace_bytes(task.folder / FILE, content)
