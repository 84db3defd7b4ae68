"""Released sentences in words: as plain text, or as HTML with languages marked."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup, escape

from evallib.domain.section import Constant
from evallib.domain.table import NUMBERS
from evallib.domain.vocabulary import Label, Text
from evallib.present.cells import Reading, read_cell
from evallib.present.language import Words
from evallib.release.released import Measured, ReleasedSentence

Spoken = Measured | Constant | Text | Label


def sentence_text(sentence: ReleasedSentence, words: Words) -> str:
    """The sentence as plain text, for alternative texts and summaries."""
    _require_released(sentence)
    facts = {name: _read(fact, words).text for name, fact in sentence.facts.items()}
    return words.say(sentence.key, **facts)


def sentence_html(sentence: ReleasedSentence, words: Words) -> Markup:
    """The sentence as HTML: everything escaped, foreign words marked with ``lang``.

    A number with its unit, or a range, is kept on one line.
    """
    _require_released(sentence)
    facts = {
        name: _marked(_read(fact, words), _kind(fact))
        for name, fact in sentence.facts.items()
    }
    template = str(escape(words.catalogue[sentence.key]))
    return Markup(template.format(**facts))  # noqa: S704 - both halves are escaped


def _require_released(sentence: ReleasedSentence) -> None:
    if not isinstance(sentence, ReleasedSentence):
        raise TypeError(
            f"only released sentences are worded; got {type(sentence).__name__}"
        )


def _read(fact: Spoken, words: Words) -> Reading:
    match fact:
        case Measured(cell, column):
            return read_cell(cell, column, words)
        case Constant(date() as day):
            return Reading(words.date(day))
        case Constant(int() | float() as value):
            decimals = 0 if float(value).is_integer() else 1
            return Reading(words.number(value, decimals))
        case Text() as text:
            shown, language = text.in_language(words.language)
            return Reading(shown, language if language != words.language else None)
        case Label(key):
            return Reading(words.say(key))
    raise TypeError(f"a sentence cannot say a {type(fact).__name__}")


def _kind(fact: Spoken) -> str:
    """The class of a number on the page: released, or about method and calendar."""
    if isinstance(fact, Constant):
        return "number constant"
    measured = isinstance(fact, Measured) and fact.column.kind in NUMBERS
    return "number" if measured else ""


def _marked(reading: Reading, kind: str) -> str:
    text = escape(reading.text)
    if reading.language is not None:
        return f'<span lang="{reading.language}">{text}</span>'
    return f'<span class="{kind}">{text}</span>' if kind else str(text)
