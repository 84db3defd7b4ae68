"""What was typed after the command, checked before anything is done."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from evallib.domain.errors import ConfigurationError, Place, Problem
from evallib.domain.vocabulary import LANGUAGES, Language

PROGRAM = "evallib"
OPTIONS_OF = {
    "project": "PROJECT",
    "round": "--round",
    "language": "--language",
    "audience": "--internal",
}


def asked_language(typed: Sequence[str]) -> tuple[str | None, list[str]]:
    """The language of messages, wherever it was typed, and the other words."""
    asked, rest, words = None, [], iter(typed)
    for word in words:
        if word == "--ui-language":
            asked = next(words, "")
        elif word.startswith("--ui-language="):
            asked = word.partition("=")[2]
        else:
            rest.append(word)
    return asked, rest


def languages(asked: str | None) -> tuple[Language, ...]:
    """The languages of ``--language``; none means each project's own."""
    if asked is None:
        return ()
    require_choice(asked, (*LANGUAGES, "all"), "--language")
    return tuple(each for each in LANGUAGES if asked in (each, "all"))


def require_choice(asked: str, allowed: Sequence[str], option: str) -> None:
    """Refuse a word that the option does not know, with the nearest it does."""
    if asked not in allowed:
        near = get_close_matches(asked.lower(), allowed, n=1, cutoff=0.5)
        facts = {"expected": "choice", "allowed": allowed, "near": near}
        place = Place(PROGRAM, column=option)
        raise ConfigurationError([Problem("E-CFG-TYPE", place, facts)])


def require_own_options(parameters: Sequence[tuple[str, str]]) -> None:
    """Refuse as a parameter what has an option of its own."""
    problems = [
        Problem(
            "E-CFG-KEY",
            Place(f"{PROGRAM} run", column=name),
            {"case": "own_option", "allowed": OPTIONS_OF[name]},
        )
        for name, _ in parameters
        if name in OPTIONS_OF
    ]
    if problems:
        raise ConfigurationError(problems)
