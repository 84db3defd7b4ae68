"""What every comparison of counts refuses, and what it warns of."""

from __future__ import annotations

from typing import Any, get_args

from evallib.domain.estimate import Tally

SMALL_GROUP = 30
# A normal approximation needs this many persons on each side of yes and no.
NORMAL_FROM = 10


def require_known(name: str, tally: Tally) -> None:
    """Refuse a group in which nobody has a known status."""
    if tally.known == 0:
        raise ValueError(
            f"{name}: none of {tally.enrolled} persons has a known status at this "
            "follow-up point, so it has no rate; choose an earlier point"
        )


def require_enrolled(name: str, tally: Tally) -> None:
    """Refuse a group without persons."""
    if tally.enrolled == 0:
        raise ValueError(f"{name}: has no persons, so nothing bounds its rate")


def require_option(name: str, value: str, allowed: Any) -> None:
    """Refuse a word that the ``Literal`` alias ``allowed`` does not hold."""
    words = get_args(allowed)
    if value not in words:
        raise ValueError(f"{name} is one of {', '.join(words)}; got {value!r}")


def cautions(*groups: Tally) -> tuple[str, ...]:
    """Keys of what a reader must know about these groups."""
    applies = {
        "small_group": min(group.known for group in groups) < SMALL_GROUP,
        "follow_up_incomplete": any(group.pending for group in groups),
        "lost_to_follow_up": any(group.lost for group in groups),
    }
    return tuple(note for note, holds in applies.items() if holds)


def normal_caution(*groups: Tally) -> tuple[str, ...]:
    """Key of the caution that a normal approximation stands on too few persons."""
    fewest = min(min(group.reached, group.known - group.reached) for group in groups)
    return ("normal_approximation_doubtful",) if fewest < NORMAL_FROM else ()
