"""Project folders with client files, made of one line for each group of people.

A line such as ``pilot A | 2024-03-04 | work 8 | unemployed 11 | lost 1 | age 20-29``
is twenty people of pilot group A whose clock started that day: eight are in open-market
work from two months on, one is lost from sight. Their background is drawn by a seed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np

AS_OF = date(2025, 5, 31)
SEED = 5
SERVICE_DAYS = 27
HISTORY_DAYS = 400
WORKED_DAYS = (90, 330)  # how long before the start earlier work ended
FINDS_DAYS = 60  # the day on which work is found, counted from time zero
SEEN_DAYS = 100  # how long anybody knows of those who are lost
STATES = {
    "work": "open_labour_market",
    "subsidised": "subsidised_work",
    "study": "education",
    "unemployed": "unemployed",
    "outside": "outside_labour_force",
}
AGES = (20, 59)
PLAN: Mapping[str, object] = {
    "primary": "open_market_work",
    "horizon_months": 6,
    "design": "comparison_group",
    "entry": "referred",
    "estimand": "att",
    "estimator": "doubly_robust",
    "adjust_for": ["age", "sex", "months"],
    "pilot_cost_eur": 60000.0,
    "control_client_eur": 300.0,
    "cost_source": "register",
}


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of one project, and what was planned for them.

    Attributes
    ----------
    picture : str
        One line for each group, as the module says.
    plan : mapping
        What differs from ``PLAN``; None takes a key away.
    crossing : int
        So many pilot clients stand among the controls as well.
    crossing_declared : bool
        Whether the project file says that this may be.
    unknown : float
        Share of people whose months out of work nobody wrote down.
    worked : float
        Share of people who were in work some time before the start.
    kind : str
        Of the evaluation round.
    """

    picture: str
    plan: Mapping[str, object] = field(default_factory=dict)
    crossing: int = 0
    crossing_declared: bool = False
    unknown: float = 0.0
    worked: float = 0.6
    kind: str = "final"


@dataclass(frozen=True, slots=True)
class Client:
    """One made-up person."""

    number: int
    side: str
    group: str
    start: date
    fate: str
    age: int
    sex: str
    months: int | None
    left_work: int | None  # days before the start


def write_project(root: Path, name: str, crowd: Crowd) -> None:
    """Put the project file and the client files of a crowd into a tree."""
    clients = list(people(crowd))
    pilot = [each for each in clients if each.side == "pilot"]
    controls = [each for each in clients if each.side == "control"]
    controls += pilot[: crowd.crossing]
    raw = root / "data" / "raw" / name
    raw.mkdir(parents=True)
    _table(raw / "pilot.csv", PILOT_HEADER, [_pilot_row(each) for each in pilot])
    if controls:
        rows = [_control_row(each) for each in controls]
        _table(raw / "controls.csv", CONTROL_HEADER, rows)
    spells = [row for each in clients for row in _spell_rows(each)]
    _table(raw / "spells.csv", ("client", "since", "until", "state"), spells)
    folder = root / "projects" / name
    folder.mkdir(parents=True)
    (folder / "project.toml").write_text(
        project_file(name, crowd, clients, controls=bool(controls)), encoding="utf-8"
    )


def people(crowd: Crowd) -> Iterator[Client]:
    """Everybody of a picture, the same for the same picture."""
    draw = np.random.default_rng(SEED)
    number = 1000
    for line in filter(str.strip, crowd.picture.splitlines()):
        who, start, *parts = (each.strip() for each in line.split("|"))
        side, _, group = who.partition(" ")
        told = dict(part.split() for part in parts)
        low, high = AGES
        if "age" in told:
            low, high = (int(each) for each in told.pop("age").split("-"))
        for fate, persons in told.items():
            for _ in range(int(persons)):
                number += 1
                yield Client(
                    number,
                    side,
                    group,
                    date.fromisoformat(start),
                    fate,
                    age=int(draw.integers(low, high + 1)),
                    sex=("woman", "man")[int(draw.integers(2))],
                    months=_chance(draw, 1 - crowd.unknown, between=(1, 36)),
                    left_work=_chance(draw, crowd.worked, between=WORKED_DAYS),
                )


def _chance(
    draw: np.random.Generator, share: float, *, between: tuple[int, int]
) -> int | None:
    """A number for a share of people, none for the others."""
    number, told = int(draw.integers(between[0], between[1] + 1)), draw.random() < share
    return number if told else None


# --- files -------------------------------------------------------------------

