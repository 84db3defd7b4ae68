"""The report on all projects, made by the real command and opened as a page."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup

from tests.journeys.conftest import LANGUAGES, evallib

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def gathered(tree):
    """The tree of all reports with the portfolio made from them."""
    done = evallib(tree, "portfolio", "--language", "all")
    assert done.returncode == 0, done.stdout + done.stderr
    return tree / "reports"


def page(gathered, language="fi"):
    path = gathered / f"public/_portfolio/latest/portfolio.{language}.html"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def rows(soup, table):
    """Cells of a table on the page, by the words of its first column."""
    found = soup.find(id=table).find("tbody").find_all("tr")
    cells = [
        [each.get_text(" ", strip=True) for each in row] for row in map(list, found)
    ]
    kept = [[cell for cell in row if cell] for row in cells]
    return {row[0]: row[1:] for row in kept}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_in_every_language(gathered, language):
    soup = page(gathered, language)
    ids = {each["id"] for each in soup.find_all(id=True)}

    assert soup.html["lang"] == language
    assert {each["href"][1:] for each in soup.select('a[href^="#"]')} <= ids
    assert not re.search(r"\b(nan|None|null)\b", soup.get_text(" "))


def test_every_pilot_of_every_project_is_in_the_table(gathered):
    found = rows(page(gathered), "all_pilots-overview")

    assert found["k) Tulevaisuuden kyky"][2] == "3"
    assert "Silpputyö" in found
    assert "Kokeileva ostopalvelu" in found


def test_a_simulated_project_is_called_simulated(gathered):
    found = rows(page(gathered), "all_pilots-overview")

    assert found["Esimerkki: ryhmävalmennus työhön"][1] == "simuloitu"
    assert found["II) Lisätuki KISÄLLI-pilottiin"][1] == "todellinen"


def test_the_gallery_leads_to_it(gathered):
    text = (gathered / "index.html").read_text(encoding="utf-8")

    assert 'href="public/_portfolio/latest/portfolio.sv.html"' in text


def test_it_tells_no_number_that_the_reports_do_not_tell(gathered):
    """Counts of pilots aside, every number is one of the projects' own results."""
    told = {
        number
        for path in gathered.glob("public/*/*/results.json")
        for each in json.loads(path.read_text(encoding="utf-8"))["numbers"]
        if each["status"] == "shown"
        for number in (each["value"], each["low"], each["high"])
    }
    own = gathered / "public/_portfolio/latest/results-portfolio.json"
    numbers = json.loads(own.read_text(encoding="utf-8"))["numbers"]
    pilots = [each for each in numbers if each["section"] == "all_pilots"]

    assert len(pilots) > 100
    assert {
        each[end] for each in pilots for end in ("value", "low", "high")
    } <= told | {None}


def test_nothing_is_made_again_while_no_report_changes(gathered):
    done = evallib(gathered.parent, "portfolio", "--language", "all")

    assert "3" in done.stdout
    assert "valmis" not in done.stdout.splitlines()[0]
