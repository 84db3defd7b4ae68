"""Every report, opened as a reader opens it."""

from __future__ import annotations

import json

import pytest

from tests.journeys.conftest import LANGUAGES, ROUNDS, report

pytestmark = pytest.mark.browser
REPORTS = [(project, language) for project in ROUNDS for language in LANGUAGES]
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
   .then(found => done(found.violations.map(each =>
       each.id + ": " + each.nodes.slice(0, 3).map(node => node.html).join(" | "))));
"""
PHONE = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}


def opened(browser, path):
    """A page opened after the last one is left: leaving may be told of as well."""
    browser.get("about:blank")
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(path.as_uri())
    return browser


def requests(browser):
    messages = [json.loads(each["message"]) for each in browser.get_log("performance")]
    sent = [
        each["message"]["params"]["request"]["url"]
        for each in messages
        if each["message"]["method"] == "Network.requestWillBeSent"
    ]
    return [url for url in sent if not url.startswith("data:")]


def violations(browser, axe):
    browser.execute_script(axe)
    return browser.execute_async_script(RUN_AXE)


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_nothing_but_the_file_itself_is_asked_for(browser, tree, project, language):
    path = report(tree, project, language)
    opened(browser, path)

    assert requests(browser) == [path.as_uri()]


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_the_console_stays_silent(browser, tree, project, language):
    opened(browser, report(tree, project, language))

    assert browser.get_log("browser") == []


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_wcag_21_aa_is_met(browser, tree, axe, project, language):
    opened(browser, report(tree, project, language))

    assert violations(browser, axe) == []


@pytest.mark.parametrize("project", ROUNDS)
def test_wcag_21_aa_is_met_in_the_dark(browser, tree, axe, project):
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    try:
        opened(browser, report(tree, project, "fi"))
        found = violations(browser, axe)
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    assert found == []


@pytest.mark.parametrize("project", ROUNDS)
def test_a_phone_never_scrolls_sideways(browser, tree, axe, project):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    try:
        opened(browser, report(tree, project, "fi"))
        width = browser.execute_script("return document.documentElement.scrollWidth")
        found = violations(browser, axe)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert width <= PHONE["width"]
    assert found == []


@pytest.mark.parametrize("wide", [600, 768, 1024, 1280])
@pytest.mark.parametrize("project", ROUNDS)
def test_a_wide_table_scrolls_inside_its_own_box(browser, tree, project, wide):
    screen = {"width": wide, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    try:
        opened(browser, report(tree, project, "fi"))
        width = browser.execute_script("return document.documentElement.scrollWidth")
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert width <= wide


@pytest.mark.parametrize("project", ROUNDS)
def test_every_figure_is_a_picture_that_loads(browser, tree, project):
    opened(browser, report(tree, project, "fi"))
    broken = browser.execute_script(
        "return [...document.images].filter(i => !i.naturalWidth).map(i => i.alt)"
    )

    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gallery_is_accessible_and_leads_to_every_report(
    browser, tree, axe, language
):
    index = tree / "reports" / "index.html"
    opened(browser, index)
    hrefs = browser.execute_script("return [...document.links].map(link => link.href)")

    assert violations(browser, axe) == []
    assert requests(browser) == [index.as_uri()]
    for project in ROUNDS:
        assert report(tree, project, language).as_uri() in hrefs


def test_the_report_prints_on_a4(browser, tree):
    opened(browser, report(tree, "uusi-suunta", "fi"))
    page = browser.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True}
    )

    assert len(page["data"]) > 50_000
