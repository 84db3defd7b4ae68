"""What is known of earlier releases, and what the audits of this one have found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from evallib.domain.table import Table
from evallib.release.audits import Finding
from evallib.release.blackbox import Shape, shape_of
from evallib.release.differencing import Block
from evallib.release.joint.judged import Judged
from evallib.release.ledger import Release
from evallib.release.published import Persons
from evallib.release.told import Told


@dataclass(frozen=True, slots=True)
class HiddenCell:
    """A cell that a public report hides: where it is, and by which rules.

    ``why`` is empty for a cell that protects another one or is worked out from one.
    """

    table: str
    row: str
    column: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the audits of one section have found; internal.

    Attributes
    ----------
    findings : tuple of Finding
        Audits A1 to A3 of the section as it was released.
    repaired : tuple of Block
        What the section would have told together with earlier releases (A4), and no
        longer tells.
    known : tuple of Block
        What earlier releases told already.
    accepted : tuple of Block
        What somebody has accepted to be told.
    withheld : tuple of str
        Tables that audits have closed.
    hidden : tuple of HiddenCell
        All cells that are not shown.
    ahead : tuple
        Published rows with few persons pending: table and row.
    named, unnamed : int
        Published counts that later releases can be held against, and the others.
    """

    section: str
    findings: tuple[Finding, ...] = ()
    repaired: tuple[Block, ...] = ()
    known: tuple[Block, ...] = ()
    accepted: tuple[Block, ...] = ()
    withheld: tuple[str, ...] = ()
    hidden: tuple[HiddenCell, ...] = ()
    ahead: tuple[tuple[str, str], ...] = ()
    named: int = 0
    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class Before:
    """What readers of earlier releases know of the people of a study.

    Attributes
    ----------
    persons : callable
        From a name to the pseudonyms of those whom it means.
    released : tuple of Told
        Published counts of earlier releases.
    kid : str
        Which key the pseudonyms were made with.
    limits : str
        The limits of this release, as JSON.
    accepted : str
        Who accepted that it tells of few persons together with earlier ones, and why;
        empty if nobody did.
    """

    persons: Persons
    released: tuple[Told, ...] = ()
    kid: str = ""
    limits: str = ""
    accepted: str = ""


@dataclass(slots=True)
class Watch:
    """The audits of one report, section by section.

    ``before`` is None for a project without client files; ``latest`` is the section
    decided last, its name and all tables up to it; ``numerals`` are the numbers that
    sections hide, as somebody would write them; ``prose`` names texts that repeat one
    of them, by their section, with their SHA-256.
    """

    before: Before | None = None
    latest: tuple[Judged, str, Mapping[str, Table]] | None = None
    numerals: set[str] = field(default_factory=set)
    prose: dict[str, str] = field(default_factory=dict)
    figures: dict[str, tuple[Told, ...]] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    @property
    def shape(self) -> Shape | None:
        """What hangs together in all sections so far."""
        return shape_of(*self.latest) if self.latest else None

    def told(self, section: str) -> tuple[Told, ...]:
        """All that earlier releases and the other sections of this one tell."""
        own = [
            each
            for name, told in self.figures.items()
            if name != section
            for each in told
        ]
        released = self.before.released if self.before else ()
        return tuple(dict.fromkeys((*released, *own)))


def before_release(
    releases: Sequence[Release],
    persons: Persons,
    everyone: frozenset[str],
    *,
    kid: str,
    edition: tuple[str, str] = ("", ""),
) -> Before:
    """Earlier releases as far as they can be held against a new one.

    Parameters
    ----------
    releases : sequence of Release
        From the ledger.
    persons : callable
        From a name to pseudonyms.
    everyone : frozenset of str
        Pseudonyms of all whom the study is about.
    kid : str
        The present key; persons under another one cannot be matched.
    edition : tuple of str
        The report and the fingerprint of its numbers: the same report in another
        language is no earlier release.

    Notes
    -----
    Figures that are not true any more, because records were corrected since, are
    left out: together with the new ones they would fit no count at all.
    """
    told = [
        figure
        for each in releases
        if each.kid == kid and (each.report, each.edition) != edition
        for figure in each.figures
        if not everyone.isdisjoint(figure.members)
    ]
    kept = tuple(
        each
        for each in dict.fromkeys(told)
        if not each.members <= everyone or _holds(each, persons)
    )
    return Before(persons, kept, kid)


def _holds(figure: Told, persons: Persons) -> bool:
    meant = [persons(name) for name in figure.category.split(" & ")]
    known = [each for each in meant if each is not None]
    if len(known) < len(meant):
        return True
    counted = reduce(frozenset.intersection, known, figure.members)
    return figure.low <= len(counted) <= figure.high
