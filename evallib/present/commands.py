"""Words of the commands and of the gallery; light enough for ``evallib --help``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from evallib.domain.vocabulary import LANGUAGES, Language, Text

CATALOGUES = Path(__file__).parent / "locales" / "commands"


@cache
def catalogue(language: Language) -> Mapping[str, Mapping[str, str]]:
    """The words of one language, by section and key."""
    text = (CATALOGUES / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(key: str, language: Language, **facts: object) -> str:
    """The words of ``section.name`` with their placeholders filled."""
    section, _, name = key.partition(".")
    return catalogue(language)[section][name].format(**facts)


def in_all_languages(key: str) -> Text:
    """The words of ``section.name`` as a project would have written them."""
    return Text(**{each: say(key, each) for each in LANGUAGES})
