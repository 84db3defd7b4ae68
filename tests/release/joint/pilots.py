"""Sections about pilots drawn by chance, and what a reader can make of them."""

from __future__ import annotations

import numpy as np

from evallib.domain.section import Section, TableBlock
from evallib.domain.table import Column, Range, Table
from evallib.release.suppression.system import Count, System
from tests.factories import scope

COUNTS = ("persons", "known", "pending", "lost", "reached")
RESTS = {
    "persons": "persons",
    "known": "persons",
    "pending": "persons",
    "lost": "persons",
    "reached": "known",
    "share": "known",
    "interval": "known",
}
COLUMNS = (
    *(Column(name, "persons") for name in COUNTS),
    Column("share", "share", limits="interval"),
    Column("interval", "share"),
)
SEXES = {"reached": "known", "known": "known", "share": "known"}


class Pilot:
    """Persons of one pilot by group, sex and state; the truth behind its tables.

    ``people[group, sex]`` counts those who reached, did not, are pending, are lost.
    """

    def __init__(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        self.groups = int(chance.integers(2, 6))
        shape = (self.groups, 2, 4)
        sizes = chance.integers(6, 24, size=self.groups)
        self.people = np.zeros(shape, dtype=int)
        for group, size in enumerate(sizes):
            pending = 0 if chance.random() < 0.7 else 0.4
            odds = chance.dirichlet([3, 4, 0.3])
            mix = np.array([odds[0], odds[1], 0, odds[2]]) * (1 - pending)
            mix[2] = pending
            sexes = chance.dirichlet([4, 4])
            drawn = chance.multinomial(size, np.outer(sexes, mix).reshape(-1))
            self.people[group] = drawn.reshape(2, 4)

    def section(self, **options) -> Section:
        by_group = [
            *(self._row(f"group-{n + 1}", self.people[n]) for n in range(self.groups)),
            self._row("pilot", self.people.sum(axis=0)),
        ]
        by_sex = [
            self._of_sex(name, self.people[:, at])
            for at, name in enumerate(("women", "men"))
        ]
        whole = self._row("pilot", self.people.sum(axis=0))
        wanted = ("reached", "known", "share")
        narrow = {"row": "outcome", **{name: whole.get(name) for name in wanted}}
        brief = tuple(column for column in COLUMNS if column.name in wanted)
        tables = {
            "by_group": Table("by_group", by_group, COLUMNS, RESTS),
            "by_sex": Table("by_sex", by_sex, _plain(brief), SEXES),
            "brief": Table("brief", [narrow], _plain(brief), SEXES),
        }
        blocks = [TableBlock(name) for name in tables]
        return Section("demo", scope(**options), blocks, tables)

    def _row(self, name, people):
        reached, other, pending, lost = (int(n) for n in people.sum(axis=0))
        known = reached + other
        row = {"row": name, "persons": known + pending + lost, "known": known}
        row |= {"pending": pending, "lost": lost, "reached": reached}
        if known:
            share = reached / known
            row |= {"share": share, "interval": Range(share / 2, 1.0, "confidence")}
        return row

    def _of_sex(self, name, people):
        reached, other = (int(people[:, at].sum()) for at in (0, 1))
        known = reached + other
        row = {"row": name, "reached": reached, "known": known}
        return row | ({"share": reached / known} if known else {})

    def seen(self, released) -> tuple[System, set[int], dict[int, tuple[str, str]]]:
        """What a reader who knows the members can set up, and what he does not know.

        The last part names the outcomes that must stay uncertain.
        """
        counts, at, sums = [], {}, []

        def add(key, value):
            at[key] = len(counts)
            counts.append(Count(int(value)))

        people = self.people
        for row in (*range(self.groups), "pilot"):
            own = people.sum(axis=0) if row == "pilot" else people[row]
            reached, other, pending, lost = own.sum(axis=0)
            for name, value in (
                ("reached", reached),
                ("other", other),
                ("known", reached + other),
                ("pending", pending),
                ("lost", lost),
                ("persons", own.sum()),
            ):
                add((row, name), value)
            sums.append(_sum(at, row, "known", ("reached", "other")))
            sums.append(_sum(at, row, "persons", ("known", "pending", "lost")))
        for name in ("reached", "other", "known", "pending", "lost", "persons"):
            parts = {at[n, name]: 1 for n in range(self.groups)}
            sums.append({**parts, at["pilot", name]: -1})
        for sex, name in enumerate(("women", "men")):
            add((name, "reached"), people[:, sex, 0].sum())
            add((name, "other"), people[:, sex, 1].sum())
            add((name, "known"), people[:, sex, :2].sum())
            sums.append(_sum(at, name, "known", ("reached", "other")))
        for name in ("reached", "other", "known"):
            parts = {at[sex, name]: 1 for sex in ("women", "men")}
            sums.append({**parts, at["pilot", name]: -1})
        shown = {at[key] for key in at if key[1] in ("pending", "persons")}
        shown |= {at[key] for key in self._printed(released)}
        names = {number: key for key, number in at.items()}
        return System(tuple(counts), tuple(sums)), {*names} - shown, names

    def _printed(self, released):
        """Counts that a released table tells, as themselves or as a percentage."""
        for table in released.tables.values():
            for row_id, row in zip(table.row_ids, table.rows, strict=True):
                name = "pilot" if row_id == "outcome" else row_id
                place = int(name[6:]) - 1 if name.startswith("group-") else name
                for column in ("persons", "known", "pending", "lost", "reached"):
                    if column in row and row[column].status == "shown":
                        yield place, column
                told = any(
                    row[each].status == "shown"
                    for each in ("share", "interval")
                    if each in row
                )
                if told:
                    yield place, "reached"
                    yield place, "known"


def _plain(columns):
    return tuple(Column(each.name, each.kind) for each in columns)


def _sum(at, row, whole, parts):
    return {**{at[row, part]: 1 for part in parts}, at[row, whole]: -1}
