"""Which cells of a section are hidden: unsafe ones, those beside them, what follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from evallib.domain.section import Section
from evallib.domain.table import ABOUT_PERSONS, Column, Range, Table, Value
from evallib.domain.vocabulary import Entry
from evallib.release.joint.counted import REST, SHARE, Spot
from evallib.release.joint.curves import unsafe_points
from evallib.release.joint.earlier import Told
from evallib.release.joint.following import following
from evallib.release.joint.rounding import rounded_tables
from evallib.release.joint.section_system import NOTHING, Joint, joint
from evallib.release.joint.traits import Care, care_of
from evallib.release.rules.counts import (
    unsafe_denominator,
    unsafe_group,
    unsafe_share,
)
from evallib.release.rules.models import unsafe_fit
from evallib.release.rules.money import unsafe_unit_cost
from evallib.release.rules.names import NONE, Rule, Rules
from evallib.release.rules.scores import (
    unsafe_mean,
    unsafe_quantile,
    unsafe_sameness,
)
from evallib.release.suppression.protect import Protection, protect

SPREADS = ("spread", "sd", "deviation")
CONTRASTS = ("points", "ratio")
WORKED_OUT = (*CONTRASTS, "share", "score", "rank", "probability", "unit_cost")


@dataclass(frozen=True, slots=True)
class Closed:
    """What audits have closed of a section, beyond what the rules hide.

    Attributes
    ----------
    counts : frozenset
        Counts to hide and to keep uncertain: table, name of the row, column.
    tables : frozenset of str
        Tables of which nothing about persons is shown.
    """

    counts: frozenset[tuple[str, str, str]] = frozenset()
    tables: frozenset[str] = frozenset()


OPEN = Closed()


@dataclass(frozen=True, slots=True)
class Judged:
    """What of a section a public report hides, and why.

    Attributes
    ----------
    hidden : frozenset of Spot
        Cells, among them headcounts that stand beneath others without a column.
    rules : mapping
        Of each table, the primary rules that some of its cells break.
    failed : frozenset of str
        Tables for which no protection could be proved; all of them is hidden.
    rounded : frozenset of str
        Tables whose counts are shown as fives.
    """

    hidden: frozenset[Spot]
    rules: Mapping[str, tuple[Rule, ...]]
    failed: frozenset[str]
    joint: Joint
    protection: Protection
    rounded: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[Spot]:
        """Counts that readers know anyway: who took part, what was published."""
        counts, found = self.joint.system.counts, self.joint.found
        open_rows = {(s.table, s.row) for s, each in found.items() if each.public}
        return frozenset(
            spot
            for spot, at in self.joint.position.items()
            if counts[at].fixed == "open" or (spot.table, spot.row) in open_rows
        )


def judge(
    section: Section,
    public: Mapping[str, frozenset[int]],
    earlier: Told = NOTHING,
    closed: Closed = OPEN,
) -> Judged:
    """Decide cell by cell what a public report may show of a section.

    Read a spot in ``hidden`` as: this cell is replaced by a symbol, because it is
    unsafe, or because an unsafe one could be worked out from it.

    Parameters
    ----------
    section : Section
        All its tables are protected together.
    public : mapping
        Of each table, the positions of rows that the project has published itself;
        they are shown as printed, and the reader knows them.
    earlier : Told
        What the sections before it have told; what they show is known, and what
        they hide stays hidden.
    closed : Closed
        What audits of an earlier decision have closed.
    """
    together = _closing(joint(section, public, earlier), section, closed)
    limit = section.scope.disclosure.time_limit_s
    done = protect(together.system, seconds=limit)
    rounded, small = rounded_tables(section, public)
    failed = frozenset(_tables_of(together, done) | closed.tables | small)
    failed &= section.tables.keys()
    counts = frozenset(
        spot
        for spot, at in together.position.items()
        if not together.found[spot].public
        and spot.table in section.tables
        and not spot.column.startswith(REST)
        and (at in done.hidden or (spot.table in failed and not _known(together, at)))
    )
    hidden, rules = set(counts), _count_rules(together)
    beside = _by_row(together)
    for name, table in section.tables.items():
        rows = sorted({*range(len(table.rows))} - public[name])
        for at, column, own in _numbers(section, table, rows):
            exact = name in rounded and not _is_of_count(together, name, at, column)
            broken: Rules = own | {"R14"} if exact else own
            follows = name in failed or _in_contrast(counts, table, column)
            tied = not counts.isdisjoint(_tied(beside[name, at], table, column, at))
            if broken or follows or tied:
                hidden.add(Spot(name, at, column.name))
                rules.setdefault(name, set()).update(broken)
    hidden |= following(section, hidden)
    named = {name: tuple(sorted(each, key=_number)) for name, each in rules.items()}
    return Judged(frozenset(hidden), named, failed, together, done, rounded)


def _is_of_count(together: Joint, table: str, at: int, column: Column) -> bool:
    """A share that follows from two counts; all else would undo their rounding."""
    share = Spot(table, at, SHARE + column.name)
    return column.kind == "share" and share in together.found


def _closing(together: Joint, section: Section, closed: Closed) -> Joint:
    """The same system, in which more counts have to be hidden and stay uncertain."""
    unsafe = {
        at
        for spot, at in together.position.items()
        if (table := section.tables.get(spot.table)) is not None
        and (spot.table, table.row_id(spot.row), spot.column) in closed.counts
    }
    counts = tuple(
        replace(each, primary=True) if at in unsafe and each.fixed != "open" else each
        for at, each in enumerate(together.system.counts)
    )
    return replace(together, system=together.system.decided(counts))


def _known(together: Joint, at: int) -> bool:
    """Whether readers know a count anyway, such as how many took part."""
    return together.system.counts[at].fixed == "open"


def _number(rule: Rule) -> int:
    return int(rule[1:])


def _tables_of(together: Joint, done: Protection) -> set[str]:
    """Tables that hold an unprotected count and are not published themselves."""
    unsafe = {at for each in done.failed for at in each}
    return {
        spot.table
        for spot, at in together.position.items()
        if at in unsafe and not together.found[spot].public
    }


def _count_rules(together: Joint) -> dict[str, set[Rule]]:
    rules: dict[str, set[Rule]] = {}
    for spot, each in together.found.items():
        if each.broken:
            rules.setdefault(spot.table, set()).update(each.broken)
    return rules


def _numbers(
    section: Section, table: Table, rows: Sequence[int]
) -> Iterator[tuple[int, Column, Rules]]:
    """The same for several rows: points of a curve, or coefficients of a model."""
    limits = section.scope.disclosure
    points = unsafe_points(table, limits)
    fitted = unsafe_fit(table.fit, limits) if table.fit else NONE
    for at in rows:
        closed = at in points and not points[at]
        curved: Rules = frozenset({"R12"}) if closed else NONE
        for column, broken in _others(section, table, at):
            yield at, column, broken | curved | fitted


def _others(section: Section, table: Table, at: int) -> Iterator[tuple[Column, Rules]]:
    """Cells about persons that are no headcounts, with the rules that they break."""
    row = table.rows[at]
    for column in table.columns:
        value = row.get(column.name)
        told = column.kind == "entry" or column.name in table.made_of  # in words
        about = told or column.kind in ABOUT_PERSONS
        if value is None or not about:
            continue
        if column.kind != "persons" or not isinstance(value, int):
            care = care_of(section.scope, table, at, column)
            yield column, _broken(section, table, row, column, care=care)


def _broken(
    section: Section,
    table: Table,
    row: Mapping[str, Value],
    column: Column,
    *,
    care: Care,
) -> Rules:
    limits, value = section.scope.disclosure, row.get(column.name)
    if isinstance(value, Entry):  # nobody can tell how many persons words hide
        large = value.number is not None and value.number >= limits.k
        return NONE if large else frozenset({"R1"})
    out_of = row.get(table.rests_on.get(column.name, ""))
    if not isinstance(out_of, int):
        return frozenset({"R2"})
    options = {"sensitive": care.sensitive, "zeros": care.zeros}
    if column.kind == "share" and isinstance(value, (int, float)):
        return unsafe_share(value, out_of, limits, **options)
    small = unsafe_group(out_of, limits, sensitive=care.sensitive)
    if column.kind == "share":
        return small | unsafe_denominator(out_of, limits)
    if column.kind == "unit_cost":
        return unsafe_unit_cost(out_of, limits)
    if column.kind in ("score", "rank"):
        ranged = column.limits is not None or isinstance(value, Range)
        spread = ranged or column.name in SPREADS
        middle = unsafe_quantile(out_of, "median", limits)
        mean = unsafe_mean(out_of, limits, with_interval=spread)
        alike = unsafe_sameness([row.get(name) for name in SPREADS])
        return mean | alike | (middle if column.name == "median" else NONE)
    return small


def _by_row(together: Joint) -> Mapping[tuple[str, int], Sequence[Spot]]:
    """The counts that stand beside each other; empty where there are none."""
    rows: dict[tuple[str, int], list[Spot]] = defaultdict(list)
    for spot in together.found:
        rows[spot.table, spot.row].append(spot)
    return rows


def _tied(
    beside: Sequence[Spot], table: Table, column: Column, at: int
) -> Iterator[Spot]:
    """The counts from which a number is worked out; it is hidden with any of them."""
    named = [column.name, *(c.name for c in table.columns if c.limits == column.name)]
    made_of = {name for each in named for name in table.made_of.get(each, ())}
    beneath = {on for each in named if (on := table.rests_on.get(each))}
    shares = {SHARE + each for each in named}
    told = any(Spot(table.name, at, name) in beside for name in shares)
    for spot in beside:
        enters = not (made_of or told) and _may_enter(column, spot)
        if enters or spot.column in made_of | beneath | shares:
            yield spot


def _may_enter(column: Column, spot: Spot) -> bool:
    """Whether a number that names no counts may be worked out from one of its row."""
    if spot.column.startswith(REST):
        return False
    return column.kind in WORKED_OUT or spot.column.startswith(SHARE)


def _in_contrast(counts: frozenset[Spot], table: Table, column: Column) -> bool:
    """A difference that names no counts goes with the outcomes of its section."""
    if column.kind not in CONTRASTS or table.made_of.get(column.name):
        return False
    return any("reached" in spot.column.split("_") for spot in counts)
