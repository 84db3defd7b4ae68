"""Studies: the four shipped ones, and small ones made of what a test declares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from evallib.data.study import Study, load_study
from evallib.domain.project import Project, Round
from evallib.domain.records import Indicator, Pilot
from evallib.domain.vocabulary import Entry, Text
from tests.factories import PRINTED, scope

ROOT = Path(__file__).parents[2]
SHIPPED = {
    "inka-satakunta": "final",
    "satapolku": "final",
    "tuttu-6aika": "final",
    "uusi-suunta": "2022-06",
}
INTERIM = Round(id="interim", kind="interim", as_of=date(2022, 4, 29))
FINAL = Round(id="final", kind="final", as_of=date(2022, 4, 29))


@cache
def shipped(project: str, language: str = "fi") -> Study:
    """One of the projects that come with the package."""
    return load_study(
        ROOT,
        project,
        round_id=SHIPPED[project],
        language=language,
        audience="public",
        as_of=None,
    )


def study(*, chosen=FINAL, conclusions=None, project=None, **tables) -> Study:
    """A study of the project ``demo`` that has only these tables."""
    declared = {
        "id": "demo",
        "name": Text(fi="Kokeilu"),
        "sources": (PRINTED,),
        "rounds": (INTERIM, FINAL),
    }
    return Study(
        scope=scope(),
        project=Project(**declared, **(project or {})),
        round=chosen,
        tables=tables,
        conclusions=conclusions,
        description=None,
        warnings=(),
    )


def without(original: Study, *kinds: str) -> Study:
    """The same study as if these tables had never been there."""
    kept = {kind: rows for kind, rows in original.tables.items() if kind not in kinds}
    return replace(original, tables=kept)


def entry(written: str | None) -> Entry | None:
    """A cell as the reader makes it: a number where the whole cell is digits."""
    if written is None:
        return None
    return Entry(written, float(written) if written.isdigit() else None)


def indicator(target, actual, **changes) -> Indicator:
    """An indicator whose target and actual are written as in the table."""
    facts = {
        "id": "clients",
        "group": Text(fi="Seuranta"),
        "name": Text(fi="Asiakkaita"),
        "counted": "persons",
        "target": entry(target),
        "actual": entry(actual),
        "actual_number": None,
        "reach": True,
        "goal": None,
        "note": None,
        "source": "deck",
    }
    return Indicator(**(facts | changes))


def pilot(name: str, **known) -> Pilot:
    """A pilot of which only the given facts are known."""
    facts = dict.fromkeys(Pilot.__dataclass_fields__)
    facts |= {"id": name, "name": Text(fi=name), "source": "deck"}
    return Pilot(**(facts | known))


def sentences(section, key: str) -> list:
    """The sentences of a section that have this key."""
    return [block for block in section.blocks if getattr(block, "key", None) == key]


def row(table, name: str):
    """The row of a table that goes by this name."""
    return next(each for each in table.rows if each.get("row") == name)
