"""Limits that the cases of the rules are tried under."""

from __future__ import annotations

from datetime import date

from evallib.domain.disclosure import Disclosure
from evallib.domain.vocabulary import Text

K5 = Disclosure()


def approved(**limits) -> Disclosure:
    """Limits less strict than the defaults, as a steering group may approve them."""
    return Disclosure(
        reason=Text(fi="Ohjausryhmän päätös"),
        approved_by="Tutkimusvastaava",
        approved_on=date(2026, 11, 22),
        **limits,
    )


K3 = approved(k=3)


def rules(names: str) -> set[str]:
    """``R1 R3`` as a set; ``-`` is the empty one."""
    return set(names.replace("-", "").split())


def rows(picture: str) -> list[tuple[str, ...]]:
    """The lines of a drawn table without its header, as words."""
    _, *lines = picture.strip().splitlines()
    return [tuple(cell.strip() for cell in line.split("|")) for line in lines]
