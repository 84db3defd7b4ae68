"""The pages around the reports: whatever a project is called, they hold text."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from evallib.domain.errors import Place, Problem
from evallib.domain.vocabulary import LANGUAGES, Text
from evallib.present.failure import FailurePage, failure_html
from evallib.present.gallery import Card, Missing, gallery_html
from tests.present.payloads import PAYLOADS, assert_inert

REVERSED = "\N{RIGHT-TO-LEFT OVERRIDE}ollah\N{POP DIRECTIONAL FORMATTING}"


def gallery(name):
    text = Text(fi=name)
    card = Card(text, text, "final", date(2022, 1, 31), (("fi", "#a"),), stale=True)
    missing = Missing(text, name, "fi", "render", True, "#b")
    return gallery_html([card], [missing])


def failure(name, language="fi"):
    problem = Problem("E-CFG-KEY", Place(name, column=name), {"near": [name]})
    page = FailurePage(Text(fi=name), name, "project", False, [problem], name, name)
    return failure_html(page, language)


def body(html):
    soup = BeautifulSoup(html, "html.parser")
    for link in soup.select('a[href="../index.html"]'):
        del link["href"]
    return assert_inert(str(soup.body)).get_text()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_project_with_active_content_for_a_name_is_listed_as_text(payload):
    # Name, title and link of the report; name and round of the failure.
    assert body(gallery(payload)).count(payload) == 5 * len(LANGUAGES)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_failure_with_active_content_in_it_is_told_as_text(payload):
    assert body(failure(payload)).count(payload) >= 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_failure_is_in_the_language_of_its_report(language):
    page = BeautifulSoup(failure("x", language), "html.parser")

    assert page.html["lang"] == language
    assert len(page.find_all("h1")) == 1


@pytest.mark.parametrize("html", [gallery(REVERSED), failure(REVERSED)])
def test_no_invisible_mark_turns_a_name_around(html):
    assert ">ollah<" in html
    assert REVERSED[0] not in html
    assert REVERSED[-1] not in html
