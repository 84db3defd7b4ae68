"""Evaluations at the edge of what can be known: honest pages, and no crash."""

from __future__ import annotations

import re
import shutil

import pytest
from bs4 import BeautifulSoup

from tests.journeys.conftest import ROOT, evallib
from tests.journeys.edges import EDGES, FAULTY
from tests.journeys.projects_of_people import write_project
from tests.journeys.test_reports_in_a_browser import opened, violations

SOME_FAILED = 5  # while others were made
PAGES = [name for name in EDGES if name not in FAULTY]
WITHHELD = "Tästä ei voida kertoa lukuja"  # a section
LEFT_OUT = "Tästä on jätetty lause pois"
# Edge, section, words that stand there.
SAID = (
    ("no-controls", "effect", "Ei vertailuryhmää. Siksi ei voi sanoa"),
    ("no-controls", "front", "Näytön taso 1/5"),
    ("benchmark", "effect", "Vertailuluku ei ole vertailuryhmä"),
    ("nobody-yet", "effect", "seuranta ei ole vielä edennyt näin pitkälle"),
    ("nobody-yet", "maturity", "Tuloksia ei voi vielä kertoa"),
    ("everybody", "effect", LEFT_OUT),
    ("everybody", "adjustment", WITHHELD),
    ("nobody", "effect", LEFT_OUT),
    ("nobody", "robustness", WITHHELD),
    ("never-worked", "effect", "34/80"),
    ("seven", "effect", "ettei työllistymisestä kerrota lukuja eikä vertailla"),
    ("seven", "participants", "ettei heidän taustaansa eritellä"),
    ("twenty", "effect", LEFT_OUT),
    ("twenty", "transitions", "55 %"),
    ("twenty", "effect", "Pienessä ryhmässä (alle 30 henkilöä)"),
    ("twenty", "robustness", WITHHELD),
    ("apart", "adjustment", "ettei vertailukelpoisia henkilöitä ole"),
    ("half-unknown", "adjustment", "months"),
    ("crossing", "effect", "Sama henkilö"),
    ("subsidised", "effect", LEFT_OUT),
    ("subsidised-too", "effect", "29/80"),
    ("recent", "front", "Väliarviointi"),
    ("recent", "maturity", "Pilottia ja vertailuryhmää ei ole seurattu yhtä pitkälle"),
    ("younger", "balance", "Vakiointi ei onnistunut"),
)


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """All edges in one run, and what it said."""
    root = tmp_path_factory.mktemp("edges")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    for name, crowd in EDGES.items():
        write_project(root, name, crowd)
    return root, evallib(root, "run", "--all", "--language", "fi", "--jobs", "2")


@pytest.fixture
def page(run):
    def _page(name):
        path = run[0] / "reports" / "public" / name / "final" / "evaluation.fi.html"
        return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")

    return _page


def plain(node):
    return re.sub(r"\s+", " ", node.get_text())


def test_people_on_both_sides_stop_their_own_project_only(run):
    root, done = run
    made = {path.name for path in (root / "reports" / "public").iterdir()}

    assert done.returncode == SOME_FAILED, done.stdout + done.stderr
    assert set(re.findall(r"E-[A-Z-]+", done.stderr + done.stdout)) == {"E-BOTH-GROUPS"}
    assert made == set(PAGES)


@pytest.mark.parametrize(("edge", "section", "words"), SAID)
def test_the_page_says_what_cannot_be_known(page, edge, section, words):
    assert words in plain(page(edge).find(id=section))


@pytest.mark.parametrize("edge", PAGES)
def test_no_number_is_broken(page, edge):
    text = plain(page(edge).main)

    assert not re.search(r"\b(nan|NaN|inf|None)\b|∞", text)


@pytest.mark.parametrize("edge", PAGES)
def test_made_up_people_are_called_made_up(page, edge):
    soup = page(edge)

    assert "Simuloitu aineisto" in plain(soup.find(id="front"))
    assert all("Simuloitu" in plain(each) for each in soup.select("table caption"))


@pytest.mark.parametrize("edge", ["everybody", "nobody", "twenty", "subsidised"])
def test_no_test_and_no_ratio_leads_back_to_a_hidden_count(page, edge):
    text = plain(page(edge).main)

    assert "tilastollisesti merkitsevä" not in text
    assert "E-arvo" not in text


@pytest.mark.browser
@pytest.mark.parametrize("edge", ["apart", "nobody-yet", "twenty", "younger"])
def test_wcag_21_aa_is_met_at_the_edge(browser, axe, run, edge):
    path = run[0] / "reports" / "public" / edge / "final" / "evaluation.fi.html"

    assert violations(opened(browser, path), axe) == []
