"""An ESF project sheet becomes a project that can be run."""

from __future__ import annotations

from pathlib import Path

from evallib.data.eura.reading import read_sheet
from evallib.data.eura.writing import project_files
from evallib.data.starting.files import id_from, write_new
from evallib.domain.errors import ConfigurationError, InputError, Place, Problem


def import_esf(root: Path, path: Path, project: str | None = None) -> str:
    """Make a new project of one ESF project sheet.

    Read the answer ``"inka-satakunta"`` as: the project now stands in
    ``projects/inka-satakunta`` and its tables in ``data/raw/inka-satakunta``.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    path : Path
        The sheet as plain text, HTML, or text taken from a PDF.
    project : str, optional
        The id of the new project; by default made of the project's name.

    Returns
    -------
    str
        The id.

    Raises
    ------
    InputError
        If there is no such file, or its layout is not that of the form.
    ConfigurationError
        If the id cannot be one or is taken.

    Notes
    -----
    Nothing is written before the whole sheet has been understood. An existing file is
    never replaced. The contact person and telephone numbers are left out.
    """
    shown = path.name
    if not path.is_file():
        near = sorted(each.name for each in path.parent.glob(f"*{path.suffix}"))
        raise InputError([Problem("E-FILE-MISSING", Place(shown), {"found": near})])
    sheet = read_sheet(path, shown=shown)
    chosen = id_from(sheet.name) if project is None else project
    if not chosen:
        problem = Problem("E-CFG-ID", Place(shown, column="--id"), {"case": "no_name"})
        raise ConfigurationError([problem])
    write_new(root, chosen, project_files(sheet, chosen))
    return chosen
