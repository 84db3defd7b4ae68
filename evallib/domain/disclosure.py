"""Limits of what may be shown, and decisions to go beyond them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from evallib.domain.declared import Id, Many, Name, Part, Words

K = 5  # unless the project says otherwise
# Limits that follow k where they are left out; none may be below so many times k.
TIMES_K = {
    "width": 1,
    "n_mean": 1,
    "n_sd": 3,
    "n_median": 2,
    "n_quartile": 4,
    "n_p10p90": 10,
}
SPREAD = 15  # persons beneath a standard deviation, however small k is


def _at_least(value: int, info: ValidationInfo) -> int:
    floor = TIMES_K[str(info.field_name)] * int(info.data.get("k", K))
    if value < floor:
        raise PydanticCustomError("E-CFG-FLOOR", "floor", {"limit": str(floor)})
    return value


def _times_k(times: int, *, least: int = 0) -> Callable[[dict[str, Any]], int]:
    return lambda told: max(least, times * int(told.get("k", K)))


Dominance = Annotated[tuple[int, float], Field(strict=False)]
DOMINANCE: tuple[tuple[int, float], ...] = ((1, 60.0), (2, 90.0))


def _no_looser(value: tuple[Dominance, ...]) -> tuple[Dominance, ...]:
    """Of so many contributors, a share no larger than usual may come."""
    told = dict(value)
    for persons, percent in DOMINANCE:
        if told.get(persons, 100.0) > percent:
            facts = {"limit": f"[{persons}, {percent:g}]"}
            raise PydanticCustomError("E-CFG-FLOOR", "looser", facts)
    return value


Following = Annotated[int, AfterValidator(_at_least)]


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

    k: Annotated[int, Field(ge=3)] = K
    k_sensitive: Annotated[int, Field(ge=5)] = 10
    width: Following = Field(default_factory=_times_k(1))
    n_percent: Annotated[int, Field(ge=5)] = 10
    n_mean: Following = Field(default_factory=_times_k(1))
    n_sd: Following = Field(default_factory=_times_k(3, least=SPREAD))
    n_median: Following = Field(default_factory=_times_k(2))
    n_quartile: Following = Field(default_factory=_times_k(4))
    n_p10p90: Following = Field(default_factory=_times_k(10))
    df_resid: Annotated[int, Field(ge=10)] = 10
    n_survival: Annotated[int, Field(ge=10)] = 20
    k_step: Annotated[int, Field(ge=3)] = Field(default_factory=_times_k(1))
    at_risk_min: Annotated[int, Field(ge=6)] = Field(default_factory=_times_k(2))
    n_words: Annotated[int, Field(ge=3)] = 5
    p_percent: Annotated[float, Field(ge=10)] = 10.0
    nk: Annotated[Many[Dominance], AfterValidator(_no_looser)] = DOMINANCE
    lost: Literal["protect", "show"] = "protect"  # persons who could not be found
    round_base: Literal[0, 5] = 0  # 5: counts out of at least 100 persons are rounded
    time_limit_s: Annotated[float, Field(gt=0)] = 20.0
    reason: Words | None = None
    approved_by: Name | None = None
    approved_on: date | None = None
    ledger: LedgerDecision = LedgerDecision()
    prose: ProseReview = ProseReview()

    @property
    def overridden(self) -> tuple[str, ...]:
        """Names of the limits that are less strict than their defaults."""
        told = {"k": self.k}
        looser = [
            name
            for name in LIMITS
            if getattr(self, name)
            < type(self)
            .model_fields[name]
            .get_default(call_default_factory=True, validated_data=told)
        ]
        return (*looser, "lost") if self.lost == "show" else tuple(looser)

    @model_validator(mode="after")
    def _override_explained(self) -> Disclosure:
        if self.overridden:
            self.require_explained()
        return self

    def require_explained(self, within: str = "") -> None:
        """Why is something less strict than its default, by whose word, since when.

        Raises ``E-CFG-MISSING`` for the first of the three that is not declared.
        """
        for key in ("reason", "approved_by", "approved_on"):
            if getattr(self, key) is None:
                facts = {"key": within + key}
                raise PydanticCustomError("E-CFG-MISSING", "override", facts)


LIMITS = tuple(
    name for name, field in Disclosure.model_fields.items() if field.annotation is int
)
