"""A new project: its file, its empty conclusions and its entry workbook."""

from __future__ import annotations

from pathlib import Path

from evallib.data.starting.answers import NewProject
from evallib.data.starting.entry_workbook import entry_workbook
from evallib.data.starting.files import project_path, raw_path, write_new
from evallib.data.starting.project_file import conclusions, project_toml


def begin_project(root: Path, project: NewProject) -> list[str]:
    """Write the files of a project that begins.

    Read the answer as: these files are yours to fill in; nothing else is needed
    before a report can be made.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    project : NewProject
        What is known of it.

    Returns
    -------
    list of str
        Paths under ``root`` of what was written.

    Raises
    ------
    ConfigurationError
        If the id cannot be one or is taken; an existing file is never replaced.
    """
    files = {
        raw_path(project.id, f"{project.id}.xlsx"): entry_workbook(project),
        project_path(project.id, f"conclusions.{project.language}.md"): (
            conclusions(project).encode()
        ),
        project_path(project.id, "project.toml"): project_toml(project).encode(),
    }
    write_new(root, project.id, files)
    return list(files)
