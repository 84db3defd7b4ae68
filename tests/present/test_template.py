"""The page around the sections: what a browser is told, and in which language."""

import nbformat
import pytest
from bs4 import BeautifulSoup

from evallib.domain.vocabulary import LANGUAGES
from evallib.present.page import POLICY, frame
from evallib.run.making.export import Frame, export_page
from tests.present.payloads import PAYLOADS

WATERMARKS = {"fi": "LUOTTAMUKSELLINEN", "sv": "KONFIDENTIELLT", "en": "CONFIDENTIAL"}


def page(language="fi", *, public=True, title="Uusi Suunta", edition="6/2022", **more):
    """A report without sections, parsed."""
    facts = {
        **frame(language, title=title, edition=edition, **more),
        "parameters": {"project": title, "as_of": ""},
        "provenance": {"versions": {"evallib": "1.0"}, "inputs": {edition: "ab12"}},
    }
    empty = nbformat.v4.new_notebook(cells=[])
    html = export_page(empty, Frame(language, public, (), facts))
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_its_language(language):
    assert page(language).html["lang"] == language


def test_the_policy_is_the_packages_own():
    policy = page().find("meta", {"http-equiv": "Content-Security-Policy"})

    assert policy["content"] == POLICY


def test_nothing_runs_and_nothing_is_loaded():
    assert page().find_all(["script", "link", "iframe", "img", "base"]) == []


def test_the_first_link_skips_to_the_content():
    report = page()

    assert report.main["id"] == report.a["href"].removeprefix("#")


def test_the_page_has_each_landmark_once():
    report = page()

    counts = {name: len(report.find_all(name)) for name in ("nav", "main", "footer")}
    assert counts == {"nav": 1, "main": 1, "footer": 1}


def test_the_contents_name_themselves():
    report = page()

    label = report.find(id=report.nav["aria-labelledby"])
    assert label.get_text() == "Sisällys"


@pytest.mark.parametrize(("public", "robots"), [(True, []), (False, ["noindex"])])
def test_only_an_internal_report_asks_not_to_be_found(public, robots):
    told = page(public=public).find_all("meta", {"name": "robots"})

    assert [each["content"] for each in told] == robots


@pytest.mark.parametrize(("language", "written"), WATERMARKS.items())
def test_a_printed_internal_report_is_marked_in_its_own_language(language, written):
    body = page(language, public=False).body

    assert (body["class"], body["data-watermark"]) == (["internal"], written)


def test_the_head_of_a_page_says_that_its_data_are_simulated():
    told = page("en", simulated=True).header.find(class_="simulated-page")

    assert told.get_text().startswith("Simulated data.")


def test_the_head_of_a_page_of_real_people_does_not():
    assert page().find(class_="simulated-page") is None


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_the_frame_is_text(payload):
    ordinary, crafted = page(), page(title=payload, edition=payload)

    assert crafted.find(class_="edition").get_text() == payload
    assert _elements(crafted) == _elements(ordinary)


def _elements(report):
    return [(tag.name, sorted(tag.attrs)) for tag in report.find_all(True)]
