"""Writing a processed data set so that it appears complete or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import duckdb
import pandas as pd

from evallib.data.stored.disk import file_hash, sync_file, sync_folder
from evallib.data.stored.manifest import (
    Manifest,
    Provenance,
    StoredFile,
    manifest_of,
    manifest_text,
)
from evallib.data.stored.schema import (
    SCHEMA_VERSION,
    SQL_TYPES,
    TableSchema,
    require_fit,
)
from evallib.domain.errors import EnvironmentFault, Place, Problem

MANIFEST = "manifest.json"
HASH_IN_NAME = (
    12  # characters of the hash that tell one version of a table from another
)
FREE_MB = 200


def write_processed(
    folder: Path,
    tables: Sequence[tuple[TableSchema, pd.DataFrame]],
    provenance: Provenance,
) -> Manifest:
    """Write a processed data set: Parquet files, and a manifest that names them.

    Read the result as: from now on these tables, and no others, are the data set.

    Parameters
    ----------
    folder : Path
        ``data/processed/<id>``; made if it is not there.
    tables : sequence of (TableSchema, DataFrame)
        Each table with the schema that it must fit, spells in order.
    provenance : Provenance
        What the tables were made of.

    Returns
    -------
    Manifest
        As written.

    Raises
    ------
    ValueError
        If a table has a column that is not in its schema, lacks one, or holds what
        its kind does not allow. Nothing is written then.
    EnvironmentFault
        ``E-DISK`` or ``E-PERM`` if the files cannot be written.

    Notes
    -----
    Files are written in a staging folder, waited for, and moved beside the present
    ones under names that hold their hash. Replacing the manifest is the one step that
    changes which files are the data set; files that it does not name are swept away
    by this write or the next. There is one writer for a project at a time.
    """
    for schema, frame in tables:
        require_fit(schema, frame)
    staging = folder.with_name(f".{folder.name}.staging")
    before = {path.name for path in folder.iterdir()} if folder.is_dir() else None
    try:
        manifest = _stage(staging, tables, provenance)
        _publish(staging, folder, manifest)
    except BaseException:
        _undo(folder, before)
        shutil.rmtree(staging, ignore_errors=True)
        raise
    _sweep(folder, keep=_named_files(folder))
    shutil.rmtree(staging, ignore_errors=True)
    return manifest


def _stage(
    staging: Path,
    tables: Sequence[tuple[TableSchema, pd.DataFrame]],
    provenance: Provenance,
) -> Manifest:
    """All files in the staging folder, on disk."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    stored = {}
    for schema, frame in tables:
        path = staging / f"{schema.name}.parquet"
        _copy_out(frame, schema, path)
        sync_file(path)
        digest = file_hash(path)
        name = f"{schema.name}-{digest[:HASH_IN_NAME]}.parquet"
        kinds = {column.name: column.kind for column in schema.columns}
        stored[schema.name] = StoredFile(name, digest, len(frame), kinds)
    manifest = Manifest(SCHEMA_VERSION, stored, provenance)
    draft = staging / MANIFEST
    draft.write_text(manifest_text(manifest), encoding="utf-8", newline="\n")
    sync_file(draft)
    return manifest


def _publish(staging: Path, folder: Path, manifest: Manifest) -> None:
    """Move the files, then the manifest; each is on disk before the next step."""
    folder.mkdir(exist_ok=True)
    for name, stored in manifest.tables.items():
        (staging / f"{name}.parquet").replace(folder / stored.file)
    sync_folder(folder)
    (staging / MANIFEST).replace(folder / MANIFEST)
    sync_folder(folder)


def _copy_out(frame: pd.DataFrame, schema: TableSchema, path: Path) -> None:
    """One table as Parquet, every column in the type of its kind."""
    columns = ", ".join(
        f'CAST("{column.name}" AS {SQL_TYPES[column.kind]}) AS "{column.name}"'
        for column in schema.columns
    )
    with closing(duckdb.connect(config=CLOSED)) as database:
        database.register("frame", frame)
        try:
            # the names come from a schema, which admits letters, digits and _ only
            database.table("frame").project(columns).write_parquet(str(path))
        except duckdb.IOException:
            raise _disk_fault(path) from None
        except duckdb.Error:  # its text holds the value that did not fit
            raise ValueError(
                f"table {schema.name!r}: a column does not fit its kind"
            ) from None


# Nothing is fetched from anywhere.
CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def _disk_fault(path: Path) -> EnvironmentFault:
    free = shutil.disk_usage(path.parent).free
    code = "E-DISK" if free < FREE_MB * 1_000_000 else "E-PERM"
    return EnvironmentFault([Problem(code, Place(path.name), {"limit": FREE_MB})])


def _named_files(folder: Path) -> set[str]:
    """Files of the present data set; none where there is no manifest to name them."""
    try:
        manifest = manifest_of((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, KeyError, TypeError, ValueError):
        return set()
    return {stored.file for stored in manifest.tables.values()}


def _undo(folder: Path, before: set[str] | None) -> None:
    """After a failure: remove what this write moved, unless the manifest names it."""
    if folder.is_dir():
        _sweep(folder, keep=(before or set()) | _named_files(folder))
    if before is None:
        with suppress(OSError):
            folder.rmdir()


def _sweep(folder: Path, *, keep: set[str]) -> None:
    """Remove Parquet files that are not to be kept."""
    for path in folder.glob("*.parquet"):
        if path.name not in keep:
            with suppress(OSError):
                path.unlink()
