"""Every section of every shipped project, in every language, reaches the reader."""

from dataclasses import replace

import pytest

from evallib.analysis.closing.conclusions import conclusions
from evallib.analysis.closing.contents import SECTIONS, contents
from evallib.analysis.monitoring.targets import target_table
from evallib.domain.section import Section
from evallib.domain.vocabulary import LANGUAGES
from evallib.present import blocks
from evallib.present.blocks import section_html, section_title
from evallib.present.language import words
from evallib.release.gate import release
from tests.analysis.studies import SHIPPED, shipped, study

EVERY = (*SECTIONS, conclusions)
ALWAYS = {"front", "summary", "project_card", "methods", "sources", "disclosure"}


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch):
    monkeypatch.setattr(blocks, "draw", lambda figure, words, section="": "<svg/>")


@pytest.mark.parametrize("make", EVERY, ids=lambda make: make.__name__)
@pytest.mark.parametrize("project", SHIPPED)
def test_a_section_is_named_after_its_function_or_leaves_no_trace(project, make):
    section = make(shipped(project))

    assert section is None or (type(section), section.name) == (Section, make.__name__)


@pytest.mark.parametrize("make", EVERY, ids=lambda make: make.__name__)
@pytest.mark.parametrize("project", SHIPPED)
def test_no_table_of_a_shipped_project_is_withheld(project, make):
    section = make(shipped(project))
    tables = release(section).tables.values() if section else ()

    assert [table.name for table in tables if table.withheld] == []


@pytest.mark.parametrize("make", EVERY, ids=lambda make: make.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("project", SHIPPED)
def test_a_section_has_a_title_and_a_place_in_every_language(project, language, make):
    section = make(shipped(project, language))
    if section is None:
        assert make.__name__ not in contents(shipped(project, language))
        return
    released, spoken = release(section), words(language)
    html = section_html(released, spoken)

    assert section_title(released, spoken)
    assert f'<section id="{make.__name__}"' in html


@pytest.mark.parametrize("make", EVERY, ids=lambda make: make.__name__)
def test_a_project_without_tables_makes_no_section_fail(make):
    section = make(study())

    assert (section is not None) == (make.__name__ in ALWAYS)


@pytest.mark.parametrize(
    ("project", "shown", "absent"),
    [
        ("inka-satakunta", "comparison", "rankings"),
        ("satapolku", "pilots", "comparison"),
        ("tuttu-6aika", "principles", "pilots"),
        ("uusi-suunta", "rankings", "pilots"),
    ],
)
def test_a_project_has_the_sections_it_has_data_for(project, shown, absent):
    held = contents(shipped(project))

    assert shown in held
    assert absent not in held


def test_a_section_is_not_asked_again_for_another_language(monkeypatch):
    made = []

    def counted(*arguments):
        made.append(arguments)
        return target_table(*arguments)

    monkeypatch.setattr("evallib.analysis.monitoring.reach.target_table", counted)
    own = shipped("uusi-suunta")
    own = replace(own, tables=dict(own.tables))  # which no test has asked before
    for language in LANGUAGES:
        other = replace(own, scope=replace(own.scope, language=language))
        assert contents(other, {"reach"}) == {"reach"}
    assert len(made) == 1


def test_what_a_study_has_is_not_said_of_another_one():
    own = shipped("uusi-suunta")

    assert contents(own, {"reach"}) == {"reach"}
    assert contents(replace(own, tables={}), {"reach"}) == set()
