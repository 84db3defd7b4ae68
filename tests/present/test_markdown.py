"""Evaluators' Markdown keeps its meaning and brings nothing else to the page."""

import time

import pytest
from bs4 import BeautifulSoup

from evallib.present.markdown import MAX_CHARACTERS, prose_html
from tests.present.payloads import PAYLOADS, assert_inert

TITLES = {"reach": "Keitä <tavoitettiin>", "pilots": "Pilotit"}
PATIENCE_SECONDS = 5  # what a text of the largest size may take
LONG = 100_000


def html(written):
    return BeautifulSoup(prose_html(written, TITLES), "html.parser")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_is_active(payload):
    assert_inert(prose_html(payload, TITLES))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_is_active_inside_a_list(payload):
    assert_inert(prose_html(f"- ensin\n- {payload}\n\n> {payload}", TITLES))


@pytest.mark.parametrize(
    "written", ["<script>alert(1)</script>", "Sana <b onclick=x>lihava</b> tässä"]
)
def test_html_is_shown_as_text(written):
    assert html(written).get_text().strip() == written


@pytest.mark.parametrize(
    "address",
    ["http://x.invalid/a.png", "data:text/html,x", "//x.invalid/a.png", "a.png"],
)
def test_pictures_leave_only_their_words(address):
    page = html(f"![Kuvan sanat]({address})")

    assert (page.find("img"), page.get_text().strip()) == (None, "Kuvan sanat")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "ftp://x", "a"],
)
def test_odd_links_leave_only_their_words(address):
    page = html(f"[sanat]({address})")

    assert (page.find("a"), page.get_text().strip()) == (None, "sanat")


@pytest.mark.parametrize("address", ["https://example.org/a", "mailto:a@example.org"])
def test_plain_links_stay(address):
    assert html(f"[sanat]({address})").a["href"] == address


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("# a", ["h3"]),
        ("## a\n\n### b", ["h3", "h4"]),
        ("## a\n\n##### b", ["h3", "h4"]),
        ("# a\n\n## b\n\n### c\n\n# d", ["h3", "h3", "h4", "h3"]),
        ("#### a", ["h3"]),
        ("# a\n### b\n#### c\n##### d\n###### e", ["h3", "h4", "h5", "h6", "h6"]),
    ],
)
def test_headings_begin_below_the_section_and_skip_no_level(written, levels):
    assert [each.name for each in html(written).find_all(True)] == levels


def test_every_text_begins_its_headings_anew():
    html("# a\n\n### b")

    assert html("### b").find(True).name == "h3"


def test_a_citation_becomes_a_link_with_the_title_of_its_section():
    link = html("Asiakkaita oli 80. [@reach]").a

    assert (link["href"], link.get_text()) == ("#reach", "Keitä <tavoitettiin>")


def test_an_unknown_citation_stays_as_it_was_written():
    page = html("Näin on. [@nowhere]")

    assert (page.find("a"), page.get_text().strip()) == (None, "Näin on. [@nowhere]")


def test_a_citation_cannot_break_out_of_an_address():
    page = html("[sanat](<https://example.org/[@reach]/x>)")

    assert [link["href"].startswith("https") for link in page.find_all("a")] == [True]


def test_a_table_stays_a_table():
    assert html("|a|b|\n|-|-|\n|1|2|").find("td").get_text() == "1"


def test_the_longest_text_is_taken():
    assert "a" in prose_html("a" * MAX_CHARACTERS, TITLES)


def test_a_longer_text_is_refused():
    with pytest.raises(ValueError, match="at most 200000 characters"):
        prose_html("a" * 200_001, TITLES)


@pytest.mark.parametrize("sign", ["[", "*", ">", "`", "![", "_", "|", "- ", "#"])
def test_endless_signs_cost_no_endless_time(sign):
    begun = time.perf_counter()
    prose_html(sign * (LONG // len(sign)), TITLES)

    assert time.perf_counter() - begun < PATIENCE_SECONDS
