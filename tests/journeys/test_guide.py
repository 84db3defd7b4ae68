"""What the guide quotes with a number stands in the reports that it quotes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.journeys.conftest import ROUNDS, report

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
ENDS = {"en": '"', "fi": "”"}  # quotation marks
PIECE = re.compile(r"\n(?=- |\||\n)")  # before a list item, a row or a paragraph
FEWEST = 15  # quotations with a number in each language


def in_one_line(text):
    """Breaks and spaces of any kind are one plain space."""
    return re.sub(r"\s+", " ", text.replace("\u2060", ""))


def quoted(language):
    """Quotations with a number in the pages on reports, without their full stop."""
    finnish = language == "fi"
    for page in sorted(GUIDE.glob("reading-*.md")):
        if page.name.endswith(".fi.md") == finnish:
            prose = re.sub(r"<a id.*", "", page.read_text(encoding="utf-8"))
            for piece in PIECE.split(prose):
                for quotation in piece.split(ENDS[language])[1::2]:
                    if re.search(r"\d", quotation):
                        yield in_one_line(quotation).rstrip(".")


@pytest.mark.parametrize("language", ENDS)
def test_quotations_stand_in_the_reports(tree, language):
    pages = (report(tree, project, language) for project in ROUNDS)
    read = [
        BeautifulSoup(page.read_text("utf-8"), "html.parser").get_text()
        for page in pages
    ]
    told = in_one_line(" ".join(read))

    assert [each for each in quoted(language) if each not in told] == []


@pytest.mark.parametrize("language", ENDS)
def test_the_guide_does_quote(language):
    assert len(list(quoted(language))) >= FEWEST
