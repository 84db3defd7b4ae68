"""What the declarations of client files must say before any file is opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches

from evallib.data.intake.categories import stored_labels
from evallib.data.intake.roles import with_roles
from evallib.data.persons.points import all_tell_ends, point_of, recorded_outcomes
from evallib.data.persons.states_of_labels import labels_without_state
from evallib.domain.errors import Place, Problem
from evallib.domain.files import CLIENT_KINDS, ColumnEntry, DataFile, FileKind, Role
from evallib.domain.project import Project

NEEDED: dict[FileKind, tuple[Role, ...]] = {
    "clients": ("person_id",),
    "spells": ("person_id", "spell_start", "spell_end", "state"),
    "survey": (),
}
IDENTIFIERS = ("hetu", "client_no")
DATED: frozenset[Role | None] = frozenset(
    ("service_start", "service_end", "last_seen", "exit", "spell_start", "spell_end")
)
YES_OR_NO: frozenset[Role | None] = frozenset(("not_started", "interrupted"))
Found = Iterator[tuple[str, str, dict[str, object]]]  # code, dotted key, facts


def client_file_problems(project: Project, *, shown: str) -> list[Problem]:
    """Declarations of client files that cannot work, whatever the files hold.

    Read ``E-CFG-MISSING`` at ``files.clients.columns.tila.states`` as: nobody can tell
    which labour-market states the labels of that column mean.

    Parameters
    ----------
    project : Project
        As the model accepted it.
    shown : str
        How messages name the project file.

    Returns
    -------
    list of Problem
        All of them, each with the key to write or to mend.
    """
    files = {
        name: with_roles(each, project.time_zero)
        for name, each in project.files.items()
        if each.kind in CLIENT_KINDS
    }
    found = [*_of_files(files), *_of_clients(files, project), *_of_plan(files, project)]
    return [
        Problem(code, Place(shown, column=key), facts) for code, key, facts in found
    ]


def _of_files(files: Mapping[str, DataFile]) -> Found:
    for name, each in files.items():
        here = f"files.{name}"
        if each.rounds and each.kind != "survey":
            yield "E-CFG-KEY", f"{here}.rounds", {"case": "client_rounds"}
        roles = {column.role for column in each.columns.values()}
        for role in NEEDED[each.kind]:
            if role not in roles:
                yield "E-CFG-MISSING", f"{here}.columns", {"case": "role", "role": role}
        for column, entry in each.columns.items():
            yield from _of_column(entry, f"{here}.columns.{column}", each)


def _of_column(entry: ColumnEntry, here: str, file: DataFile) -> Found:
    answers = entry.role in ("item", "choice")
    if entry.type == "category" and not (entry.labels or entry.codes or answers):
        yield "E-CFG-MISSING", f"{here}.labels", {}
    if entry.type == "boolean" and not (entry.true and entry.false) and not answers:
        yield "E-CFG-MISSING", f"{here}.{'false' if entry.true else 'true'}", {}
    wanted = _wanted_type(entry)
    if wanted and entry.type not in wanted:
        facts: dict[str, object] = {"expected": "choice", "allowed": list(wanted)}
        yield "E-CFG-TYPE", f"{here}.type", facts
    if entry.dated_by is not None and entry.dated_by not in file.columns:
        yield _unknown(f"{here}.dated_by", entry.dated_by, file.columns)
    if entry.labels:
        yield from _of_labels(entry, here)
    if entry.role in ("outcome", "history", "state") and entry.type == "category":
        yield from _of_states(entry, here)


def _wanted_type(entry: ColumnEntry) -> tuple[str, ...]:
    if entry.role == "person_id":
        return IDENTIFIERS
    if entry.role in DATED:
        return ("date",)
    if entry.role in YES_OR_NO:
        return ("boolean",)
    if entry.role in ("group", "cluster", "state"):
        return ("category",)
    if entry.role in ("outcome", "history"):
        return ("category", "number", "integer", "percent")
    return ()


def _of_labels(entry: ColumnEntry, here: str) -> Found:
    for alias, label in entry.aliases.items():
        if label not in entry.labels:
            yield _unknown(f"{here}.aliases.{alias}", label, entry.labels)
    for each in entry.collapse:
        for label in each.from_:
            if label not in entry.labels:
                yield _unknown(f"{here}.collapse", label, entry.labels)
    for label in entry.states:
        if label not in entry.labels:
            yield _unknown(f"{here}.states.{label}", label, entry.labels)
    for label in entry.shown:
        if label not in {*entry.labels, *stored_labels(entry)}:
            yield _unknown(f"{here}.shown.{label}", label, entry.labels)


def _of_states(entry: ColumnEntry, here: str) -> Found:
    for label in () if entry.codes else labels_without_state(entry):
        yield "E-CFG-MISSING", f"{here}.states.{label}", {"case": "state"}
    untimed = entry.horizon_months is None and entry.window_days is None
    if entry.role == "outcome" and untimed:
        yield "E-CFG-MISSING", f"{here}.horizon_months", {}
    if entry.role == "history" and entry.months_before is None:
        yield "E-CFG-MISSING", f"{here}.months_before", {}


def _of_clients(files: Mapping[str, DataFile], project: Project) -> Found:
    """What files of clients say of groups, time zero and follow-up points."""
    clients = {name: each for name, each in files.items() if each.kind == "clients"}
    grouped = [name for name, each in clients.items() if _tells_group(each)]
    for name in clients:
        if name not in grouped:
            yield "E-CFG-MISSING", f"files.{name}.group", {"case": "group"}
    if clients and not _has_clock(clients, project.time_zero):
        if isinstance(project.time_zero, str):
            columns = [name for each in clients.values() for name in each.columns]
            yield _unknown("time_zero", project.time_zero, columns)
        else:
            yield "E-CFG-MISSING", "time_zero", {}
    yield from _of_points(clients)


def _tells_group(file: DataFile) -> bool:
    roles = {column.role for column in file.columns.values()}
    return file.group is not None or "group" in roles


def _has_clock(clients: Mapping[str, DataFile], time_zero: date | str | None) -> bool:
    if isinstance(time_zero, date):
        return True
    columns = [each.columns for each in clients.values()]
    if isinstance(time_zero, str):
        found = [each[time_zero] for each in columns if time_zero in each]
        return any(each.type == "date" for each in found)
    return any(
        entry.role == "service_start" for each in columns for entry in each.values()
    )


def _of_points(clients: Mapping[str, DataFile]) -> Found:
    """One follow-up point has one clock, whichever file tells it."""
    ends = all_tell_ends(clients.values())
    points: dict[str, tuple[int, str]] = {}
    for name, each in clients.items():
        for column, entry in recorded_outcomes(each.columns).items():
            point = point_of(entry, ends=ends)
            clock = (point.days, point.anchor)
            if points.setdefault(point.id, clock) != clock:
                key = f"files.{name}.columns.{column}.anchor"
                yield "E-CFG-KEY", key, {"case": "two_clocks"}


def _of_plan(files: Mapping[str, DataFile], project: Project) -> Found:
    """Columns that the plan names exist."""
    plan = project.plan
    if plan is None or not any(each.kind == "clients" for each in files.values()):
        return
    known = {"age"} | {
        name
        for each in files.values()
        if each.kind == "clients"
        for name, entry in each.columns.items()
        if entry.role == "covariate"
    }
    for key, names in (("adjust_for", plan.adjust_for), ("subgroups", plan.subgroups)):
        for name in names:
            if name not in known:
                yield _unknown(f"plan.{key}", name, known)


def _unknown(
    key: str,
    name: str,
    known: Iterable[str],
) -> tuple[str, str, dict[str, object]]:
    allowed = sorted(known)
    near = get_close_matches(name, allowed, n=1)
    return "E-CFG-KEY", key, {"case": "reference", "allowed": allowed, "near": near}
