"""A notebook before its run: nothing left over, nothing undeclared let in."""

import ast

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papermill.translators import PythonTranslator

from evallib.domain.errors import ConfigurationError
from evallib.run.making.notebook_source import (
    PLAIN,
    append_finish,
    declared_parameters,
    read_notebook,
    require_parameters,
    show_calls,
)
from tests.run.conftest import make_notebook

NOTEBOOK = make_notebook("show(one(study))\nshow(two(study))", "# show(three)")


@pytest.fixture
def crafted(tmp_path):
    notebook = make_notebook("1 + 1")
    cell = notebook.cells[-1]
    cell["outputs"] = [nbformat.v4.new_output("stream", text="old")]
    cell["execution_count"] = 9
    cell["id"] = "random"
    notebook.metadata["widgets"] = {"state": {}}
    prose = nbformat.v4.new_markdown_cell("![](attachment:a.png)")
    prose["attachments"] = {"a.png": {"image/png": "AAAA"}}
    notebook.cells.append(prose)
    path = tmp_path / "crafted.ipynb"
    nbformat.write(notebook, path)
    return read_notebook(path, shown="n.ipynb")


def test_nothing_of_an_earlier_run_is_left(crafted):
    cell, prose = crafted.cells[-2:]

    assert (cell.outputs, cell.execution_count) == ([], None)
    assert "attachments" not in prose
    assert "widgets" not in crafted.metadata
    assert [each["id"] for each in crafted.cells] == [
        f"cell-{number}" for number in range(1, 5)
    ]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "<html>"])
def test_a_file_that_is_no_notebook_is_refused(tmp_path, text):
    path = tmp_path / "n.ipynb"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match="E-CFG-SYNTAX"):
        read_notebook(path, shown="n.ipynb")


def test_declared_parameters_are_read_from_their_cell():
    assert declared_parameters(NOTEBOOK) == (
        ("project", "round", "language", "audience", "as_of", "note")
    )


def test_calls_of_show_are_counted_in_the_code_only():
    assert show_calls(NOTEBOOK) == 2


def test_an_undeclared_parameter_is_refused_with_the_nearest():
    with pytest.raises(ConfigurationError, match="E-CFG-KEY") as refused:
        require_parameters(NOTEBOOK, {"projekt": "demo"}, shown="n.ipynb")

    (problem,) = refused.value.problems
    assert problem.facts["near"] == ["project"]
    assert problem.place.column == "projekt"


@pytest.mark.parametrize(
    "value", ['a"\nimport os', "a'); exit(", "{x}", "\\", 'x"', "\u2028", "a" * 201]
)
def test_a_value_that_is_no_plain_line_is_refused(value):
    with pytest.raises(ConfigurationError, match="E-CFG-TYPE"):
        require_parameters(NOTEBOOK, {"note": value}, shown="n.ipynb")


@settings(deadline=None)  # the first example imports the parser of papermill
@given(
    st.dictionaries(
        st.sampled_from(["note", "project", "note\nimport os"]),
        st.text(max_size=40) | st.from_regex(PLAIN, fullmatch=True),
    )
)
def test_whatever_is_let_in_becomes_constants_under_declared_names(parameters):
    try:
        require_parameters(NOTEBOOK, parameters, shown="n.ipynb")
    except ConfigurationError:
        return
    body = ast.parse(PythonTranslator.codify(parameters)).body
    assert {node.targets[0].id: node.value.value for node in body} == parameters


def test_the_end_cell_alone_knows_the_nonce():
    notebook = make_notebook("1")
    append_finish(notebook, "abc")

    assert "finish('abc')" in notebook.cells[-1].source
    assert "abc" not in "".join(cell.source for cell in notebook.cells[:-1])
