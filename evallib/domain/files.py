"""What a project declares of its data files, and of the columns of client files."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from evallib.domain.declared import Id, Many, Name, Part, SafePath, Words
from evallib.domain.vocabulary import Exit, Respondents, State

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
    "clients",
    "spells",
    "survey",
]
ClientKind = Literal["clients", "spells", "survey"]
CLIENT_KINDS: frozenset[FileKind] = frozenset(("clients", "spells", "survey"))

ColumnType = Literal[
    "hetu",
    "client_no",
    "date",
    "integer",
    "number",
    "percent",
    "category",
    "boolean",
    "text",
]
Role = Literal[
    "person_id",
    "group",  # pilot or control; the first label is the pilot
    "cluster",  # the group of clients that was served together
    "service_start",
    "service_end",
    "last_seen",  # the last day on which anybody knew of the client
    "not_started",  # yes: enrolled, but the service never began
    "interrupted",  # yes: began, but did not complete the service
    "outcome",  # a status, or an amount, at a follow-up point
    "exit",  # the date of the first exit of one type
    "history",  # a status, or an amount, before time zero
    "covariate",
    "spell_start",
    "spell_end",
    "state",  # of a spell
    "respondent",
    "item",  # one question of a survey
    "choice",  # one alternative of a question with several answers
    "comment",
]


class Collapse(Part):
    """Labels that are shown as one."""

    into: Name
    from_: Annotated[Many[Name], Field(alias="from")]


class ColumnEntry(Part):
    """One column of a client file: what its cells may hold, and what it is for."""

    type: ColumnType
    role: Role | None = None
    names: Many[Name] = ()  # other headings that mean this column
    label: Words | None = None  # what readers see; none: the column's own name
    optional: bool = False  # the file may lack the column
    missing: Many[str] = ()  # cells that mean "not known"; "" for empty ones
    # dates
    date_formats: Many[Literal["fi", "iso"]] = ()
    two_digit_pivot: Annotated[int, Field(ge=0, le=99)] | None = None
    future: bool = False
    # numbers
    low: float | None = None
    high: float | None = None
    decimal: Literal[",", "."] = ","
    thousands: Literal[".", " "] | None = None
    decimals: Annotated[int, Field(ge=0, le=9)] | None = None
    unit: Name | None = None
    suppressed: Many[str] = ()
    # categories
    labels: Many[Name] = ()
    aliases: dict[str, Name] = Field(default_factory=dict)
    collapse: Many[Collapse] = ()
    shown: dict[str, Words] = Field(
        default_factory=dict
    )  # a label in the readers' languages
    true: Many[str] = ()
    false: Many[str] = ()
    constant: bool = False  # the same in every record of a person
    # what a public report may show of it
    sensitive: bool = False  # health, disability, origin and the like: k_sensitive
    zero_policy: Literal["protect", "allow"] = "protect"  # of nobody and everybody
    # follow-up
    states: dict[str, State] = Field(default_factory=dict)  # what each label stands for
    codes: Literal["jobseeker_employment"] | None = None
    horizon_months: Annotated[int, Field(ge=0, le=120)] | None = None  # 0: on leaving
    window_days: Annotated[int, Field(ge=1, le=3660)] | None = None
    anchor: Literal["time_zero", "service_end"] | None = None
    dated_by: Name | None = None  # the column with the day of a recorded status
    exit: Exit | None = None
    months_before: Annotated[int, Field(ge=1, le=120)] | None = None
    # surveys
    question: Id | None = None  # the question that a choice belongs to
    question_label: Words | None = None  # what readers see of it; once is enough


class DataFile(Part):
    """A table under ``data/raw/<id>/``; quotes as text lie beside the project file."""

    path: SafePath
    kind: FileKind
    source: Id | None = None
    rounds: Many[Id] = ()  # none: every round
    sheet: Name | None = None  # of a workbook; none: its only visible one
    hidden_rows: Literal["include", "error"] = "include"
    allow_empty: bool = False  # a table without rows leaves its section out
    max_mb: Annotated[int, Field(ge=1, le=100_000)] = 50
    max_rows: Annotated[int, Field(ge=1)] = 200_000
    # client files
    columns: dict[Name, ColumnEntry] = Field(default_factory=dict)
    group: Literal["pilot", "control"] | None = None  # of everybody in the file
    on_row_error: Literal["stop", "quarantine"] = "stop"
    max_quarantine_share: Annotated[float, Field(ge=0, le=0.5)] = 0.05
    duplicates: Literal["error", "drop_exact"] = "error"
    allow_temporary_ids: bool = False
    crossover: bool = False  # one person may be in both groups
    age_range: Annotated[Many[int], Field(min_length=2, max_length=2)] = (18, 74)
    spells: Literal["error", "merge"] = "error"
    # surveys: the file's own name is the survey's id
    name: Words | None = None  # what readers call the survey
    respondents: Respondents | None = None
    invited: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _columns_declared(self) -> DataFile:
        if self.kind in CLIENT_KINDS and not self.columns:
            raise PydanticCustomError(
                "E-CFG-MISSING", "client files declare columns", {"key": "columns"}
            )
        return self
