"""Every client file of a project read and checked together, before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from evallib.data.delimited import Sheet
from evallib.data.identity.guard import masked
from evallib.data.intake.accounts import Account, account
from evallib.data.intake.across import check_people, records_by_person
from evallib.data.intake.folder import folder_problems
from evallib.data.intake.reading import read_declared
from evallib.data.intake.roles import with_roles
from evallib.data.intake.rows import (
    check_ages,
    check_order,
    check_outcomes,
    check_period,
    check_respondents,
    repeated_rows,
    time_zeros,
)
from evallib.data.intake.status_spells import check_spells
from evallib.data.intake.typing import Typed, typed_rows
from evallib.data.persons.early import tell_early_statuses
from evallib.domain.errors import Place, Problem
from evallib.domain.files import CLIENT_KINDS, DataFile
from evallib.domain.project import Project


@dataclass(frozen=True, slots=True)
class Checked:
    """The client files of a project after every check.

    Attributes
    ----------
    accounts : mapping of str to Account
        By the file's key in the project file; files that could not be read are left
        out.
    problems : tuple of Problem
        All of all files, in the order in which the project declares them.
    """

    accounts: Mapping[str, Account]
    problems: tuple[Problem, ...]

    def of_kind(self, kind: str) -> list[Typed]:
        """Kept rows of the files of one kind."""
        found = [each.kept for each in self.accounts.values()]
        return [each for each in found if each.declared.kind == kind]


def client_files(project: Project) -> dict[str, DataFile]:
    """The files that hold persons: clients, spells and survey answers."""
    return {
        name: each for name, each in project.files.items() if each.kind in CLIENT_KINDS
    }


def drawn_on(project: Project) -> date:
    """The last day that the data can tell of: the latest cut-off."""
    return max(each.as_of for each in project.rounds)


def check_files(root: Path, project: Project, *, below: str = "") -> Checked:
    """Read every client file and tell all that is wrong in any of them.

    Read an empty ``problems`` as: the files may be cleaned as they are.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/`` and ``data/``.
    project : Project
        What it declares of its files.
    below : str
        A folder below ``data/raw/<id>`` to read the same files from.

    Returns
    -------
    Checked
        Nothing is written and nothing is pseudonymised.
    """
    folder = root / "data" / "raw" / project.id / below
    shown = folder.relative_to(root).as_posix()
    declared = client_files(project)
    names = [each.path for each in project.files.values() if "/" not in each.path]
    problems = folder_problems(folder, names, shown=shown) if declared else []
    typed: dict[str, Typed] = {}
    for name, entry in declared.items():
        file = with_roles(entry, project.time_zero)
        sheet = _sheet(root, folder, file)
        typed[name] = typed_rows(name, file, sheet, as_of=drawn_on(project))
    repeated = {name: repeated_rows(each) for name, each in typed.items()}
    for each in typed.values():
        _check_rows(each, project)
    clients = [each for each in typed.values() if each.declared.kind == "clients"]
    people = records_by_person(clients, repeated)
    check_people(people)
    tell_early_statuses(
        list(people.values()), project.time_zero, as_of=drawn_on(project)
    )
    spells = [each for each in typed.values() if each.declared.kind == "spells"]
    check_spells(spells, list(people), repeated=repeated)
    accounts = {name: account(each, repeated[name]) for name, each in typed.items()}
    problems += [one for each in accounts.values() for one in each.problems]
    return Checked(accounts, tuple(masked(problems)))


def _sheet(root: Path, folder: Path, declared: DataFile) -> Sheet:
    path = folder / declared.path
    shown = path.relative_to(root).as_posix()
    if folder.resolve() not in path.resolve().parents:
        return Sheet(shown, problems=[Problem("E-PATH-OUTSIDE", Place(shown))])
    if not path.is_file():
        found = sorted(each.name for each in path.parent.glob(f"[!.~]*{path.suffix}"))
        near = get_close_matches(path.name, found, n=1)
        facts = {"found": found, "near": near}
        return Sheet(shown, problems=[Problem("E-FILE-MISSING", Place(shown), facts)])
    try:
        return read_declared(path, declared, shown=shown)
    except PermissionError:
        return Sheet(shown, problems=[Problem("E-FILE-LOCKED", Place(shown))])


def _check_rows(typed: Typed, project: Project) -> None:
    check_order(typed)
    if typed.declared.kind == "survey":
        check_respondents(typed)
    if typed.declared.kind == "clients":
        starts = time_zeros(typed, project.time_zero)
        check_period(typed, project.period)
        check_ages(typed, starts)
        check_outcomes(typed, starts)
