"""Every count of a table, printed or implied, with the rules that it breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from evallib.domain.disclosure import Disclosure
from evallib.domain.section import Scope
from evallib.domain.table import Column, Table, Value
from evallib.release.joint.curves import unsafe_points
from evallib.release.joint.traits import Care, care_of
from evallib.release.rules.counts import least, unsafe_count
from evallib.release.rules.names import NONE, Rules
from evallib.release.suppression.system import Fixed

# group: enrolled, so known to a reader who knows the members; known: of known status
Role = Literal["group", "known", "count", "pending", "lost", "rest"]
GROUPS = ("group", "known")
KNOWN = {"known", "followed"}
DATED = {"pending", "entered", "due"}  # whoever knows the members knows these
CHANGES = {"newly"}  # persons who became known are counted, not counted out of
SIDES = ("pilot", "control")  # whose means of yes/no covariates are shares
REST = "rest of "  # the persons of a group whom a count leaves over
SHARE = "behind "  # the count that a printed share gives away
WHOLE = 1e-6  # how near a share of a group must be to whole persons to be a count


class Spot(NamedTuple):
    """One count: its table, the position of its row, its column."""

    table: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A count with what the gate must know of it.

    Attributes
    ----------
    out_of : Spot, optional
        The headcount that it is counted out of; itself for a group.
    shown : bool
        Whether the table prints it, or a share that gives it away.
    public : bool
        Published by the project itself, so known to every reader.
    broken : frozenset
        The primary rules that it breaks.
    earlier : str
        What a section released before has done with it; ``free`` if nothing.
    """

    spot: Spot
    value: int
    role: Role
    out_of: Spot | None
    shown: bool
    public: bool
    least: int
    broken: Rules = NONE
    earlier: Fixed = "free"


def counts_of(
    table: Table, scope: Scope, public: frozenset[int]
) -> dict[Spot, Counted]:
    """Every count of a table, printed or implied.

    Read a count with ``shown=False`` as: nobody prints it, but a reader can work with
    it, such as those left over of a group.

    Parameters
    ----------
    table : Table
        Counts, shares, and the headcounts beneath them.
    scope : Scope
        The limits.
    public : frozenset of int
        Positions of the rows that the project has published itself.
    """
    columns = {column.name: column for column in table.columns}
    found: dict[Spot, Counted] = {}
    for position, row in enumerate(table.rows):
        for name, value in _numbers(table, row):
            spot = Spot(table.name, position, name)
            out_of = _headcount(table, spot, row)
            own_care = care_of(scope, table, position, column_of(table, name))
            own = Counted(
                spot=spot,
                value=value,
                role=_role(table, spot, out_of),
                out_of=out_of,
                shown=name.removeprefix(SHARE) in columns,
                public=position in public,
                least=_least(own_care, scope.disclosure),
            )
            found[spot] = own
    judged = {spot: _judged(each, found, table, scope) for spot, each in found.items()}
    judged |= _between_points(judged, table, scope)
    return judged | dict(_rests(judged))


def column_of(table: Table, name: str) -> Column | None:
    """The column that prints a count, also where it prints it as a share."""
    plain = name.removeprefix(SHARE)
    return next((each for each in table.columns if each.name == plain), None)


def _numbers(table: Table, row: Mapping[str, Value]) -> Iterator[tuple[str, int]]:
    """Counts in the order of the columns, then the headcounts that are not printed."""
    persons = [each.name for each in table.columns if each.kind == "persons"]
    beneath = [
        *table.rests_on.values(),
        *(n for s in table.made_of.values() for n in s),
    ]
    named = dict.fromkeys([*persons, *beneath])
    held = {
        name: value
        for name in named
        if isinstance(value := row.get(name), int) and not isinstance(value, bool)
    }
    yield from held.items()
    for column in table.columns:
        share, on = row.get(column.name), table.rests_on.get(column.name)
        if not isinstance(share, (int, float)) or on not in held:
            continue
        count = _behind(share, held[on], column)
        if count is not None:
            yield SHARE + column.name, count


