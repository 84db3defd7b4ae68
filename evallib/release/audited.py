"""A section decided, attacked, and decided again until no attack succeeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from evallib.domain.errors import DisclosureError, Place, Problem
from evallib.domain.section import Section
from evallib.domain.table import ABOUT_PERSONS, Table
from evallib.release.audits import Finding, attacks
from evallib.release.differencing import Block, closely_told, overlaps
from evallib.release.joint.counted import REST, SHARE, Spot
from evallib.release.joint.judged import OPEN, Closed, Judged
from evallib.release.published import Publishing, publishing
from evallib.release.watch import Evidence, HiddenCell, Watch

Decide = Callable[[Closed], tuple[Section, Judged]]
NOTHING = Publishing({}, frozenset())


def audited(
    decide: Decide, watch: Watch, around: Mapping[str, Table]
) -> tuple[Section, Judged]:
    """Decide a section so that audits A1 to A4 pass, and keep what they found.

    Read the answer as: nobody can work out a count that has to be hidden, from this
    section or with earlier releases.

    Parameters
    ----------
    decide : callable
        Decides the section again with more of it closed.
    watch : Watch
        What earlier releases tell; takes the evidence.
    around : mapping
        Tables of the sections before it.

    Raises
    ------
    DisclosureError
        ``E-AUDIT`` if an attack succeeds on a table although it was closed,
        ``E-DIFFERENCING`` if the same holds of what is told with earlier releases.
    """
    closed = OPEN
    repaired: list[Block] = []
    while True:
        section, judged = decide(closed)
        trial = _Trial(
            section, judged, watch, _published(section, judged, watch, around)
        )
        trial.attack()
        wider = trial.closing(closed)
        if wider == closed:
            trial.require_passed()
            watch.figures[section.name] = tuple(trial.published.figures.values())
            watch.evidence[section.name] = trial.evidence(closed, repaired)
            if judged.joint.found:
                tables = {**around, **section.tables}
                watch.latest = judged, section.name, tables
            return section, judged
        closed = wider
        repaired += [each for each in trial.stopping if each not in repaired]


def _published(
    section: Section, judged: Judged, watch: Watch, around: Mapping[str, Table]
) -> Publishing:
    if watch.before is None:
        return NOTHING
    tables = {**around, **section.tables}
    persons = watch.before.persons
    return publishing(judged, tables, persons, own=section.tables.keys())


@dataclass(slots=True)
class _Trial:
    """One decision of a section under its audits."""

    section: Section
    judged: Judged
    watch: Watch
    published: Publishing
    findings: tuple[Finding, ...] = ()
    stopping: tuple[Block, ...] = ()  # told by this section with earlier releases
    known: tuple[Block, ...] = ()
    accepted: tuple[Block, ...] = ()
    proved: bool = True

    def attack(self) -> None:
        limits = self.section.scope.disclosure
        seconds = limits.time_limit_s
        self.findings = attacks(self.judged, self.section.tables, seconds=seconds)
        told = self.watch.told(self.section.name)
        new = tuple(self.published.figures.values())
        try:
            found = list(closely_told(told, new, k=limits.k, seconds=seconds))
        except TimeoutError:
            self.proved = False
            return
        fresh = tuple(block for block, is_new in found if is_new)
        self.known = tuple(block for block, is_new in found if not is_new)
        if self.watch.before is not None and self.watch.before.accepted:
            self.accepted = fresh
        else:
            self.stopping = fresh

    def closing(self, closed: Closed) -> Closed:
        """What has to be closed beyond what is closed already."""
        counts = closed.counts | {
            self._where(spot)
            for spot, at in self.judged.joint.position.items()
            if spot.table in self.section.tables
            and at in self.published.figures
            and any(
                overlaps(each, self.published.figures[at]) for each in self.stopping
            )
        }
        tables = closed.tables | {
            each.table for each in self.findings if not each.passed
        }
        if (counts == closed.counts and self.stopping) or not self.proved:
            tables |= {
                spot.table
                for spot, at in self.judged.joint.position.items()
                if at in self.published.figures and spot.table in self.section.tables
            }
        return Closed(frozenset(counts), frozenset(tables))

    def require_passed(self) -> None:
        """Everything that failed is closed; nothing of it may be left to see."""
        place = Place(self.section.name)
        failed = {each.table for each in self.findings if not each.passed}
        if any(self._shows(name) for name in failed):
            raise DisclosureError([Problem("E-AUDIT", place)])
        if self.stopping or not self.proved:
            raise DisclosureError([Problem("E-DIFFERENCING", place)])

    def evidence(self, closed: Closed, repaired: list[Block]) -> Evidence:
        return Evidence(
            section=self.section.name,
            findings=self.findings,
            repaired=tuple(repaired),
            known=self.known,
            accepted=self.accepted,
            withheld=tuple(sorted(closed.tables)),
            hidden=tuple(self._hidden()),
            ahead=tuple(self._ahead()),
            named=len(self.published.figures),
            unnamed=len(self.published.unnamed),
        )

    def _where(self, spot: Spot) -> tuple[str, str, str]:
        return spot.table, self.section.tables[spot.table].row_id(spot.row), spot.column

    def _shows(self, name: str) -> bool:
        """Whether a table still tells of persons what is not known anyway."""
        table = self.section.tables[name]
        about = [each.name for each in table.columns if each.kind in ABOUT_PERSONS]
        known = self.judged.known
        return any(
            row.get(column) is not None
            and Spot(name, at, column) not in self.judged.hidden | known
            for at, row in enumerate(table.rows)
            for column in about
        )

    def _hidden(self) -> Iterator[HiddenCell]:
        found = self.judged.joint.found
        for spot in sorted(self.judged.hidden):
            table = self.section.tables[spot.table]
            if any(each.name == spot.column for each in table.columns):
                counted = found.get(spot) or found.get(
                    Spot(spot.table, spot.row, SHARE + spot.column)
                )
                why = tuple(sorted(counted.broken)) if counted else ()
                yield HiddenCell(*self._where(spot), why)

    def _ahead(self) -> Iterator[tuple[str, str]]:
        """Rows with outcomes while few are pending, which a later release will tell."""
        k = self.section.scope.disclosure.k
        found = self.judged.joint.found
        for spot, each in found.items():
            if spot.table not in self.section.tables or each.role != "pending":
                continue
            told = any(
                other.table == spot.table
                and other.row == spot.row
                and count.role == "count"
                and count.shown
                and other not in self.judged.hidden
                and not other.column.startswith(REST)
                for other, count in found.items()
            )
            if told and 0 < each.value < k:
                yield self._where(spot)[:2]
