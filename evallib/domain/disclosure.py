"""Limits of what may be shown, and decisions to go beyond them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from evallib.domain.declared import Id, Many, Name, Part, Words


class LedgerDecision(Part):
    """What was decided about releases that a reader can hold against each other.

    ``accepted_gap_by`` names who accepted that releases under an earlier key cannot be
    compared; ``accepted_rounds`` are published although they tell of few persons
    together with earlier ones.
    """

    accepted_gap_by: Name | None = None
    accepted_rounds: Many[Id] = ()
    reason: Words | None = None
    approved_by: Name | None = None
    approved_on: date | None = None

    @model_validator(mode="after")
    def _explained(self) -> LedgerDecision:
        needed = ["reason"] if self.accepted_gap_by or self.accepted_rounds else []
        needed += ["approved_by", "approved_on"] if self.accepted_rounds else []
        for key in needed:
            if getattr(self, key) is None:
                facts = {"key": key}
                raise PydanticCustomError("E-CFG-MISSING", "decision", facts)
        return self


class ProseReview(Part):
    """Texts that somebody has read although they repeat numbers that are hidden.

    ``reviewed_sha256`` are SHA-256 of the texts or cells as they were read.
    """

    reviewed_by: Name | None = None
    reviewed_sha256: Many[Name] = ()

    @model_validator(mode="after")
    def _signed(self) -> ProseReview:
        if self.reviewed_sha256 and self.reviewed_by is None:
            facts = {"key": "reviewed_by"}
            raise PydanticCustomError("E-CFG-MISSING", "review", facts)
        return self


class Disclosure(Part):
    """Limits of what may be shown; every one has a floor.

    Those left out follow ``k``. A limit below its default is an override and needs
    a reason, the name of who approved it, and the day.
    """

    k: Annotated[int, Field(ge=3)] = 5
    k_sensitive: Annotated[int, Field(ge=5)] = 10
    n_percent: Annotated[int, Field(ge=5)] = 10
    n_survival: Annotated[int, Field(ge=10)] = 20
    n_words: Annotated[int, Field(ge=3)] = 5
    lost: Literal["protect", "show"] = "protect"  # persons who could not be found
    time_limit_s: Annotated[float, Field(gt=0)] = 20.0
    reason: Words | None = None
    approved_by: Name | None = None
    approved_on: date | None = None
    ledger: LedgerDecision = LedgerDecision()
    prose: ProseReview = ProseReview()

    @property
    def width(self) -> int:
        """How wide the range of a hidden count must stay for a reader."""
        return self.k

    @property
    def n_mean(self) -> int:
        return self.k

    @property
    def n_spread(self) -> int:
        """Persons beneath a standard deviation or the interval of a mean."""
        return max(15, 3 * self.k)

    @property
    def overridden(self) -> tuple[str, ...]:
        """Names of the limits that are less strict than their defaults."""
        fields = type(self).model_fields
        limits = ("k", "k_sensitive", "n_percent", "n_survival", "n_words")
        looser = [each for each in limits if getattr(self, each) < fields[each].default]
        return (*looser, "lost") if self.lost == "show" else tuple(looser)

    @model_validator(mode="after")
    def _override_explained(self) -> Disclosure:
        for key in ("reason", "approved_by", "approved_on"):
            if self.overridden and getattr(self, key) is None:
                facts = {"key": key}
                raise PydanticCustomError("E-CFG-MISSING", "override", facts)
        return self
