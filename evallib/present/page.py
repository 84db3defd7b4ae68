"""The frame around a report: its policy, its style, its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from evallib.domain.vocabulary import Language
from evallib.present.language import words

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'; script-src 'none'"
)
SECTION = "page."
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


@cache
def style() -> str:
    """The style sheet of reports, without its comments."""
    path = files("evallib.present") / "templates" / "report" / "style.css"
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


def frame(language: Language, *, title: str, edition: str) -> Mapping[str, object]:
    """What the page template needs beside the sections of a report.

    Parameters
    ----------
    language : str
        The reader's language.
    title : str
        The name of the project, for the browser's tab.
    edition : str
        Project and round, for the head of the page.
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
        "style": style(),
        "title": f"{title} – {spoken.say('page.banner')}",
        "edition": edition,
    }


def notebook_style() -> str:
    """The style sheet for a section shown in JupyterLab, where there is no page."""
    return f"<style>@scope (.jp-OutputArea-output) {{ {_inside()} }}</style>"


@cache
def _inside() -> str:
    kept = [rule for rule in style().split("\n\n") if not rule.startswith("@page")]
    return "\n".join(kept).replace(":root", ":scope").replace("body {", ":scope {")
