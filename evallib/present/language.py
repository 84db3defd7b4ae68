"""Words and numbers in the reader's language; the only place that rounds.

Catalogues are ``locales/<language>.toml`` and, for a topic of its own,
``locales/<topic>/<language>.toml``: sections of keys, each a whole sentence or a label
with named placeholders.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from babel.dates import format_date
from babel.numbers import format_decimal

from evallib.domain.vocabulary import Language

LOCALES: Mapping[Language, str] = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_GB"}
DATES: Mapping[Language, str] = {"fi": "d.M.y", "sv": "d.M.y", "en": "d MMMM y"}
TOPICS = ("intake", "people", "effect", "adjusting", "time", "voices", "portfolio")
NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Words:
    """One language: its sentences, and how it writes numbers and dates."""

    language: Language
    catalogue: Mapping[str, str]

    def has(self, key: str) -> bool:
        return key in self.catalogue

    def say(self, key: str, **facts: str) -> str:
        """The sentence of a key with its placeholders filled."""
        if key not in self.catalogue:
            raise KeyError(f"{self.language}.toml has no key {key!r}")
        return self.catalogue[key].format(**facts)

    def first(self, *keys: str) -> str:
        """The wording of the first key that the catalogue holds."""
        return self.say(next((key for key in keys if self.has(key)), keys[-1]))

    def number(self, value: float, decimals: int = 0) -> str:
        """``1 234,5``: half rounds away from zero; never minus zero."""
        exact = Decimal(repr(float(value))).quantize(
            Decimal(1).scaleb(-decimals), ROUND_HALF_UP
        )
        if exact == 0:
            exact = abs(exact)
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        written = format_decimal(
            exact,
            format=pattern,
            locale=LOCALES[self.language],
            decimal_quantization=False,
        )
        return written.replace("-", MINUS).replace(" ", NO_BREAK)

    def percent(self, share: float, decimals: int = 0) -> str:
        """A proportion as percent, with the language's own spacing of the sign."""
        return self.percent_sign(self.hundredths(share, decimals))

    def percent_sign(self, number: str) -> str:
        return f"{number}%" if self.language == "en" else f"{number}{NO_BREAK}%"

    def hundredths(self, share: float, decimals: int = 0) -> str:
        """A proportion as a number of percent or percentage points, no sign."""
        return self.number(float(Decimal(repr(float(share))) * 100), decimals)

    def euros(self, value: float, decimals: int = 0) -> str:
        return self.euro_sign(self.number(value, decimals))

    def euro_sign(self, number: str) -> str:
        if self.language != "en":
            return f"{number}{NO_BREAK}€"
        sign = MINUS if number.startswith(MINUS) else ""
        return f"{sign}€{number.removeprefix(MINUS)}"

    def date(self, day: date) -> str:
        pattern, locale = DATES[self.language], LOCALES[self.language]
        return format_date(day, format=pattern, locale=locale).replace(" ", NO_BREAK)

    def span(self, low: str, high: str) -> str:
        """Two written limits: a dash between them, or words where one is below zero."""
        if low == high:
            return low
        if low.startswith(MINUS):
            return self.say("range.crossing", low=low, high=high)
        return f"{low}{EN_DASH}{high}"

    def listing(self, items: list[str]) -> str:
        """``a, b and c``."""
        if len(items) < 2:
            return "".join(items)
        return self.say("list.last", items=", ".join(items[:-1]), last=items[-1])


@cache
def words(language: Language) -> Words:
    """The words of one language, read once."""
    locales = files("evallib.present") / "locales"
    told: dict[str, str] = {}
    for folder in (locales, *(locales / topic for topic in TOPICS)):
        path = folder / f"{language}.toml"
        told.update(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))
    told.update(_short_problems(language))
    return Words(language, MappingProxyType(told))


def _short_problems(language: Language) -> Iterator[tuple[str, str]]:
    """What each code means, without the facts of any one fault."""
    path = files("evallib.present") / "locales" / "problems" / f"{language}.toml"
    for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if "wrong" in entry and "-" in code:
            yield f"problem.{code}", entry.get("wrong_else", entry["wrong"])


def _flat(nested: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in nested.items():
        key = f"{above}{name}"
        if isinstance(value, Mapping):
            yield from _flat(value, f"{key}.")
        else:
            yield key, str(value)
