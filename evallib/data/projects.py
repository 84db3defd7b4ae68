"""Where projects lie, and reading one project file with all its faults at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from evallib.data.configuration.client_files import client_file_problems
from evallib.data.configuration.faults import ID_PATTERN, problems_of
from evallib.data.configuration.limits import read_limited
from evallib.data.configuration.references import folder_problems, reference_problems
from evallib.data.configuration.syntax import parse
from evallib.data.root import FILE as FILE
from evallib.data.root import FOLDER
from evallib.data.root import find_root as find_root
from evallib.data.root import list_projects as list_projects
from evallib.domain.declared import DEVICE_NAMES
from evallib.domain.errors import ConfigurationError, Place, Problem
from evallib.domain.project import Project, Round


def project_file(root: Path, project: str) -> Path:
    """The project file of an id.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    project : str
        The id, which is the name of the folder.

    Returns
    -------
    Path
        An existing file inside ``root``.

    Raises
    ------
    ConfigurationError
        ``E-CFG-ID`` for a text that cannot be an id, ``E-CFG-FILE`` with the nearest
        ids where there is no such project.
    """
    if not re.fullmatch(ID_PATTERN, project) or project in DEVICE_NAMES:
        place = Place(f"{FOLDER}/", column="id")
        raise ConfigurationError([Problem("E-CFG-ID", place, _nearest(root, project))])
    path = root / FOLDER / project / FILE
    if not path.is_file():
        place = Place(f"{FOLDER}/{project}/{FILE}")
        facts = _nearest(root, project)
        raise ConfigurationError([Problem("E-CFG-FILE", place, facts)])
    return path


def _nearest(root: Path, project: str) -> Mapping[str, object]:
    """What could have been meant; looked for only where nothing was found."""
    known = list_projects(root)
    near = get_close_matches(project.casefold(), known, n=3, cutoff=0.5)
    return {"allowed": known, "near": near}


def project_folder(root: Path, project: str) -> Path:
    """The folder of a project's own words: its file, conclusions and quotes.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    project : str
        Id of a project that has been loaded.

    Returns
    -------
    Path
        Not checked to exist.
    """
    return root / FOLDER / project


def load_project(root: Path, project: str) -> Project:
    """Read one project file and report every fault in it at once.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    project : str
        The id, which is the name of the folder.

    Returns
    -------
    Project
        Checked and frozen.

    Raises
    ------
    ConfigurationError
        All problems together, with table and key; nothing the user wrote is echoed
        except ids and keys.

    Notes
    -----
    A fault of the text itself (size, encoding, syntax) ends the reading, because
    nothing behind it can be trusted.
    """
    path = project_file(root, project)
    shown = f"{FOLDER}/{project}/{FILE}"
    declared = parse(read_limited(path, shown=shown), shown=shown)
    problems = folder_problems(path, declared, shown=shown)
    problems += reference_problems(declared, shown=shown)
    try:
        context = {"language": declared.get("language", "fi")}
        checked = Project.model_validate(declared, context=context)
    except ValidationError as error:
        found = problems_of(error, declared, shown=shown)
        told = any(each.code == "E-CFG-ID" for each in found)
        found += [each for each in problems if not (told and each.code == "E-CFG-ID")]
        raise ConfigurationError(found) from None
    problems += client_file_problems(checked, shown=shown)
    if problems:
        raise ConfigurationError(problems)
    return checked


def require_round(project: Project, wanted: str) -> Round:
    """The evaluation round of that id.

    Parameters
    ----------
    project : Project
        The project.
    wanted : str
        Id of one of its rounds.

    Returns
    -------
    Round
        As declared.

    Raises
    ------
    ConfigurationError
        ``E-CFG-KEY`` with the ids of the rounds that exist.
    """
    found = project.round(wanted)
    if found is not None:
        return found
    known = [each.id for each in project.rounds]
    near = get_close_matches(wanted, known, n=1)
    place = Place(f"{FOLDER}/{project.id}/{FILE}", column="rounds")
    facts = {"case": "round", "allowed": known, "near": near}
    raise ConfigurationError([Problem("E-CFG-KEY", place, facts)])