PILOT_HEADER = ("client", "group", "started", "ended", "age", "sex", "months")
CONTROL_HEADER = ("client", "started", "age", "sex", "months")


def _pilot_row(client: Client) -> Sequence[object]:
    end = client.start + timedelta(days=SERVICE_DAYS)
    ended = end if end <= AS_OF else ""
    number, start, *known = _control_row(client)
    return (number, client.group, start, ended, *known)


def _control_row(client: Client) -> Sequence[object]:
    months = "" if client.months is None else client.months
    return (client.number, client.start, client.age, client.sex, months)


def _spell_rows(client: Client) -> Iterator[Sequence[object]]:
    """Out of work before the start and a while after it, then what became of them."""
    first = client.start - timedelta(days=HISTORY_DAYS)
    if client.left_work is not None:
        left = client.start - timedelta(days=client.left_work)
        yield client.number, first, left - timedelta(days=1), "work"
        first = left
    if client.fate == "lost":
        yield client.number, first, client.start + timedelta(SEEN_DAYS), "unemployed"
        return
    found = client.start + timedelta(days=FINDS_DAYS)
    if client.fate == "unemployed" or found > AS_OF:
        yield client.number, first, "", "unemployed"
        return
    yield client.number, first, found - timedelta(days=1), "unemployed"
    yield client.number, found, "", client.fate


def _table(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([header, *rows])


# --- the project file --------------------------------------------------------


def project_file(
    name: str, crowd: Crowd, clients: Sequence[Client], *, controls: bool
) -> str:
    """What a project declares of such files."""
    plan = {**PLAN, **crowd.plan}
    benchmark = plan.pop("benchmark", None)
    parts = [
        _lines(id=name, language="fi", simulated=True, time_zero="started"),
        "[name]",
        _lines(fi=f"Koe {name}", sv=f"Försök {name}", en=f"Trial {name}"),
        f"[[rounds]]\nid = 'final'\nkind = '{crowd.kind}'\nas_of = {AS_OF}",
        "[[sources]]",
        _lines(id="register", title="Koerekisteri"),
        "[plan]",
        _lines(**{key: value for key, value in plan.items() if value is not None}),
    ]
    if isinstance(benchmark, Mapping):
        parts += ["[plan.benchmark]", _lines(**benchmark)]
    groups = list(dict.fromkeys(e.group for e in clients if e.side == "pilot"))
    parts.append(_client_file("pilot", crowd, groups))
    if controls:
        parts.append(_client_file("control", crowd, []))
    parts.append(SPELLS)
    return "\n".join(parts) + "\n"


def _client_file(side: str, crowd: Crowd, groups: Sequence[str]) -> str:
    name = "pilot" if side == "pilot" else "controls"
    head = _lines(
        path=f"{name}.csv",
        kind="clients",
        group=side,
        crossover=crowd.crossing_declared,
    )
    columns = {
        "client": {"role": "person_id", "type": "client_no"},
        "started": {"role": "service_start", "type": "date", "date_formats": ["iso"]},
        "age": _known("integer", low=15, high=80),
        "sex": _known("category", labels=["woman", "man"]),
        "months": _known("integer", low=0, high=240, missing=[""]),
    }
    if groups:
        columns["ended"] = {
            "role": "service_end",
            "type": "date",
            "date_formats": ["iso"],
            "missing": [""],
        }
        columns["group"] = {
            "role": "cluster",
            "type": "category",
            "labels": groups,
        }
    told = [
        f"[files.{name}.columns.{column}]\n{_lines(**entry)}"
        for column, entry in columns.items()
    ]
    return "\n".join([f"[files.{name}]", head, *told])


def _known(kind: str, **more: object) -> dict[str, object]:
    return {"role": "covariate", "type": kind, **more}


def _lines(**entries: object) -> str:
    """Keys and values of TOML, which writes these values as JSON does."""
    return "\n".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}"
        for key, value in entries.items()
    )


SPELLS = f"""
[files.spells]
path = "spells.csv"
kind = "spells"
spells = "merge"

[files.spells.columns.client]
role = "person_id"
type = "client_no"

[files.spells.columns.since]
role = "spell_start"
type = "date"
date_formats = ["iso"]

[files.spells.columns.until]
role = "spell_end"
type = "date"
date_formats = ["iso"]
missing = [""]

[files.spells.columns.state]
role = "state"
type = "category"
labels = {json.dumps(list(STATES))}

[files.spells.columns.state.states]
{_lines(**STATES)}
"""
