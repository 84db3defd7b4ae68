"""The three catalogues hold the same keys and the same placeholders."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from evallib.domain.vocabulary import LANGUAGES
from evallib.present.language import TOPICS

PACKAGE = Path(__file__).parents[2] / "evallib"
LOCALES = PACKAGE / "present" / "locales"
GROUPS = [
    folder
    for folder in [
        LOCALES,
        *sorted(each for each in LOCALES.iterdir() if each.is_dir()),
    ]
    if (folder / "fi.toml").is_file()
]
NO_BREAK = "\N{NO-BREAK SPACE}"
KEY = re.compile(r'(?:Label|Sentence)\(\s*"([a-z_]+(?:\.[a-zA-Z0-9_-]+)+)"')


def flat(nested, above=""):
    found = {}
    for name, value in nested.items():
        if isinstance(value, dict):
            found |= flat(value, f"{above}{name}.")
        else:
            found[f"{above}{name}"] = value
    return found


def catalogue(folder, language):
    text = (folder / f"{language}.toml").read_text(encoding="utf-8")
    return flat(tomllib.loads(text))


def placeholders(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("folder", GROUPS, ids=lambda folder: folder.name)
def test_every_language_has_every_key(folder, language):
    assert catalogue(folder, language).keys() == catalogue(folder, "fi").keys()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("folder", GROUPS, ids=lambda folder: folder.name)
def test_every_language_fills_the_same_placeholders(folder, language):
    finnish, other = catalogue(folder, "fi"), catalogue(folder, language)

    different = [
        key for key in finnish if placeholders(finnish[key]) != placeholders(other[key])
    ]

    assert not different


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", GROUPS, ids=lambda folder: folder.name)
def test_a_number_and_its_unit_are_never_parted(folder, language):
    parted = [
        key
        for key, sentence in catalogue(folder, language).items()
        if re.search(r"[\d}] [%€]", sentence)
    ]

    assert not parted


def sentences():
    """What a report may say: the common catalogue and those of the topics."""
    folders = (LOCALES, *(LOCALES / topic for topic in TOPICS))
    return {
        key: said for each in folders for key, said in catalogue(each, "fi").items()
    }


def test_no_key_stands_in_two_catalogues():
    folders = (LOCALES, *(LOCALES / topic for topic in TOPICS))
    every = [key for each in folders for key in catalogue(each, "fi")]

    assert len(every) == len(set(every))


def test_every_key_that_the_analysis_names_is_in_the_catalogue():
    known = sentences()
    named = {
        key
        for path in (PACKAGE / "analysis").rglob("*.py")
        for key in KEY.findall(path.read_text(encoding="utf-8"))
    }

    assert not sorted(named - known.keys())


@pytest.mark.parametrize("word", ["vaikutti", "verrokkiryhm", "aiheutti"])
def test_no_sentence_claims_more_than_its_design(word):
    """Only the sentence that denies a claim may use the word."""
    claims = [
        sentence
        for sentence in sentences().values()
        if re.search(rf"\b{word}", sentence.lower()) and not _denied(sentence)
    ]

    assert not claims


def _denied(sentence):
    return any(word in sentence for word in (" ei ", "Ei ", " eivät ", " eikä "))
