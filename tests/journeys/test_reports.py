"""The finished pages, read as text and as structure."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.journeys.conftest import (
    CLIENTS,
    LANGUAGES,
    ROOT,
    ROUNDS,
    SEEDS,
    evallib,
    report,
)

FACTS = Path(__file__).parent / "facts"
REPORTS = [(project, language) for project in ROUNDS for language in LANGUAGES]
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'; script-src 'none'"
)
HEADINGS = re.compile(r"h[1-6]")
EMPTY_WORDS = re.compile(r"\b(nan|NaN|None|null|undefined|TODO)\b")


@pytest.fixture
def page(tree):
    def _page(project, language="fi"):
        text = report(tree, project, language).read_text(encoding="utf-8")
        return BeautifulSoup(text, "html.parser")

    return _page


def plain(text):
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("project", SEEDS)
def test_every_fact_of_the_sources_is_in_its_section(page, project):
    soup = page(project)
    sections = {
        each["id"]: plain(each.get_text(" ")) for each in soup.find_all("section")
    }
    with (FACTS / f"{project}.csv").open(encoding="utf-8") as file:
        facts = list(csv.DictReader(file, delimiter=";"))
    missing = [
        each
        for each in facts
        if plain(each["fact"]) not in sections.get(each["section"], "")
    ]

    assert len(facts) > 100
    assert missing == []


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_a_page_is_built_as_a_page_should_be(page, project, language):
    soup = page(project, language)
    levels = [int(each.name[1]) for each in soup.find_all(HEADINGS)]
    ids = [each["id"] for each in soup.find_all(id=True)]

    assert soup.html["lang"] == language
    assert soup.title.string.strip()
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert len(soup.find_all("main")) == 1
    assert soup.find("a", href="#content").get_text()
    assert not soup.find_all(["script", "iframe", "object", "form", "link"])


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_the_content_policy_is_the_strict_one(page, project, language):
    meta = page(project, language).find(
        "meta", attrs={"http-equiv": "Content-Security-Policy"}
    )

    assert meta["content"] == POLICY


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_every_inner_link_leads_somewhere(page, project, language):
    soup = page(project, language)
    ids = {each["id"] for each in soup.find_all(id=True)}
    targets = {each["href"][1:] for each in soup.select('a[href^="#"]')}

    assert targets <= ids


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_every_table_and_figure_speaks_for_itself(page, project, language):
    soup = page(project, language)

    for table in soup.find_all("table"):
        assert table.caption.get_text(strip=True)
        assert all(each.get("scope") == "col" for each in table.thead.find_all("th"))
        assert all(each.get("scope") == "row" for each in table.tbody.find_all("th"))
    for figure in soup.select("figure.figure"):
        assert len(figure.img["alt"]) > 30
        assert figure.figcaption.get_text(strip=True)
        assert figure.details.find(["table", "dl", "ul"])


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_no_word_of_a_programmer_reaches_a_reader(page, project, language):
    soup = page(project, language)
    for code in soup.select("#code"):
        code.extract()

    assert not EMPTY_WORDS.search(plain(soup.main.get_text(" ")))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("project", SEEDS)
def test_finnish_inside_other_languages_is_marked(page, project, language):
    description = page(project, language).select_one("#description .prose")

    assert description["lang"] == "fi"


def test_a_section_without_data_leaves_no_trace(page):
    soup = page("satapolku")

    assert not soup.find(id="comparison")
    assert not soup.find(id="survey_items")
    assert "#comparison" not in {each["href"] for each in soup.find_all("a")}


@pytest.mark.parametrize(
    ("project", "words"),
    [
        ("uusi-suunta", "77 % ei ole mahdollinen osuus, kun vastaajia on 17"),
        ("uusi-suunta", "Sijalukujen keskiarvojen summa on 22,8"),
        ("inka-satakunta", "59 % ei ole mahdollinen osuus 20 henkilöstä"),
        ("inka-satakunta", "10/17"),
        ("inka-satakunta", "Vertailuluku ei ole vertailuryhmä"),
        ("inka-satakunta", "Toteutunutta määrää ei ole ilmoitettu"),
    ],
)
def test_what_cannot_be_right_is_said_in_plain_words(page, project, words):
    assert words in plain(page(project).main.get_text())


@pytest.mark.parametrize("project", ROUNDS)
def test_results_hold_every_number_with_its_source(tree, project):
    folder = report(tree, project, "fi").parent
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    fields = {
        "section",
        "table",
        "row",
        "column",
        "value",
        "low",
        "high",
        "n",
        "status",
        "source",
        "already_public",
    }

    assert results["numbers"]
    assert all(set(each) == fields for each in results["numbers"])
    assert all(
        each["status"] != "hidden" or project in CLIENTS for each in results["numbers"]
    )


def test_the_manifest_knows_every_file_by_its_hash(tree):
    folder = report(tree, "uusi-suunta", "fi").parent
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    text = json.dumps(manifest)

    for path in folder.iterdir():
        if path.name != "manifest.json":
            assert hashlib.sha256(path.read_bytes()).hexdigest() in text, path.name


def test_a_second_run_finds_everything_up_to_date(tree):
    before = {path: path.read_bytes() for path in tree.rglob("reports/public/**/*.*")}

    again = evallib(tree, "run", "--all", "--language", "all")

    assert again.returncode == 0
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_inputs_give_the_same_bytes(tree, monkeypatch, seed):
    path = report(tree, "uusi-suunta", "en")
    before = path.read_bytes()
    monkeypatch.setenv("PYTHONHASHSEED", seed)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")

    again = evallib(tree, "run", "uusi-suunta", "--language", "en", "--force")

    assert again.returncode == 0, again.stdout + again.stderr
    assert path.read_bytes() == before


def test_raw_files_are_left_as_they_were(tree):
    for path in (tree / "data" / "raw").rglob("*.csv"):
        original = ROOT / path.relative_to(tree)
        assert path.read_bytes() == original.read_bytes()
