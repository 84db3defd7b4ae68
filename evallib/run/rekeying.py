"""Another key for everybody: what the old one made is made again from raw files.

The key in place stays in force until the last data set is ready. Whatever interrupts
the change, the same command takes it up where it stopped: a data set tells by the id
in its manifest with which key it was made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evallib.data.clean import clean
from evallib.data.identity.keyfile import key_path, read_key
from evallib.data.identity.rotation import (
    Rotation,
    begin_rotation,
    finish_rotation,
    waiting_key,
)
from evallib.data.projects import list_projects, load_project, project_file
from evallib.data.store import open_processed
from evallib.domain.errors import (
    ConfigurationError,
    EnvironmentFault,
    InputError,
    Place,
    Problem,
)
from evallib.run.checking import check_project
from evallib.run.publishing.lock import only_writer

COMMAND = "evallib key rotate"
UNREADABLE = ""  # in place of the id of a key: the data cannot tell with which one


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """A finished change of the key."""

    kid: str
    earlier_kid: str


def rekey(
    root: Path,
    named: Sequence[str],
    *,
    everything: bool = False,
    tell: Callable[[str], None] = lambda project: None,
) -> Rekeyed:
    """Change the key, and make every data set again that the old one made.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/`` and ``data/``.
    named : sequence of str
        Ids of projects.
    everything : bool
        Every project with processed data, instead of those named.
    tell : callable
        Called with the id of each project whose data are ready.

    Returns
    -------
    Rekeyed
        The ids of both keys; the old key itself is gone.

    Raises
    ------
    ConfigurationError
        If no project is named, or one does not exist.
    LockedError
        If reports are being made, which may clean data too.
    EnvironmentFault
        ``E-KEY-MIX`` if data of the old key are left out, or a data set was made with
        a third key. Nothing is changed then. What ``read_key`` refuses.
    InputError
        If raw files are missing or have faults; no data set is changed before all
        have been checked.

    Notes
    -----
    Data sets below another root that were made with the same key are not seen, and
    need the change there before the old key is gone: keep a copy of it until then.
    """
    for each in named:
        project_file(root, each)
    if not named and not everything:
        facts = {"allowed": list_projects(root)}
        raise ConfigurationError([Problem("E-NOTHING-TO-RUN", Place(COMMAND), facts)])
    path = key_path(os.environ)
    with only_writer(root / "reports"):
        chosen = None if everything else named
        due = _due(root, path, chosen)
        for each in due:
            check_project(root, each)
        rotation = begin_rotation(path)
        while due:  # somebody may have cleaned with the old key meanwhile
            _clean_again(root, due, rotation=rotation, tell=tell)
            due = _due(root, path, chosen)
        finish_rotation(path, rotation)
    return Rekeyed(rotation.key.kid, rotation.earlier_kid)


def _clean_again(
    root: Path, due: Sequence[str], *, rotation: Rotation, tell: Callable[[str], None]
) -> None:
    for each in due:
        clean(root, load_project(root, each), key=rotation.key)
        tell(each)


def _due(root: Path, path: Path, named: Sequence[str] | None) -> tuple[str, ...]:
    """Projects whose data the old key made; all of them must have been named."""
    present, following = read_key(path).kid, waiting_key(path)
    old = (present, UNREADABLE)
    ready = old if following is None else (*old, following.kid)
    kids = keys_in_use(root)
    chosen = kids if named is None else named
    due = tuple(name for name, kid in kids.items() if kid in old)
    third = [name for name in chosen if kids.get(name, present) not in ready]
    left = [name for name in due if name not in chosen]
    problems = [_mixed(f"data/processed/{name}") for name in third]
    if left:
        problems.append(_mixed(COMMAND, case="unnamed", allowed=left))
    if problems:
        raise EnvironmentFault(problems)
    return due


def keys_in_use(root: Path) -> Mapping[str, str]:
    """The id of the key behind each project's processed data; none without persons."""
    folders = sorted((root / "data" / "processed").glob("[!.]*/"))
    found = {each.name: _key_in_use(each) for each in folders if any(each.iterdir())}
    return {name: kid for name, kid in found.items() if kid is not None}


def _key_in_use(folder: Path) -> str | None:
    try:
        kids = open_processed(folder).manifest.provenance.key_ids
    except InputError:
        return UNREADABLE
    return kids[-1] if kids else None


def _mixed(file: str, **facts: object) -> Problem:
    return Problem("E-KEY-MIX", Place(file), facts)
