"""Files of a project that begins: all of them new, or none."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from evallib.data.configuration.faults import ID_PATTERN
from evallib.data.root import FOLDER
from evallib.domain.declared import DEVICE_NAMES
from evallib.domain.errors import ConfigurationError, EnvironmentFault, Place, Problem

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
LONGEST_ID = 63
FREE_MB = 1


def project_path(project: str, name: str) -> str:
    """A file that a person edits, as messages name it."""
    return f"{FOLDER}/{project}/{name}"


def raw_path(project: str, name: str) -> str:
    """A file of figures, as messages name it."""
    return f"data/raw/{project}/{name}"


def id_from(name: str) -> str:
    """An id made of the first part of a name.

    Empty where the name has no letter or digit of the Latin alphabet.

    Examples
    --------
    >>> id_from("INKA Satakunta - innovatiiviset kasvupalvelut"), id_from("Työ!")
    ('inka-satakunta', 'tyo')
    """
    first = re.split(r"\s+[-–—:]\s+", name, maxsplit=1)[0]
    plain = unicodedata.normalize("NFKD", first).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_ID].strip("-")


def require_free(root: Path, project: str, files: Mapping[str, bytes]) -> None:
    """Refuse an id that cannot be one, that is taken, or whose files are there.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    project : str
        The new id.
    files : mapping
        What would be written, by path under ``root``.

    Raises
    ------
    ConfigurationError
        ``E-CFG-ID`` with what stands in the way; nothing has been written.
    """
    place = Place(f"{FOLDER}/", column="id")
    if not re.fullmatch(ID_PATTERN, project) or project in DEVICE_NAMES:
        raise ConfigurationError([Problem("E-CFG-ID", place)])
    folders = [each.name for each in (root / FOLDER).iterdir()]
    taken = [
        f"{FOLDER}/{name}"
        for name in folders
        if unicodedata.normalize("NFKC", name).casefold() == project
    ]
    taken += [name for name in files if (root / name).exists()]
    if taken:
        facts = {"case": "exists", "found": taken[0]}
        raise ConfigurationError([Problem("E-CFG-ID", place, facts)])


def write_new(root: Path, project: str, files: Mapping[str, bytes]) -> None:
    """Write the files of a new project; the last one makes it a project.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    project : str
        The new id.
    files : mapping
        Content by path under ``root``; ``project.toml`` comes last.

    Raises
    ------
    ConfigurationError
        As ``require_free``.
    EnvironmentFault
        If the disk is full or may not be written; what was begun is taken away.
    """
    require_free(root, project, files)
    written: list[Path] = []
    try:
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            written.append(path)
            with path.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    except OSError as fault:
        for path in written:
            path.unlink(missing_ok=True)
        code = "E-DISK" if fault.errno in FULL else "E-PERM"
        facts = {"limit": FREE_MB} if code == "E-DISK" else {}
        raise EnvironmentFault([Problem(code, Place(name), facts)]) from None
