"""The file that holds the key of pseudonyms: outside, the owner's alone, 32 bytes.

Its place is ``EVALLIB_KEY_FILE``, an absolute path; if that is not set, ``evallib/
pseudonyms.key`` in the folder where the system keeps an account's own data:
``~/.local/share`` (or ``XDG_DATA_HOME``), ``~/Library/Application Support`` on macOS,
``%LOCALAPPDATA%`` on Windows. The value of the variable is never shown: somebody may
have put the key itself there.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from evallib.data.identity.pseudonyms import KEY_BYTES, Key
from evallib.data.root import FOLDER
from evallib.data.stored.disk import sync_folder
from evallib.domain.errors import EnvironmentFault, Place, Problem

VARIABLE = "EVALLIB_KEY_FILE"
NAME = Path("evallib", "pseudonyms.key")
OWNER_FILE, OWNER_FOLDER = 0o600, 0o700
SYNCHRONISED = (
    "onedrive",
    "dropbox",
    "icloud",
    "clouddocs",  # iCloud's own folder on macOS, com~apple~CloudDocs
    "google drive",
    "googledrive",
    "my drive",
    "nextcloud",
    "owncloud",
)
CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
BINARY = getattr(os, "O_BINARY", 0)


def key_path(environment: Mapping[str, str]) -> Path:
    """Where the key is, or will be.

    Read the path as: here, once the other functions have accepted the place.

    Parameters
    ----------
    environment : mapping
        The environment of the process.

    Returns
    -------
    Path
        Absolute; not checked to exist.

    Raises
    ------
    EnvironmentFault
        ``E-KEY-PLACE`` if the variable holds no absolute path.
    """
    named = environment.get(VARIABLE)
    if not named:
        return _data_folder(environment) / NAME
    try:
        path = Path(named).expanduser()
    except RuntimeError:  # ~ of an account that is not there
        raise _fault("E-KEY-PLACE", case="relative") from None
    if not path.is_absolute():
        raise _fault("E-KEY-PLACE", case="relative")
    return path


def create_key(path: Path) -> Key:
    """Make a key of 32 random bytes that only its owner may read.

    Read the answer as: the key is on disk, whole, and was not there before.

    Parameters
    ----------
    path : Path
        From ``key_path``.

    Returns
    -------
    Key
        The new key.

    Raises
    ------
    EnvironmentFault
        ``E-KEY-PLACE`` in a git work tree, evallib's own tree or a synchronised
        folder, and where a file stands already; ``E-PERM`` if the folder may not be
        written.

    Notes
    -----
    Written under another name and then given its own, which fails if that exists:
    an interruption leaves no half key, and no key is ever replaced.
    """
    _require_place(path)
    try:
        path.parent.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
        _write_new(path, secrets.token_bytes(KEY_BYTES))
    except FileExistsError:
        raise _fault("E-KEY-PLACE", case="exists") from None
    except OSError:
        raise _fault("E-PERM") from None
    return read_key(path)


def read_key(path: Path) -> Key:
    """Read the key of pseudonyms.

    Read the answer as: the place and the rights of the file are as they must be.

    Parameters
    ----------
    path : Path
        From ``key_path``.

    Returns
    -------
    Key
        It prints as its ``kid`` only.

    Raises
    ------
    EnvironmentFault
        ``E-KEY-PLACE`` in a git work tree, evallib's own tree or a synchronised
        folder; ``E-KEY-MISSING`` if there is no file or it holds no key;
        ``E-KEY-PERM`` if somebody else may read it.
    """
    _require_place(path)
    try:
        opened = os.open(path, os.O_RDONLY | CLOSE_ON_EXEC | BINARY)
    except PermissionError:
        raise _fault("E-KEY-PERM", case="own") from None
    except OSError:
        raise _fault("E-KEY-MISSING") from None
    try:
        state = os.fstat(opened)
        if not stat.S_ISREG(state.st_mode):
            raise _fault("E-KEY-MISSING", case="damaged")
        if os.name == "posix" and state.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise _fault("E-KEY-PERM")
        master = os.read(opened, KEY_BYTES + 1)
    finally:
        os.close(opened)
    if len(master) != KEY_BYTES:
        raise _fault("E-KEY-MISSING", case="damaged")
    return Key(master)


def _data_folder(environment: Mapping[str, str]) -> Path:
    if os.name == "nt" and (local := environment.get("LOCALAPPDATA")):
        return Path(local)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _require_place(path: Path) -> None:
    """As written and as links lead: neither may be shared or synchronised."""
    for place in (path.absolute(), path.resolve()):
        if any((above / ".git").exists() for above in place.parents):
            raise _fault("E-KEY-PLACE")
        if any(_is_tree(above) for above in place.parents):
            raise _fault("E-KEY-PLACE")
        parts = [part.casefold() for part in place.parts]
        if any(name in part for part in parts for name in SYNCHRONISED):
            raise _fault("E-KEY-PLACE", case="synchronised")


def _is_tree(folder: Path) -> bool:
    """A tree of evallib that was unpacked from an archive has no ``.git``."""
    return (folder / FOLDER).is_dir() and (folder / "data" / "raw").is_dir()


def _write_new(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | CLOSE_ON_EXEC | BINARY
    opened = os.open(draft, flags, OWNER_FILE)
    try:
        try:
            os.write(opened, content)
            os.fsync(opened)
        finally:
            os.close(opened)
        if os.name == "nt":
            draft.rename(path)  # Windows refuses a name that is taken
        else:
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def _fault(code: str, **facts: object) -> EnvironmentFault:
    return EnvironmentFault([Problem(code, Place(VARIABLE), facts)])
