"""What was odd in the raw files, as a workbook beside the report on their quality."""

from __future__ import annotations

from evallib.data.clean import processed_folder
from evallib.data.store import open_processed
from evallib.run.making.report import Made
from evallib.run.problems_workbook import as_problems, problems_workbook
from evallib.run.publishing.storage import disk_faults, replace_bytes

FILE = "problems.xlsx"


def publish_problems(made: Made) -> None:
    """Put the places and messages of a project's raw files beside its report.

    Before the report itself: were the run cut short between the two, the report would
    stand as up to date and the workbook would never be written.
    """
    task = made.task
    manifest = open_processed(processed_folder(task.root, task.project)).manifest
    problems = as_problems(manifest.provenance.notes)
    content = problems_workbook(problems, task.language)
    with disk_faults("/".join(task.folder.parts[-4:])):
        task.folder.mkdir(parents=True, exist_ok=True)
        replace_bytes(task.folder / FILE, content, drafts=made.folder)
