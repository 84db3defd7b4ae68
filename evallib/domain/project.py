"""What a project declares in its ``project.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from evallib.domain.declared import (
    DEVICE_NAMES,
    Euros,
    Id,
    Many,
    Name,
    Part,
    Persons,
    Share,
    Words,
)
from evallib.domain.disclosure import Disclosure
from evallib.domain.files import ColumnEntry, DataFile
from evallib.domain.plan import Plan
from evallib.domain.vocabulary import Language, Respondents, RoundKind


class Period(Part):
    """When the project ran, both days included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.end < self.start:
            raise PydanticCustomError("E-DATE-ORDER", "end before start", {})
        return self


class Source(Part):
    """A document that figures were taken from."""

    id: Id
    title: Words
    publisher: Words | None = None
    published: date | Words | None = None
    url: Annotated[str, Field(pattern=r"^https?://[^\s\"<>]+$")] | None = None
    already_public: bool = False
    attested_by: Name | None = None  # who has seen that it is public
    attested_on: date | None = None


PublishedCount = Literal["n", "women", "men", "employed", "interviewed"]


class PublicDocument(Part):
    """Where a figure was published."""

    title: Words
    url: Annotated[str, Field(pattern=r"^https?://[^\s\"<>]+$")] | None = None
    published: date | Words | None = None


class PublishedFigure(Part):
    """A statement that the project has published, and the counts that it tells.

    It is printed as it stands, also where the rules would hide it; every attacker is
    taken to know its counts. ``n`` is how many there were, ``employed`` how many of
    them found work.
    """

    id: Id
    statement: Words
    population: Id
    cells: dict[PublishedCount, Persons] = Field(min_length=1)
    source: PublicDocument
    attested_by: Name
    attested_on: date

    @model_validator(mode="after")
    def _parts_within_whole(self) -> PublishedFigure:
        if max(self.cells.values()) > self.cells.get("n", max(self.cells.values())):
            raise PydanticCustomError("E-AGG-TOTAL", "more than all", {"key": "cells"})
        return self


class Organisation(Part):
    """Who did or paid something in the project."""

    name: Words
    role: Literal[
        "applicant", "authority", "funder", "partner", "provider", "evaluator"
    ]
    kind: Words | None = None
    business_id: Annotated[str, Field(pattern=r"^\d{7}-\d$")] | None = None
    place: Words | None = None
    url: Annotated[str, Field(pattern=r"^https?://[^\s\"<>]+$")] | None = None


class Area(Part):
    """Where the project worked."""

    regions: Many[Words] = ()
    subregions: Many[Words] = ()
    municipalities: Many[Words] = ()


class CardFact(Part):
    """A line of the project card that has no field of its own."""

    label: Words
    value: Words


class FundingLine(Part):
    """Money granted and used, in euros."""

    id: Literal["eu_and_state", "public_total"]
    planned_eur: Euros
    realised_eur: Euros | None = None
    source: Id


class Level(Part):
    """One column of the goal logic, from means to impact."""

    id: Id
    name: Words


class Round(Part):
    """One evaluation round: an interim or the final report."""

    id: Id
    kind: RoundKind
    as_of: date
    title: Words | None = None
    published: date | None = None
    pilot_cost_eur: Euros | None = None  # spent by then; none: the plan's


class Survey(Part):
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


class Inquiry(Part):
    """One task or question of the evaluation, and how it is answered."""

    question: Words
    method: Words | None = None
    data: Words | None = None
    goal: Words | None = None


class PublishedRate(Part):
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


class Comparison(Part):
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


class Project(Part):
    """One project; the only configuration object passed around."""

    id: Id
    language: Language = "fi"
    name: Words
    simulated: bool = False  # no real person is behind the client files
    code: Name | None = None
    programme: Words | None = None
    about: Words | None = None
    period: Period | None = None  # none: no document tells it
    organisations: Many[Organisation] = ()
    area: Area = Area()
    facts: Many[CardFact] = ()
    funding: Many[FundingLine] = ()
    sources: Many[Source] = ()
    already_public: Many[PublishedFigure] = ()
    rounds: Many[Round]
    levels: Many[Level] = ()
    surveys: Many[Survey] = ()
    inquiries: Many[Inquiry] = ()
    comparisons: Many[Comparison] = ()
    time_zero: date | Name | None = None  # a column of the clients, or one day for all
    linkage_domain: Id | None = None  # projects that share it can be linked
    plan: Plan | None = None
    files: dict[Id, DataFile] = Field(default_factory=dict)
    disclosure: Disclosure = Disclosure()

    @model_validator(mode="before")
    @classmethod
    def _smallest_form(cls, declared: Any) -> Any:
        """An id and a cut-off day are enough: they name the project and its round."""
        if not isinstance(declared, dict):
            return declared
        filled = dict(declared)
        as_of = filled.pop("as_of", None)
        if as_of is not None and "rounds" not in filled:
            filled["rounds"] = [{"id": "final", "kind": "final", "as_of": as_of}]
        elif as_of is not None:
            filled["as_of"] = as_of  # each round has its own; refused as unknown
        if "id" in filled:  # whatever it is: its own type is told at its own key
            filled.setdefault("name", str(filled["id"]))
        return filled

    @model_validator(mode="after")
    def _consistent(self) -> Project:
        if self.id.split(".")[0] in DEVICE_NAMES:
            raise PydanticCustomError("E-CFG-ID", "device name", {"key": "id"})
        if self.zeros:
            self.disclosure.require_explained("disclosure.")
        if not self.rounds:
            raise PydanticCustomError("E-CFG-MISSING", "rounds", {"key": "rounds"})
        return self

    @property
    def sensitive(self) -> frozenset[str]:
        """Columns of client files that ask for larger groups."""
        return frozenset(name for name, each in self._columns() if each.sensitive)

    @property
    def zeros(self) -> frozenset[str]:
        """Columns of client files of which nobody and everybody may be told."""
        return frozenset(
            name for name, each in self._columns() if each.zero_policy == "allow"
        )

    def _columns(self) -> Iterator[tuple[str, ColumnEntry]]:
        for file in self.files.values():
            yield from file.columns.items()

    @property
    def documents(self) -> tuple[Source, ...]:
        """Every source of figures, the documents of published statements among them."""
        published = [
            Source(
                id=each.id,
                title=each.source.title,
                url=each.source.url,
                published=each.source.published,
                already_public=True,
                attested_by=each.attested_by,
                attested_on=each.attested_on,
            )
            for each in self.already_public
        ]
        return (*self.sources, *published)

    def round(self, wanted: str) -> Round | None:
        """The round of that id, or None."""
        return next((each for each in self.rounds if each.id == wanted), None)
