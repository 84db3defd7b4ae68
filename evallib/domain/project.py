"""What a project declares in its ``project.toml``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from evallib.domain.vocabulary import Language, Respondents, RoundKind, Text

Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], Field(strict=False)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Name = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$")]
Euros = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Persons = Annotated[int, Field(ge=0)]
FileKind = Literal[
    "indicators",
    "budget",
    "surveys",
    "survey_summary",
    "rankings",
    "themes",
    "pilots",
    "principles",
    "equality",
    "goals",
    "quotes",
]
DEVICE_NAMES = frozenset(
    ["con", "prn", "aux", "nul"]
    + [f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)]
)


class _Part(BaseModel):
    """Unknown keys, loose types and later edits are all refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False
    )


class _Wording(_Part):
    fi: Name | None = None
    sv: Name | None = None
    en: Name | None = None


def _text(value: object, info: ValidationInfo) -> object:
    """A plain string is in the project's own language."""
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        own = (info.context or {}).get("language", "fi")
        value = {own: value}
    wording = _Wording.model_validate(value)
    if not any((wording.fi, wording.sv, wording.en)):
        raise PydanticCustomError("E-CFG-MISSING", "a text needs words", {})
    return Text(wording.fi, wording.sv, wording.en)


Words = Annotated[Text, BeforeValidator(_text)]


class Period(_Part):
    """When the project ran, both days included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.end < self.start:
            raise PydanticCustomError("E-DATE-ORDER", "end before start", {})
        return self


class Source(_Part):
    """A document that figures were taken from."""

    id: Id
    title: Words
    publisher: Words | None = None
    published: date | Words | None = None
    url: Annotated[str, Field(pattern=r"^https?://[^\s\"<>]+$")] | None = None
    already_public: bool = False


class Organisation(_Part):
    """Who did or paid something in the project."""

    name: Words
    role: Literal[
        "applicant", "authority", "funder", "partner", "provider", "evaluator"
    ]
    kind: Words | None = None
    business_id: Annotated[str, Field(pattern=r"^\d{7}-\d$")] | None = None
    place: Words | None = None
    url: Annotated[str, Field(pattern=r"^https?://[^\s\"<>]+$")] | None = None


class Area(_Part):
    """Where the project worked."""

    regions: Many[Words] = ()
    subregions: Many[Words] = ()
    municipalities: Many[Words] = ()


class CardFact(_Part):
    """A line of the project card that has no field of its own."""

    label: Words
    value: Words


class FundingLine(_Part):
    """Money granted and used, in euros."""

    id: Literal["eu_and_state", "public_total"]
    planned_eur: Euros
    realised_eur: Euros | None = None
    source: Id


class Level(_Part):
    """One column of the goal logic, from means to impact."""

    id: Id
    name: Words


class Round(_Part):
    """One evaluation round: an interim or the final report."""

    id: Id
    kind: RoundKind
    as_of: date
    title: Words | None = None
    published: date | None = None


class Survey(_Part):
    """A questionnaire whose results arrive already summed up."""

    id: Id
    name: Words
    respondents: Respondents
    answered: Persons
    invited: Persons | None = None
    scale: Words | None = None
    scale_low: int | None = None
    scale_high: int | None = None
    complete_ranking: bool = False
    source: Id


class Inquiry(_Part):
    """One task or question of the evaluation, and how it is answered."""

    question: Words
    method: Words | None = None
    data: Words | None = None
    goal: Words | None = None


class PublishedRate(_Part):
    """A rate as a document prints it: a percentage or a range of percentages."""

    low: Share
    high: Share
    persons: Persons | None = None  # none: the document does not tell
    decimals: Annotated[int, Field(ge=0, le=2)] = 0  # of the printed percentage

    @model_validator(mode="after")
    def _in_order(self) -> PublishedRate:
        if self.high < self.low:
            raise PydanticCustomError("E-DATE-ORDER", "high below low", {})
        return self


class Comparison(_Part):
    """A pilot's outcome beside a rate known only from print."""

    id: Id
    pilot: Id
    outcome: Words
    horizon_months: Annotated[int, Field(ge=0)]
    pilot_rate: PublishedRate
    benchmark: PublishedRate
    benchmark_name: Words
    groups: Persons | None = None
    groups_pending: Persons | None = None
    primary: bool = False
    source: Id

    @model_validator(mode="after")
    def _pilot_size_known(self) -> Comparison:
        if self.pilot_rate.persons is None:
            raise PydanticCustomError(
                "E-CFG-MISSING", "pilot size", {"key": "pilot_rate.persons"}
            )
        return self


class Disclosure(_Part):
    """Limits of what may be shown; every one has a floor."""

    k: Annotated[int, Field(ge=3)] = 5
    n_percent: Annotated[int, Field(ge=5)] = 10


def _safe_path(path: str) -> str:
    """Refuse what could lead out of a folder, or cannot be a file on every system."""
    parts = path.split("/")
    unsafe = set('\\:<>"|?*') & set(path) or any(
        not part or part in (".", "..") or part[-1] in ". " for part in parts
    )
    device = any(part.split(".")[0].lower() in DEVICE_NAMES for part in parts)
    if unsafe or device or not path.isprintable():
        raise PydanticCustomError("E-CFG-PATH", "unsafe path", {})
    return path


class DataFile(_Part):
    """A table under ``data/raw/<id>/``; quotes as text lie beside the project file."""

    path: Annotated[str, AfterValidator(_safe_path)]
    kind: FileKind
    source: Id | None = None
    rounds: Many[Id] = ()  # none: every round
    sheet: Name | None = None  # of a workbook; none: its only visible one
    hidden_rows: Literal["include", "error"] = "include"
    allow_empty: bool = False  # a table without rows leaves its section out


class Project(_Part):
    """One project; the only configuration object passed around."""

    id: Id
    language: Language = "fi"
    name: Words
    code: Name | None = None
    programme: Words | None = None
    about: Words | None = None
    period: Period | None = None  # none: no document tells it
    organisations: Many[Organisation] = ()
    area: Area = Area()
    facts: Many[CardFact] = ()
    funding: Many[FundingLine] = ()
    sources: Many[Source]
    rounds: Many[Round]
    levels: Many[Level] = ()
    surveys: Many[Survey] = ()
    inquiries: Many[Inquiry] = ()
    comparisons: Many[Comparison] = ()
    files: dict[Id, DataFile] = {}
    disclosure: Disclosure = Disclosure()

    @model_validator(mode="after")
    def _consistent(self) -> Project:
        if self.id.split(".")[0] in DEVICE_NAMES:
            raise PydanticCustomError("E-CFG-ID", "device name", {})
        if not self.rounds:
            raise PydanticCustomError("E-CFG-MISSING", "rounds", {"key": "rounds"})
        return self

    def round(self, wanted: str) -> Round | None:
        """The round of that id, or None."""
        return next((each for each in self.rounds if each.id == wanted), None)
