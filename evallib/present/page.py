"""The frame around a report: its policy, its style, its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from evallib.domain.vocabulary import Language
from evallib.present.language import Words, words

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'; script-src 'none'"
)
SECTION = "page."
PAGE_RULE = re.compile(r"@page[^}]*}\s*|(?m:^html [^}]*}\s*)")
ON_EVERY_SHEET = """
@page {{ @top-center {{
  content: "{told}"; color: #6b3a00; font: bold 8.5pt sans-serif;
}} }}
"""
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


@cache
def style() -> str:
    """The style sheet of reports, without its comments."""
    path = files("evallib.present") / "templates" / "report" / "style.css"
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def frame(
    language: Language, *, title: str, edition: str, simulated: bool = False
) -> Mapping[str, object]:
    """What the page template needs beside the sections of a report.

    Parameters
    ----------
    language : str
        The reader's language.
    title : str
        The name of the project, for the browser's tab.
    edition : str
        Project and round, for the head of the page.
    simulated : bool
        Whether the page says at its head that no real person is behind it.
    """
    spoken = words(language)
    own = {
        key.removeprefix(SECTION): text
        for key, text in spoken.catalogue.items()
        if key.startswith(SECTION)
    }
    return {
        "words": own,
        "policy": POLICY,
        "style": style() + (_on_every_sheet(spoken) if simulated else ""),
        "title": f"{title} – {spoken.say('page.banner')}",
        "edition": edition,
        "simulated": simulated,
    }


def _on_every_sheet(spoken: Words) -> str:
    """Prints in the margin of every sheet that the data are simulated."""
    return ON_EVERY_SHEET.format(told=spoken.say("page.simulated"))


def in_notebook(html: str) -> str:
    """A section with its style, for JupyterLab, where there is no page around it."""
    return f'<style>{_nested_style()}</style><div class="evallib">{html}</div>'


@cache
def _nested_style() -> str:
    """The same rules inside one class, named thrice to outrank JupyterLab's own."""
    rules = PAGE_RULE.sub("", style())
    rules = re.sub(r"(?m)^(\s*)(:root|body)(?=[ .{])", r"\1&", rules)
    return f".evallib.evallib.evallib {{ {rules} }}"
