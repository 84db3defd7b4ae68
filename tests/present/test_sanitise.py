"""Whatever enters a page leaves it as text, or as listed tags and attributes."""

from unittest import mock

import pytest
from bs4 import BeautifulSoup

from evallib.analysis.closing.conclusions import conclusions
from evallib.analysis.closing.contents import SECTIONS
from evallib.present import blocks
from evallib.present.language import words
from evallib.present.sanitise import sanitise
from evallib.release.gate import release
from tests.analysis.studies import SHIPPED, shipped
from tests.present.payloads import PAYLOADS, assert_inert

PICTURE = "data:image/svg+xml;base64,PHN2Zy8+"
REPORT = (
    '<section id="reach" class="section wide" aria-labelledby="reach-title">'
    '<h2 id="reach-title">Tavoitetut</h2>'
    '<figure><img src="' + PICTURE + '" alt="Palkki"><figcaption>Kuva</figcaption>'
    "</figure>"
    '<div role="region" tabindex="0" aria-label="Taulukko"><table><caption>Taulukko'
    '</caption><thead><tr><th scope="col">Ryhmä</th></tr></thead>'
    '<tbody><tr><th scope="row" lang="sv">Grupp</th><td data-label="Grupp">1 234</td>'
    "</tr></tbody></table></div>"
    '<details><summary>Tiedot</summary><a href="#reach">ylös</a></details></section>'
)
ELEMENTS = [
    '<img src="http://x.invalid/a.png">',
    '<img src="//x.invalid/a.png">',
    '<img src="a.png">',
    '<a href="java\tscript:alert(1)">x</a>',
    '<p style="background:url(http://x.invalid)">x</p>',
    "<style>@import 'http://x.invalid'</style>",
    '<link rel="stylesheet" href="http://x.invalid">',
    '<iframe src="http://x.invalid"></iframe>',
    '<form action="http://x.invalid"><button>x</button></form>',
    '<meta http-equiv="refresh" content="0;url=http://x.invalid">',
    '<base href="http://x.invalid">',
    '<p class="x&quot; onload=&quot;alert(1)">x</p>',
]


def parsed(html):
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(scope="session")
def emitted():
    """Every section of every shipped project; the pictures are not drawn anew."""
    made = {}
    with mock.patch.object(blocks, "draw", return_value="<svg/>"):
        for project in SHIPPED:
            study = shipped(project)
            sections = [make(study) for make in (*SECTIONS, conclusions)]
            made[project] = "\n".join(
                blocks.section_html(release(each), words("fi"))
                for each in sections
                if each is not None
            )
    return made


@pytest.mark.parametrize("payload", [*PAYLOADS, *ELEMENTS])
def test_active_content_is_dropped(payload):
    assert_inert(sanitise(f"<p>{payload}</p>"))


@pytest.mark.parametrize("payload", [*PAYLOADS, *ELEMENTS])
def test_active_content_is_dropped_from_an_attribute(payload):
    assert_inert(sanitise(f'<img alt="{payload}" src="{payload}">'))


@pytest.mark.parametrize("project", SHIPPED)
def test_what_the_sections_of_a_project_emit_passes_unchanged(emitted, project):
    assert parsed(sanitise(emitted[project])) == parsed(emitted[project])


@pytest.mark.parametrize("project", SHIPPED)
def test_what_the_sections_of_a_project_emit_is_inert(emitted, project):
    assert_inert(emitted[project])


def test_what_a_section_needs_passes_unchanged():
    assert parsed(sanitise(REPORT)) == parsed(REPORT)


def test_sanitising_twice_changes_nothing():
    once = sanitise(REPORT)

    assert sanitise(once) == once


@pytest.mark.parametrize("kind", ["png", "svg+xml"])
def test_a_picture_inside_the_page_stays(kind):
    picture = f"data:image/{kind};base64,PHN2Zy8+"

    assert parsed(sanitise(f'<img src="{picture}" alt="a">')).img["src"] == picture


@pytest.mark.parametrize(
    "address",
    [
        "http://x.invalid/a.png",
        "https://x.invalid/a.png",
        "//x.invalid/a.png",
        "a.png",
        "/a.png",
        "data:image/svg+xml,<svg onload=alert(1)>",
        "data:text/html;base64,PHN2Zy8+",
        "data:image/gif;base64,PHN2Zy8+",
    ],
)
def test_a_picture_from_elsewhere_loses_its_address(address):
    assert "src" not in parsed(sanitise(f"<img src='{address}' alt='a'>")).img.attrs


@pytest.mark.parametrize(
    "address",
    ["data:text/html,x", "data:image/png;base64,AA", "javascript:x", "a.html", "//x"],
)
def test_a_link_elsewhere_than_to_the_web_or_the_page_loses_its_address(address):
    assert "href" not in parsed(sanitise(f'<a href="{address}">x</a>')).a.attrs


@pytest.mark.parametrize("address", ["https://x.invalid/a", "mailto:a@x.fi", "#reach"])
def test_a_plain_link_stays(address):
    assert parsed(sanitise(f'<a href="{address}">x</a>')).a["href"] == address
