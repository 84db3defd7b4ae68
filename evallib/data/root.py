"""Where the tree of projects, notebooks and reports begins, and its projects."""

from __future__ import annotations

import os
from pathlib import Path

from evallib.domain.errors import ConfigurationError, Place, Problem

FOLDER = "projects"
FILE = "project.toml"


def find_root(start: Path | None = None) -> Path:
    """The folder that holds ``projects/``.

    Parameters
    ----------
    start : Path, optional
        Where to begin; the working folder if left out.

    Returns
    -------
    Path
        The folder named by ``EVALLIB_ROOT`` if that is set; else the nearest folder
        from ``start`` upwards that holds ``projects``; else the checkout that this
        package is installed from.

    Raises
    ------
    ConfigurationError
        ``E-CFG-FILE`` if none of them holds ``projects``.
    """
    named = os.environ.get("EVALLIB_ROOT")
    begin = (start or Path.cwd()).resolve()
    checkout = Path(__file__).resolve().parents[2]
    candidates = [Path(named)] if named else [begin, *begin.parents, checkout]
    for folder in candidates:
        if (folder / FOLDER).is_dir():
            return folder.resolve()
    raise ConfigurationError([Problem("E-CFG-FILE", Place(FOLDER), {"case": "root"})])


def list_projects(root: Path) -> tuple[str, ...]:
    """Ids of every project that has a project file, in alphabetical order.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.

    Returns
    -------
    tuple of str
        Folder names; names that begin with ``.``, ``_`` or ``~`` are never projects.
    """
    found = (each.parent.name for each in (root / FOLDER).glob(f"*/{FILE}"))
    return tuple(sorted(name for name in found if name[0] not in "._~"))
