"""Markdown of evaluators and projects: its own meaning kept, everything else text."""

from __future__ import annotations

import re
from collections.abc import Mapping

import mistune
from markupsafe import Markup, escape

MAX_CHARACTERS = 200_000
TOP_HEADING = 3
LOWEST_HEADING = 6
SAFE_ADDRESS = re.compile(r"(https?://|mailto:)[^\s\"<>]+")
CITATION = re.compile(r"\s*\[@([a-z0-9_-]+)\]")


class _Renderer(mistune.HTMLRenderer):
    """Headings begin at level 3 and skip none; pictures and odd links are dropped."""

    def __init__(self) -> None:
        super().__init__(escape=True)
        self._last = TOP_HEADING - 1

    def heading(self, text: str, level: int, **_: object) -> str:
        wanted = min(max(level + 1, TOP_HEADING), LOWEST_HEADING)
        self._last = min(wanted, self._last + 1)
        return f"<h{self._last}>{text}</h{self._last}>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return str(escape(text))

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if not SAFE_ADDRESS.fullmatch(url):
            return text
        return f'<a href="{escape(url)}">{text}</a>'


def prose_html(written: str, titles: Mapping[str, str]) -> Markup:
    """Markdown as HTML, with ``[@section]`` turned into links to sections.

    Parameters
    ----------
    written : str
        The evaluator's text; HTML in it is shown as text.
    titles : mapping
        Section name to its title; an unknown name stays as it was written.

    Raises
    ------
    ValueError
        If the text is longer than 200 000 characters.
    """
    if len(written) > MAX_CHARACTERS:
        raise ValueError(f"a text holds at most {MAX_CHARACTERS} characters")
    render = mistune.create_markdown(renderer=_Renderer(), plugins=["table"])

    def cite(match: re.Match[str]) -> str:
        title = titles.get(match[1])
        if title is None:
            return match[0]
        return f' <a class="cite" href="#{match[1]}">{escape(title)}</a>'

    html = CITATION.sub(cite, str(render(written)))
    return Markup(html)  # noqa: S704 - the renderer escapes whatever it does not make