def _behind(share: float, out_of: int, column: Column) -> int | None:
    """The whole persons that a share is of, or the mean of a yes/no covariate."""
    count = round(share * out_of)
    if abs(share * out_of - count) > WHOLE or not 0 <= count <= out_of:
        return None
    if column.kind == "share":
        return count
    of_side = column.name.split("_")[0] in SIDES and column.kind == "index"
    return count if of_side and 0 < count < out_of else None


def _headcount(table: Table, spot: Spot, row: Mapping[str, Value]) -> Spot | None:
    plain = spot.column.removeprefix(SHARE)
    on = table.rests_on.get(plain)
    if on is None:  # a headcount that no column declares is a group
        return spot if plain in table.rests_on.values() else None
    return Spot(spot.table, spot.row, on) if isinstance(row.get(on), int) else None


def _role(table: Table, spot: Spot, out_of: Spot | None) -> Role:
    """What follows from dates is known; lost persons are counts; known ones a group."""
    words = {*spot.column.split("_"), table.row_id(spot.row)}
    if words & DATED:
        return "pending"
    if "lost" in words:
        return "lost"
    if words & KNOWN and not words & CHANGES:
        return "known"
    return "group" if out_of is None or out_of == spot else "count"


def _least(care: Care, limits: Disclosure) -> int:
    return least(limits, sensitive=care.sensitive)


def _judged(
    own: Counted, found: Mapping[Spot, Counted], table: Table, scope: Scope
) -> Counted:
    if own.public:
        return own
    broken = _small_groups(own, found) | _broken(own, found, table, scope)
    return replace(own, broken=broken)


def _small_groups(own: Counted, found: Mapping[Spot, Counted]) -> Rules:
    """``R2`` of the group itself and of every group that it belongs to."""
    if own.role == "pending":
        return NONE
    at: Spot | None = own.spot if own.role in GROUPS else own.out_of
    seen: set[Spot] = set()
    while at is not None and at not in seen and at in found:
        seen.add(at)
        if found[at].value < own.least and found[at].value > 0:
            return frozenset({"R2"})
        at = found[at].out_of
    return NONE


def _broken(
    own: Counted, found: Mapping[Spot, Counted], table: Table, scope: Scope
) -> Rules:
    limits = scope.disclosure
    care = care_of(scope, table, own.spot.row, column_of(table, own.spot.column))
    if own.role == "lost":
        return NONE if limits.lost == "show" else _few(own)
    if own.role != "count":
        return NONE
    if own.out_of is None or own.out_of not in found:
        return frozenset({"R2"})
    out_of = found[own.out_of].value
    if own.value > out_of:
        raise ValueError(
            f"table {table.name!r}, row {table.row_id(own.spot.row)!r}: "
            f"{own.spot.column!r} counts more persons than {own.out_of.column!r}"
        )
    return unsafe_count(
        own.value,
        out_of,
        limits,
        sensitive=care.sensitive,
        zeros=care.zeros,
    )


def _between_points(
    judged: Mapping[Spot, Counted], table: Table, scope: Scope
) -> dict[Spot, Counted]:
    """``R12`` for the counts of a curve at points that are left out of it."""
    unsafe = unsafe_points(table, scope.disclosure)
    return {
        spot: replace(each, broken=each.broken | {"R12"})
        for spot, each in judged.items()
        if spot.row in unsafe
        and spot.column in (unsafe[spot.row] or (spot.column,))
        and each.role == "count"
        and not each.public
    }


def _few(own: Counted) -> Rules:
    """That nobody is lost tells nothing of anybody."""
    return frozenset({"R1"}) if 0 < own.value < own.least else NONE


def _rests(judged: Mapping[Spot, Counted]) -> Iterator[tuple[Spot, Counted]]:
    """Of each count, the persons of its group whom it leaves over."""
    for spot, each in judged.items():
        whole = judged.get(each.out_of) if each.out_of else None
        if each.role != "count" or whole is None or each.public:
            continue
        rest = Spot(spot.table, spot.row, REST + spot.column)
        yield (
            rest,
            Counted(
                spot=rest,
                value=whole.value - each.value,
                role="rest",
                out_of=each.out_of,
                shown=False,
                public=False,
                least=each.least,
                broken=each.broken,
            ),
        )
