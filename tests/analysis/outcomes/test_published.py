"""What a project has published itself is printed as it was, and known to everybody."""

from __future__ import annotations

from datetime import date

from evallib.analysis.outcomes.pilots import pilots
from evallib.domain.project import PublicDocument, PublishedFigure
from evallib.domain.section import Section
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import Text
from evallib.release.gate import release
from tests.analysis.studies import study

SAID = PublishedFigure(
    id="vaihtoaitio",
    statement=Text(fi="Kokeiluun osallistui 12 henkilöä, työllistyi 3"),
    population="pilot",
    cells={"n": 12, "employed": 3},
    attested_by="Projektipäällikkö",
    attested_on=date(2026, 11, 22),
    source=PublicDocument(title=Text(fi="Loppuraportti"), published=date(2022, 3, 1)),
)


def published():
    return pilots(_scoped(study(project={"already_public": (SAID,)})))


def _scoped(original):
    """As ``load_study`` does, every document is a source of the scope."""
    sources = {each.id: each for each in original.project.documents}
    scope = original.scope
    object.__setattr__(scope, "sources", {**scope.sources, **sources})
    return original


def test_a_small_count_that_was_published_is_shown_verbatim():
    (row,) = release(published()).tables["published"].rows

    assert row["reached"].value == 3
    assert row["reached"].already_public
    assert row["statement"].value == SAID.statement


def test_whoever_reads_it_knows_the_same_count_of_the_client_files():
    section = published()
    rows = [
        {"row": "pilot", "group": "pilot", "reached": 3, "persons": 12},
        {"row": "control", "group": "control", "reached": 4, "persons": 30},
        {"row": "all", "group": "all", "reached": 7, "persons": 42},
    ]
    columns = (
        Column("group", "label"),
        Column("reached", "persons"),
        Column("persons", "persons"),
    )
    on = {"reached": "persons", "persons": "persons"}
    counted = Table("counted", rows, columns, rests_on=on)
    tables = {**section.tables, "counted": counted}

    found = release(Section("pilots", section.scope, [], tables)).tables["counted"]

    assert [row["reached"].status for row in found.rows[1:]] == ["hidden", "hidden"]


def test_without_published_statements_and_pilots_there_is_no_section():
    assert pilots(study()) is None
