"""A released section as HTML: heading, sentences, tables, figures, prose."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evallib.domain.section import Heading, Prose, Quote, TableBlock
from evallib.domain.vocabulary import Label, Text
from evallib.present.cells import MISSING, Reading
from evallib.present.figures.drawing import draw
from evallib.present.language import Words
from evallib.present.markdown import prose_html
from evallib.present.sentences import sentence_html, sentence_text
from evallib.present.tables.reading import ADDRESS, Head, read_table
from evallib.release.released import (
    Released,
    ReleasedBlock,
    ReleasedFigure,
    ReleasedSentence,
)

TONES_WITH_TAG = ("caution", "evidence", "finding")


def section_html(released: Released, words: Words) -> str:
    """The HTML of one released section.

    Every text of a project or a respondent is escaped where it is put in; figures
    are pictures inside the page with their words and their data beside them.

    Parameters
    ----------
    released : Released
        What the gate let through.
    words : Words
        The reader's language.

    Raises
    ------
    TypeError
        For anything that the gate has not made.
    """
    _require_released(released)
    parts = [_block(block, released, words) for block in released.blocks]
    template = "front.html.j2" if released.name == "front" else "section.html.j2"
    return _render(
        template,
        words,
        name=released.name,
        heading=_title(released, words),
        parts=parts,
        internal=released.scope.audience == "internal",
        simulated=released.scope.simulated,
    )


def section_title(released: Released, words: Words) -> str:
    """The words of a section's heading, for the table of contents."""
    _require_released(released)
    return _title(released, words).text


def figure_html(figure: ReleasedFigure, released: Released, words: Words) -> str:
    """The HTML of one figure of a released section, its data folded beneath it."""
    return str(_figure(figure, released, words))


def _require_released(released: object) -> None:
    if not isinstance(released, Released):
        raise TypeError(
            f"only Released sections are shown; got {type(released).__name__}"
        )


def _title(released: Released, words: Words) -> Reading:
    if released.heading is None:
        return Reading(words.say(f"{released.name}.title"))
    return _reading(released.heading, words)


def _reading(title: Label | Text, words: Words) -> Reading:
    if isinstance(title, Label):
        return Reading(words.say(title.key))
    shown, language = title.in_language(words.language)
    return Reading(shown, language if language != words.language else None)


def _block(block: ReleasedBlock, released: Released, words: Words) -> Markup:
    match block:
        case ReleasedSentence():
            return _sentence(block, words)
        case TableBlock(name):
            return _table(released, name, words)
        case ReleasedFigure():
            return _figure(block, released, words)
        case Heading(title, anchor):
            html = _render(
                "heading.html.j2", words, id=anchor, title=_reading(title, words)
            )
        case Prose(text, cites):
            html = _prose(text, cites, words)
        case Quote(text, speaker, source):
            html = _render(
                "quote.html.j2",
                words,
                quote=_reading(text, words),
                speaker=_reading(speaker, words),
                source=source,
                number=_source_number(released, source),
            )
    return Markup(html)  # noqa: S704 - rendered with autoescape


def _sentence(sentence: ReleasedSentence, words: Words) -> Markup:
    tone = sentence.tone
    tag = words.say(f"tone.{tone}") if tone in TONES_WITH_TAG else None
    told = sentence_html(sentence, words)
    html = _render("sentence.html.j2", words, tone=tone, tag=tag, told=told)
    return Markup(html)  # noqa: S704 - rendered with autoescape


def _table(released: Released, name: str, words: Words, *, suffix: str = "") -> Markup:
    table = read_table(released.tables[name], released.name, words, suffix=suffix)
    numbers = {source: at for at, source in enumerate(released.scope.sources, start=1)}
    template = "withheld" if table.withheld else table.layout
    html = _render(
        f"{template}.html.j2",
        words,
        table=table,
        numbers=numbers,
        anchors="source-" if released.name == "sources" else None,
        address=ADDRESS,
        simulated=released.scope.simulated,
    )
    return Markup(html)  # noqa: S704 - rendered with autoescape


def _figure(figure: ReleasedFigure, released: Released, words: Words) -> Markup:
    alt = sentence_text(figure.alt, words)
    if not alt.strip():
        raise ValueError(f"figure {figure.name!r} has no alternative text")
    if released.scope.simulated:
        alt = f"{words.say('page.simulated')}. {alt}"
    drawn = draw(figure, words, section=released.name)
    picture = base64.b64encode(drawn.encode("utf-8")).decode("ascii")
    html = _render(
        "figure.html.j2",
        words,
        id=f"fig-{released.name}-{figure.name}",
        kind=figure.kind,
        alt=alt,
        picture=picture,
        title=words.say(f"{released.name}.figures.{figure.name}"),
        data=_table(released, figure.table.name, words, suffix="-data"),
        simulated=released.scope.simulated,
    )
    return Markup(html)  # noqa: S704 - rendered with autoescape


def _prose(text: Text, cites: Sequence[str], words: Words) -> str:
    """Only sections that the report shows are linked to; no link leads nowhere."""
    written, language = text.in_language(words.language)
    titles = {name: words.say(f"{name}.title") for name in cites}
    foreign = language if language != words.language else None
    return _render(
        "prose.html.j2", words, html=prose_html(written, titles), language=foreign
    )


def _source_number(released: Released, source: str) -> int:
    return list(released.scope.sources).index(source) + 1


@cache
def block_templates() -> Environment:
    """The templates of all kinds of blocks."""
    environment = Environment(
        loader=PackageLoader("evallib.present", "templates/blocks"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"zip": zip, "grouped": _grouped, "known": _known}
    return environment


def _known(
    cells: Sequence[Reading], heads: Sequence[Head], skip: int
) -> list[tuple[Head, Reading]]:
    """Headed cells from position ``skip`` on; a list leaves missing ones out."""
    headed = list(zip(heads, cells, strict=True))[skip:]
    return [(head, cell) for head, cell in headed if cell.text not in (MISSING, "")]


def _grouped(
    rows: Sequence[tuple[str, tuple[Reading, ...]]],
) -> list[tuple[Reading, list[tuple[Reading, ...]]]]:
    """Rows under the words of their first cell, in the order these first appear."""
    groups: dict[Reading, list[tuple[Reading, ...]]] = {}
    for _, cells in rows:
        groups.setdefault(cells[0], []).append(cells)
    return list(groups.items())


def _render(template: str, words: Words, **facts: object) -> str:
    return block_templates().get_template(template).render(words=words, **facts).strip()
