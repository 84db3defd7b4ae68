"""The field's own words: languages, audiences, and texts that a project wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["fi", "sv", "en"]
Audience = Literal["public", "internal"]
RoundKind = Literal["interim", "final"]
Respondents = Literal["clients", "stakeholders", "employers", "staff"]
State = Literal[
    "open_labour_market",
    "self_employed",
    "subsidised_work",
    "education",
    "labour_market_service",
    "unemployed",
    "outside_labour_force",
]
Exit = Literal["open_market_work", "subsidised_work", "education", "other_exit"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@dataclass(frozen=True, slots=True)
class Text:
    """Something the project wrote, in the languages it was written in.

    It is shown as it stands. Where the reader's language is missing, the original
    is shown and marked with its own language; nothing is machine-translated.
    """

    fi: str | None = None
    sv: str | None = None
    en: str | None = None

    def __post_init__(self) -> None:
        if not any((self.fi, self.sv, self.en)):
            raise ValueError("a Text needs words in at least one language")

    def in_language(self, wanted: Language) -> tuple[str, Language]:
        """The words to show and the language they are in."""
        order = (wanted, *LANGUAGES)
        language = next(each for each in order if getattr(self, each))
        return getattr(self, language), language


@dataclass(frozen=True, slots=True)
class Label:
    """A catalogue key shown in the reader's language, such as ``group.pilot``."""

    key: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of a project's own table: a number, or whatever else it holds.

    ``written`` is the cell as it stands (``"110?"``, ``"Tulossa"``, ``"20 728 €"``);
    ``number`` is set only where the whole cell is one number. Text never becomes a
    number and a missing cell never becomes zero.
    """

    written: str
    number: float | None = None
