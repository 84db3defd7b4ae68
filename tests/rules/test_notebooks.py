"""Notebooks choose and order; evallib computes, words and draws."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
REPORTS = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
MAX_LINES = 8
LOGIC = (
    ast.FunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.If,
    ast.Try,
    ast.IfExp,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.GeneratorExp,
)
PARAMETERS = ["project", "round", "language", "audience", "as_of"]


@pytest.fixture(params=REPORTS)
def cells(request):
    text = (NOTEBOOKS / f"{request.param}.ipynb").read_text(encoding="utf-8")
    return json.loads(text)["cells"]


def code(cells):
    return [cell for cell in cells if cell["cell_type"] == "code"]


def source(cell):
    return "".join(cell["source"])


def test_the_first_code_cell_is_the_only_parameters_cell(cells):
    tagged = ["parameters" in cell["metadata"].get("tags", []) for cell in code(cells)]

    assert tagged[0]
    assert sum(tagged) == 1


def test_the_parameters_are_annotated_literals_with_a_comment(cells):
    lines = source(code(cells)[0]).splitlines()
    nodes = ast.parse("\n".join(lines)).body

    assert [node.target.id for node in nodes] == PARAMETERS
    assert all(isinstance(node.value, ast.Constant) for node in nodes)
    assert all("  # " in line for line in lines)


def test_prose_comes_before_code(cells):
    for before, cell in zip([None, *cells], cells, strict=False):
        if cell["cell_type"] == "code":
            assert before, source(cell)
            assert before["cell_type"] == "markdown", source(cell)


def test_cells_are_short_and_hold_no_logic(cells):
    for cell in code(cells):
        tree = ast.parse(source(cell))
        assert not [node for node in ast.walk(tree) if isinstance(node, LOGIC)]
        assert len(source(cell).splitlines()) <= MAX_LINES


def test_only_the_facade_is_imported(cells, request):
    is_start = request.node.callspec.params["cells"] == "start"
    facade = "evallib.start" if is_start else "evallib.notebook"
    for cell in code(cells):
        for node in ast.walk(ast.parse(source(cell))):
            assert not isinstance(node, ast.Import), source(cell)
            if isinstance(node, ast.ImportFrom):
                assert node.module == facade


def test_no_output_is_committed(cells):
    assert all(cell["outputs"] == [] for cell in code(cells))
    assert all(cell["execution_count"] is None for cell in code(cells))


def test_every_section_of_the_facade_is_shown_once():
    from evallib.analysis.closing.contents import SECTIONS

    text = (NOTEBOOKS / "evaluation.ipynb").read_text(encoding="utf-8")
    calls = [source(cell) for cell in code(json.loads(text)["cells"])]

    for name in [section.__name__ for section in SECTIONS] + ["conclusions"]:
        assert calls.count(f"show({name}(study))") == 1, name
