"""Opening a processed data set that is complete, untouched and up to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from evallib.data.stored.disk import file_hash
from evallib.data.stored.manifest import Manifest, manifest_of
from evallib.data.stored.writing import CLOSED, MANIFEST
from evallib.domain.errors import InputError, Place, Problem


@dataclass(frozen=True, slots=True)
class Processed:
    """A processed data set that was checked when it was opened."""

    folder: Path
    manifest: Manifest

    def path(self, table: str) -> Path:
        """Where a table lies; ``KeyError`` if the data set has none of that name."""
        return self.folder / self.manifest.tables[table].file


def open_processed(
    folder: Path, *, inputs: Mapping[str, str] | None = None
) -> Processed:
    """Open a processed data set, or say what is stale about it.

    Read a return as: these are the bytes that cleaning wrote, made of these inputs.

    Parameters
    ----------
    folder : Path
        ``data/processed/<id>``.
    inputs : mapping of str to str, optional
        SHA-256 of the raw files and the project file as they are now, by the name
        shown. Left out where the raw data are not on this machine.

    Returns
    -------
    Processed
        With its manifest; no table is read yet.

    Raises
    ------
    InputError
        ``E-STALE`` for every reason at once; ``facts["case"]`` is ``missing`` (no
        data set, or a file of it), ``manifest`` (unreadable, or of another version),
        ``edited`` (other bytes than were written) or ``inputs`` (a raw file is new,
        gone or changed since).
    """
    shown = "/".join(folder.parts[-3:])
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError([_stale(shown, "missing")]) from None
    except (OSError, UnicodeDecodeError):
        raise InputError([_stale(f"{shown}/{MANIFEST}", "manifest")]) from None
    try:
        manifest = manifest_of(text)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InputError([_stale(f"{shown}/{MANIFEST}", "manifest")]) from None
    problems = [*_touched(folder, shown, manifest), *_outdated(manifest, inputs)]
    if problems:
        raise InputError(problems)
    return Processed(folder, manifest)


def _stale(file: str, case: str) -> Problem:
    return Problem("E-STALE", Place(file), {"case": case})


def _touched(folder: Path, shown: str, manifest: Manifest) -> Iterator[Problem]:
    for stored in manifest.tables.values():
        path = folder / stored.file
        if not path.is_file():
            yield _stale(f"{shown}/{stored.file}", "missing")
        elif file_hash(path) != stored.sha256:
            yield _stale(f"{shown}/{stored.file}", "edited")


def _outdated(
    manifest: Manifest, inputs: Mapping[str, str] | None
) -> Iterator[Problem]:
    if inputs is None:
        return
    before = manifest.provenance.inputs
    for name in sorted({*before, *inputs}):
        if before.get(name) != inputs.get(name):
            yield _stale(name, "inputs")


def read_table(processed: Processed, table: str) -> pd.DataFrame:
    """A whole table, in the order in which it was written.

    Parameters
    ----------
    processed : Processed
        An opened data set.
    table : str
        Its name, such as ``clients``.

    Returns
    -------
    DataFrame
        Columns as the schema declared them; missing whole numbers stay missing.
    """
    with closing(duckdb.connect(config=CLOSED)) as database:
        frame: pd.DataFrame = database.read_parquet(str(processed.path(table))).df()
    return frame
