"""From raw client files to processed data: checked, pseudonymised, written at once."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from evallib.data.cohorts.columns import rows_of
from evallib.data.cohorts.days import day_numbers
from evallib.data.identity.keyfile import VARIABLE, create_key, key_path, read_key
from evallib.data.identity.pseudonyms import Key, pseudonymiser
from evallib.data.intake.checking import Checked, check_files, client_files, drawn_on
from evallib.data.intake.status_spells import spell_reading
from evallib.data.persons.answer_rows import answer_table
from evallib.data.persons.client_rows import ClientTable, Pseudonym, client_table
from evallib.data.projects import FILE, project_folder
from evallib.data.spells import merge_spells
from evallib.data.store import (
    SPELLS,
    Manifest,
    Provenance,
    TableSchema,
    file_hash,
    open_processed,
    spells_table,
    write_processed,
)
from evallib.data.stored.manifest import Noted
from evallib.domain.errors import EnvironmentFault, InputError, Place, Problem
from evallib.domain.project import Project

Tables = list[tuple[TableSchema, pd.DataFrame]]
MOST_NOTES = 2_000  # places of problems that a manifest remembers


def processed_folder(root: Path, project: str) -> Path:
    """Where the processed data of a project lie, or will lie."""
    return root / "data" / "processed" / project


def clean(root: Path, project: Project, *, key: Key | None = None) -> Manifest:
    """Check a project's client files and write what may be kept of them.

    Read the result as: the processed data are these tables, made of these files, and
    every row of every file is accounted for.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/`` and ``data/``.
    project : Project
        What it declares of its files.
    key : Key, optional
        Another key than the one in its place, where the key is being changed.

    Returns
    -------
    Manifest
        As written, with counts, warnings and the id of the key.

    Raises
    ------
    InputError
        Every fault of every file; nothing is written then.
    EnvironmentFault
        If the key may not be read, or the data cannot be written. ``E-KEY-MISSING`` or
        ``E-KEY-MIX`` if the data were made with a key that is not in its place: a new
        one would turn everybody into somebody else.

    Notes
    -----
    The key is made on first use. Only this process reads it. A raw file that changes
    while it is read is told as ``E-STALE``.
    """
    before = input_hashes(root, project)
    checked = check_files(root, project)
    _require_good(checked)
    earlier = _earlier_keys(root, project)
    if key is None and checked.of_kind("clients"):
        key = _key(earlier)
    tables = _tables(checked, project, _pseudonyms(key, project))
    if input_hashes(root, project) != before:
        raise InputError([_changed(checked)])
    provenance = Provenance(
        as_of=drawn_on(project),
        inputs=before,
        counts={each.kept.sheet.file: each.count for each in checked.accounts.values()},
        rules=_rules(project),
        key_ids=_key_ids(earlier, key),
        notes=_notes(checked),
    )
    return write_processed(processed_folder(root, project.id), tables, provenance)


def is_clean(root: Path, project: Project) -> bool:
    """Whether the processed data are those of the raw files as they are now."""
    try:
        open_processed(
            processed_folder(root, project.id), inputs=input_hashes(root, project)
        )
    except InputError:
        return False
    return True


def must_clean(root: Path, project: Project) -> bool:
    """Whether client files lie here that the processed data are not made of."""
    raw = root / "data" / "raw" / project.id
    here = any((raw / each.path).is_file() for each in client_files(project).values())
    return here and not is_clean(root, project)


def input_hashes(root: Path, project: Project) -> dict[str, str]:
    """SHA-256 of the project file and of each client file, by the name shown."""
    raw = root / "data" / "raw" / project.id
    paths = [project_folder(root, project.id) / FILE]
    paths += [raw / each.path for each in client_files(project).values()]
    return {
        path.relative_to(root).as_posix(): file_hash(path) if path.is_file() else ""
        for path in paths
    }


def _require_good(checked: Checked) -> None:
    if any(each.code == "E-FILE-LOCKED" for each in checked.problems):
        raise EnvironmentFault(checked.problems)
    if any(each.stops for each in checked.problems):
        raise InputError(checked.problems)


def _key(earlier: tuple[str, ...]) -> Key:
    """The key, made on first use; never another one than the data were made with."""
    path = key_path(os.environ)
    if not earlier and not path.exists():
        return create_key(path)
    key = read_key(path)
    if earlier and earlier[-1] != key.kid:
        raise EnvironmentFault([Problem("E-KEY-MIX", Place(VARIABLE))])
    return key


def _pseudonyms(key: Key | None, project: Project) -> Pseudonym:
    domain = project.linkage_domain or project.id
    if key is None:
        return lambda kind, who: ""
    by_kind = {
        "hetu": pseudonymiser(key, domain, "hetu"),
        "client_no": pseudonymiser(key, domain, "client_no"),
    }
    return lambda kind, who: by_kind[kind](who)


def _tables(checked: Checked, project: Project, pseudonym: Pseudonym) -> Tables:
    tables: Tables = []
    clients = checked.of_kind("clients")
    if clients:
        table = client_table(clients, project, pseudonym)
        tables.append((table.schema, table.frame))
        if checked.of_kind("spells"):
            tables.append((SPELLS, _spells(checked, table)))
    tables += [answer_table(each) for each in checked.of_kind("survey")]
    return tables


def _spells(checked: Checked, table: ClientTable) -> pd.DataFrame:
    """Spells of everybody whose clock started, merged and counted from it."""
    spells = spell_reading(checked.of_kind("spells"), table.ids).spells
    started = table.frame["time_zero_date"].notna().to_numpy()
    spells = rows_of(spells, started[spells.client])
    zero = table.frame["time_zero_date"].fillna(pd.Timestamp(0))
    return spells_table(merge_spells(spells), day_numbers(zero))


def _rules(project: Project) -> tuple[str, ...]:
    """What the project file allowed beyond the strict form, by file."""
    told = []
    for name, each in client_files(project).items():
        allowed = {
            "on_row_error": each.on_row_error != "stop",
            "duplicates": each.duplicates != "error",
            "spells": each.spells != "error",
            "crossover": each.crossover,
            "allow_temporary_ids": each.allow_temporary_ids,
        }
        told += [
            f"{name}: {key} = {str(getattr(each, key)).lower()}"
            for key, differs in allowed.items()
            if differs
        ]
    return tuple(told)


def _earlier_keys(root: Path, project: Project) -> tuple[str, ...]:
    """Ids of the keys of the present data, if there are any that can be read."""
    try:
        before = open_processed(processed_folder(root, project.id)).manifest
    except InputError:
        return ()
    return before.provenance.key_ids


def _key_ids(earlier: tuple[str, ...], key: Key | None) -> tuple[str, ...]:
    """Ids of earlier keys stay in the manifest; the present one is the last."""
    if key is None:
        return earlier
    return (*(each for each in earlier if each != key.kid), key.kid)


def _notes(checked: Checked) -> tuple[Noted, ...]:
    """Warnings and rows set aside, by place; never what a cell holds."""
    aside = [one for each in checked.accounts.values() for one in each.set_aside]
    told = [_noted(each, set_aside=False) for each in checked.problems]
    told += [_noted(each, set_aside=True) for each in aside]
    return tuple(told[:MOST_NOTES])


def _noted(problem: Problem, *, set_aside: bool) -> Noted:
    place, count = problem.place, problem.facts.get("count", 1)
    return Noted(
        problem.code,
        place.file,
        sheet=place.sheet,
        row=place.row,
        column=place.column,
        count=count if isinstance(count, int) else 1,
        set_aside=set_aside,
    )


def _changed(checked: Checked) -> Problem:
    first = next(iter(checked.accounts.values())).kept.sheet
    first.fault("E-STALE", None, None, case="inputs")
    return first.problems[-1]


__all__ = [
    "clean",
    "input_hashes",
    "is_clean",
    "must_clean",
    "processed_folder",
]
