"""The list of reports: what manifests vouch for, in three languages, escaped."""

import pytest
from bs4 import BeautifulSoup

from evallib.run.publishing.gallery import write_gallery
from tests.run.conftest import add_project
from tests.run.test_batch import go, instant, spoil

__all__ = ["instant"]


@pytest.fixture
def gallery(tree, instant):
    """The gallery of one project in two languages."""
    go(tree, languages=("fi", "sv"))
    return tree


def read(root):
    html = write_gallery(root).read_text("utf-8")
    return html, BeautifulSoup(html, "html.parser")


def test_every_report_is_linked_in_every_language_of_the_page(gallery):
    _, page = read(gallery)
    for language in ("fi", "sv", "en"):
        links = page.find(id=language).select("a")
        assert [link["href"] for link in links] == [
            "public/demo/final/evaluation.fi.html",
            "public/demo/final/evaluation.sv.html",
        ]
        assert all((gallery / "reports" / link["href"]).is_file() for link in links)


def test_the_project_is_named_in_the_readers_language_and_escaped(gallery):
    html, page = read(gallery)

    assert page.find(id="sv").h3.text == "Försöket"
    assert page.find(id="en").h3.span["lang"] == "fi"
    assert "Kokeilu <b>" not in html
    assert page.find(id="fi").h3.text == "Kokeilu <b>"


def test_dates_and_kinds_are_written_as_each_language_does(gallery):
    _, page = read(gallery)
    facts = {part: page.find(id=part).dl.text.split("\n") for part in ("fi", "en")}

    assert "Tilanne31.1.2022" in facts["fi"]
    assert "Reportfinal report" in facts["en"]
    assert "As of31\N{NO-BREAK SPACE}January\N{NO-BREAK SPACE}2022" in facts["en"]


def test_the_page_loads_nothing_and_runs_nothing(gallery):
    html, page = read(gallery)

    assert (
        "default-src 'none'" in page.find("meta", attrs={"http-equiv": True})["content"]
    )
    assert not page.find_all(["script", "link", "img", "iframe"])
    assert "url(" not in html
    assert len(page.find_all("h1")) == 1


def test_changed_inputs_are_told_in_words(gallery):
    path = gallery / "projects" / "demo" / "project.toml"
    path.write_text(path.read_text("utf-8") + "# later\n", "utf-8")
    _, page = read(gallery)

    assert "lähtötiedot ovat muuttuneet" in page.find(id="fi").text


def test_a_report_edited_by_hand_is_treated_as_absent(gallery):
    folder = gallery / "reports" / "public" / "demo" / "final"
    (folder / "evaluation.sv.html").write_text("other")
    (folder / "evaluation.en.html").write_text("never published")
    _, page = read(gallery)

    assert len(page.find(id="fi").select("a")) == 1


def test_internal_reports_and_left_overs_are_not_listed(gallery):
    add_project(gallery, "toinen")
    go(gallery, projects=("toinen",), audience="internal")
    (gallery / "reports" / "public" / "old").mkdir()
    html, _ = read(gallery)

    assert "toinen" not in html


def test_without_reports_the_page_says_so(tree):
    _, page = read(tree)

    assert "ei ole vielä tehty" in page.find(id="fi").text


def test_a_failed_project_has_a_page_that_says_why(gallery):
    mend = spoil(gallery)
    go(gallery)
    _, page = read(gallery)
    (link,) = page.find(id="en").select('a[href^="failed/"]')
    told = BeautifulSoup(
        (gallery / "reports" / link["href"]).read_text("utf-8"), "html.parser"
    )

    assert "the last run failed" in page.find(id="en").dl.text
    assert "projects/demo/project.toml" in told.text
    assert "Aiempi raportti on ennallaan" in told.text
    assert not told.find_all(["script", "link", "img", "iframe"])

    mend()
    go(gallery)
    _, page = read(gallery)
    assert not page.select('a[href^="failed/"]')
    assert not list((gallery / "reports" / "failed").iterdir())


def test_a_report_that_never_was_is_listed_with_its_stage(tree, instant):
    go(tree, extra=(("note", "fail"),))
    _, page = read(tree)

    assert "Kokeilu <b> · final · fi: muistikirja; raporttia ei ole" in " ".join(
        page.find(id="fi").text.split()
    )
