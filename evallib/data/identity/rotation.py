"""Change of the key: the next one waits beside the present one until data are ready.

Nothing here derives data again. Whoever does reads raw files with the next key between
``begin_rotation`` and ``finish_rotation``. A change that is interrupted is taken up
again by the same two steps, with the same next key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from evallib.data.identity.keyfile import VARIABLE, create_key, read_key
from evallib.data.identity.pseudonyms import Key
from evallib.data.stored.disk import sync_folder
from evallib.domain.errors import EnvironmentFault, Place, Problem

NEXT = ".next"  # ends the name of the key that waits


@dataclass(frozen=True, slots=True)
class Rotation:
    """A change of the key that has begun.

    Attributes
    ----------
    earlier_kid : str
        Id of the key in place, which the manifest of processed data keeps.
    key : Key
        The next key; data are derived again with it.
    """

    earlier_kid: str
    key: Key


def begin_rotation(path: Path) -> Rotation:
    """Make the next key beside the present one, or find the one that waits there.

    Read the answer as: two keys are on disk, and the present one is still in force.

    Parameters
    ----------
    path : Path
        The key in place, from ``key_path``.

    Returns
    -------
    Rotation
        The id of the present key, and the next key.

    Raises
    ------
    EnvironmentFault
        As ``read_key`` for the present key, as ``create_key`` for the next.

    Notes
    -----
    The next key is used again after an interruption, because some data may have been
    derived with it already.
    """
    present = read_key(path)
    return Rotation(present.kid, waiting_key(path) or create_key(_waiting(path)))


def waiting_key(path: Path) -> Key | None:
    """The next key, if a change of the key has begun and is not finished.

    Read ``None`` as: no change is under way.

    Parameters
    ----------
    path : Path
        The key in place, from ``key_path``.

    Returns
    -------
    Key or None
        The key that waits.

    Raises
    ------
    EnvironmentFault
        As ``read_key``, where a file waits that is no key.
    """
    waiting = _waiting(path)
    return read_key(waiting) if waiting.exists() else None


def finish_rotation(path: Path, rotation: Rotation) -> None:
    """Put the next key in the place of the present one, which is gone then.

    Read the return as: from now on ``read_key(path)`` gives the next key.

    Parameters
    ----------
    path : Path
        The key in place, as given to ``begin_rotation``.
    rotation : Rotation
        What ``begin_rotation`` gave; all data have been derived with its key.

    Raises
    ------
    ValueError
        If either key is not the one that the change began with. Nothing is replaced.
    EnvironmentFault
        ``E-PERM`` if the file may not be replaced; as ``read_key`` for both keys.

    Notes
    -----
    One rename: there is a whole key in place at every moment. A link stays a link, and
    the file it leads to is the one replaced. Drafts of either key that a killed process
    left are removed first, so that no copy of the old key outlives it here.
    """
    waiting = _waiting(path)
    _require_unchanged(rotation, read_key(path), read_key(waiting))
    try:
        _sweep_drafts(path.resolve())
        waiting.replace(path.resolve())
        sync_folder(waiting.parent)
    except OSError:
        raise EnvironmentFault([Problem("E-PERM", Place(VARIABLE), {})]) from None


def _waiting(path: Path) -> Path:
    """Beside the file itself, wherever a link to it stands."""
    target = path.resolve()
    return target.with_name(target.name + NEXT)


def _sweep_drafts(target: Path) -> None:
    """Drafts of this key and of the one that waits are named by 16 characters."""
    draft = re.compile(
        rf"\.{re.escape(target.name)}({re.escape(NEXT)})?\.[0-9a-f]{{16}}"
    )
    for each in list(target.parent.iterdir()):
        if draft.fullmatch(each.name):
            each.unlink()


def _require_unchanged(rotation: Rotation, present: Key, following: Key) -> None:
    began = rotation.earlier_kid, rotation.key.kid
    found = present.kid, following.kid
    if found != began:
        raise ValueError(
            f"the change of key began with {began[0]} and {began[1]}, and finds "
            f"{found[0]} and {found[1]}; begin it again"
        )
