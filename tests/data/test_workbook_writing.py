"""Tables written as workbooks."""

from __future__ import annotations

import io

import openpyxl
import pytest

from evallib.data.workbooks.writing import table_workbook

FORMULAS = ["=1+1", "@SUM(A1)", "+1", "-1", '=HYPERLINK("http://x.invalid";"y")']


def cells(content):
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in page.iter_rows()], page


def test_a_table_comes_back_as_it_was_given():
    written, _ = cells(table_workbook("Viat", ["rivi", "virhe"], [[3, "tyhjä"]]))

    assert written == [["rivi", "virhe"], [3, "tyhjä"]]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_or_a_link(text):
    _, page = cells(table_workbook("Viat", ["a"], [[text]]))

    assert page["A2"].data_type == "s"
    assert page["A2"].hyperlink is None


def test_the_same_table_gives_the_same_bytes():
    assert table_workbook("a", ["b"], []) == table_workbook("a", ["b"], [])
