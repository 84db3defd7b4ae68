"""What a notebook shows past the gate is left out of a public report, and told."""

from __future__ import annotations

import hashlib

import pytest
from nbformat import v4

from evallib.present.page import frame
from evallib.run.making.export import Frame, export_page
from evallib.run.making.unchecked import checked, withheld_cells

SHOWN = "<section>released</section>"
REGISTERED = ({"sha256": hashlib.sha256(SHOWN.encode()).hexdigest()},)


def notebook(*cells):
    made = v4.new_notebook()
    made.cells = list(cells)
    return made


def code(source, html=None, *, plain=None):
    data = {"text/html": html} if html else {"text/plain": plain}
    outputs = [v4.new_output("display_data", data)] if html or plain else []
    return v4.new_code_cell(source, outputs=outputs)


def codes(made, **options):
    found = withheld_cells(made, checked(REGISTERED, **options), notebook="own.ipynb")
    return [(each.code, each.place.row) for each in found]


def test_an_output_that_came_through_show_is_nothing_to_tell():
    assert codes(notebook(code("show(effect(study))", SHOWN))) == []


@pytest.mark.parametrize("output", [{"html": "<table></table>"}, {"plain": "7"}])
def test_any_other_output_is_told_with_its_cell(output):
    made = notebook(code("show(effect(study))", SHOWN), code("frame", **output))

    assert codes(made) == [("W-OUTPUT-WITHHELD", 2)]


def test_words_and_code_that_repeat_a_protected_number_are_told():
    made = notebook(v4.new_markdown_cell("Vain 3 pääsi töihin."), code("x = 3"))

    assert codes(made, hidden=frozenset({"3"})) == [
        ("W-TEXT-NUMBER", 1),
        ("W-TEXT-NUMBER", 2),
    ]


def test_what_was_reviewed_is_shown():
    words = "Vain 3 pääsi töihin."
    digest = hashlib.sha256(words.encode()).hexdigest()
    made = notebook(v4.new_markdown_cell(words))

    assert codes(made, hidden=frozenset({"3"}), reviewed=[digest]) == []


@pytest.mark.parametrize("public", [True, False])
def test_a_public_page_leaves_them_out(public):
    made = notebook(v4.new_markdown_cell("Vain 3 pääsi töihin."), code("x = 3"))
    checks = checked((), frozenset({"3"}))
    facts = {
        **frame("fi", title="Koe", edition="1"),
        "parameters": {},
        "provenance": {"versions": {"evallib": "1.0"}, "inputs": {}},
    }

    page = export_page(made, Frame("fi", public, (), facts, checks))

    assert ("Vain 3" in page, "x = 3" in page) == (not public, not public)
