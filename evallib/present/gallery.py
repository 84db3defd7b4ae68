"""The page that lists every published report, in three languages at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evallib.domain.vocabulary import LANGUAGES, Language, RoundKind, Text
from evallib.present.commands import catalogue
from evallib.present.language import Words
from evallib.present.page import POLICY, style
from evallib.present.sanitise import without_turns

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Card:
    """One project at one round, with a link for every language it can be read in.

    Attributes
    ----------
    links : tuple of (language, address)
        Addresses relative to the gallery.
    outdated : bool
        Whether the inputs have changed since the report was made.
    stale : bool
        Whether it could not be made again.
    """

    name: Text
    title: Text | None
    kind: RoundKind | Literal["portfolio"]
    as_of: date
    links: tuple[tuple[Language, str], ...]
    outdated: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A report that could not be made, and the address of the page that says why."""

    name: Text
    round: str | None
    language: Language
    stage: str
    standing: bool
    address: str


def gallery_html(cards: Sequence[Card], missing: Sequence[Missing] = ()) -> str:
    """The whole page: no script, no request, every project text escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    own = (TEMPLATES / "gallery" / "style.css").read_text(encoding="utf-8")
    html = environment.get_template("gallery/index.html.j2").render(
        cards=cards,
        missing=missing,
        stages={each: catalogue(each)["stage"] for each in LANGUAGES},
        languages=LANGUAGES,
        words={each: catalogue(each)["gallery"] for each in LANGUAGES},
        written=lambda day, language: Words(language, {}).date(day),
        policy=POLICY,
        style=Markup(style() + own),  # noqa: S704 - files of this package
    )
    return without_turns(html)
