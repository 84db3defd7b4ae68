"""Whatever anybody writes into a project, its pages hold text and ask for nothing."""

from __future__ import annotations

import re
import shutil

import pytest
from bs4 import BeautifulSoup
from selenium.common.exceptions import NoAlertPresentException

from tests.journeys.conftest import ROOT, SEEDS, evallib
from tests.journeys.poisoned import (
    IN_TOML,
    poison_tables,
    write_faulty,
    write_poisoned_people,
)
from tests.journeys.test_reports_in_a_browser import opened, requests
from tests.present.payloads import PAYLOADS, assert_inert

pytestmark = pytest.mark.slow
SOME_FAILED = 5
EXPECTED = {
    "failed/faulty.html",
    "index.html",
    "internal/people/final/data-quality.fi_SISAINEN.html",
    "public/people/final/evaluation.fi.html",
    *(f"public/{name}/{day}/evaluation.fi.html" for name, day in SEEDS.items()),
}
SPACES = re.compile(r"\s+")
OURS = re.compile(r"(\.\./|failed/|public/)[a-z0-9./-]+\.html")


def poisoned(root, start):
    """Every page of the poisoned projects, the gallery and the page of a failure."""
    for name in SEEDS:
        for folder in ("projects", "data/raw"):
            shutil.copytree(ROOT / folder / name, root / folder / name)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    poison_tables(root, start)
    write_poisoned_people(root, start)
    write_faulty(root, start)
    done = evallib(root, "run", "--all", "--jobs", "2")
    assert done.returncode == SOME_FAILED, done.stdout + done.stderr
    reports = root / "reports"
    pages = {path.relative_to(reports).as_posix() for path in reports.rglob("*.html")}
    assert pages == EXPECTED, done.stdout + done.stderr
    return reports


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    return poisoned(tmp_path_factory.mktemp("poisoned"), 0)


def body(path):
    """What is inside a page; a link from one page of ours to another is let be."""
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser").body
    for link in soup.find_all(href=OURS):
        del link["href"]
    return soup


@pytest.fixture(scope="module")
def texts(reports):
    """What a reader reads on each page."""
    return [SPACES.sub(" ", body(reports / page).get_text()) for page in EXPECTED]


@pytest.mark.parametrize("page", sorted(EXPECTED))
def test_a_page_of_payloads_is_inert(reports, page):
    assert_inert(str(body(reports / page)))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_read_as_it_was_written(texts, payload):
    said = [text for text in texts if SPACES.sub(" ", payload) in text]

    assert len(said) > 1


@pytest.mark.browser
@pytest.mark.parametrize("page", sorted(EXPECTED))
def test_a_browser_finds_nothing_to_do_in_it(browser, reports, page):
    path = reports / page
    opened(browser, path)

    with pytest.raises(NoAlertPresentException):
        assert browser.switch_to.alert.text
    assert requests(browser) == [path.as_uri()]
    assert browser.get_log("browser") == []


@pytest.mark.nightly
@pytest.mark.parametrize("start", range(1, len(IN_TOML)))
def test_every_payload_is_inert_in_every_place(tmp_path, browser, start):
    root = poisoned(tmp_path, start)
    for page in sorted(EXPECTED):
        assert_inert(str(body(root / page)))
        test_a_browser_finds_nothing_to_do_in_it(browser, root, page)
