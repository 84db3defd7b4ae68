"""What an ESF project sheet says, as values; contact details are not among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from evallib.domain.records import Answer


@dataclass(frozen=True, slots=True)
class Party:
    """The applicant, or one that carries out a part of the project."""

    name: str
    kind: str | None = None
    business_id: str | None = None
    place: str | None = None
    url: str | None = None
    address: str | None = None
    website: str | None = None  # written otherwise than an address begins


@dataclass(frozen=True, slots=True)
class Money:
    """One line of public funding, in euros."""

    id: Literal["eu_and_state", "public_total"]
    planned: float | None
    realised: float | None


@dataclass(frozen=True, slots=True)
class Reach:
    """A figure of section 7 as the sheet writes it."""

    id: str
    planned: str | None
    realised: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """One principle with its two scores, 0 to 10, and the reason."""

    id: str
    direct: int | None
    indirect: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    """A yes or no to a question on gender equality, and the reason."""

    id: str
    answer: Answer
    reason: str | None


@dataclass(frozen=True, slots=True)
class ProjectSheet:
    """Everything on the sheet but telephone numbers and the contact person."""

    code: str
    name: str
    priority: str | None
    objective: str | None
    start: date
    end: date
    state: str | None
    authority: str | None
    applicant: Party
    transfer: str | None
    partners: tuple[Party, ...]
    summary: tuple[str, ...]
    direct_groups: tuple[str, ...]
    indirect_groups: tuple[str, ...]
    funding: tuple[Money, ...]
    regions: tuple[str, ...]
    subregions: tuple[str, ...]
    municipalities: tuple[str, ...]
    site: str | None
    reach: tuple[Reach, ...]
    equality: tuple[Reply, ...]
    principles: tuple[Score, ...]
    final_report: tuple[str, ...]
