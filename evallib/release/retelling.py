"""What a report answered in one language, kept for its others while a run lasts.

The numbers of a report are the same in every language, and so is what the gate hides.
A run that makes several languages therefore asks and guards once. It announces that by
an empty file beside the run folders, which the first kernel to reach its end fills.
The file holds what such a folder holds, so it is for its owner only and goes with them.
"""

from __future__ import annotations

import os
import pickle
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evallib.domain.vocabulary import LANGUAGES, Language
from evallib.release.evidence import evidence_left
from evallib.release.ledger import OWNER_ONLY
from evallib.release.prose import worded
from evallib.release.released import Released
from evallib.release.watch import Watch


@dataclass(frozen=True, slots=True)
class Wording:
    """A released section in one language.

    Attributes
    ----------
    released : Released
        What is shown.
    waiting : str, optional
        SHA-256 of its text, where paragraphs wait for a review.
    """

    released: Released
    waiting: str | None = None


Wordings = Mapping[Language, Wording]


@dataclass(frozen=True, slots=True)
class Kept:
    """All that one language of a report was answered.

    Attributes
    ----------
    answers : mapping
        Of each section that was asked, by the name of its function, its wordings;
        None where there is nothing to show.
    left : mapping
        File to content of what the audits left in the run folder.
    """

    answers: Mapping[str, Wordings | None]
    left: Mapping[str, Any]


def kept(path: Path) -> Kept | None:
    """What another language was answered; None if none has reached its end."""
    content = path.read_bytes()
    if not content:
        return None
    found: Kept = pickle.loads(content)  # noqa: S301 - written by ``keep`` alone
    return found


def keep(path: Path, answers: Mapping[str, Wordings | None], folder: Path) -> None:
    """Keep the answers of a report and what its audits left, in one step."""
    waiting = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        pickle.dump(Kept(answers, evidence_left(folder)), file, pickle.HIGHEST_PROTOCOL)
    waiting.replace(path)


def in_every_language(guarded: Released, watch: Watch) -> Wordings:
    """A section with its texts as each language would show them.

    Read ``waiting`` as: paragraphs of the text in that language repeat a number that
    the sections so far hide.
    """
    return {
        language: _wording(guarded, language, watch.numerals) for language in LANGUAGES
    }


def _wording(guarded: Released, language: Language, numerals: set[str]) -> Wording:
    own = Watch(numerals=numerals)
    scope = replace(guarded.scope, language=language)
    released = worded(guarded, scope, own)
    return Wording(released, own.prose.get(guarded.name))
