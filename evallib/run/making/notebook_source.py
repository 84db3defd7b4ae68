"""A notebook as it is before a run: its parameters, its promises, its end cell."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from copy import deepcopy
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, ValidationError
from nbformat.reader import NotJSONError

from evallib.domain.errors import ConfigurationError, Place, Problem

FORMAT: Any = nbformat  # its functions carry no types
PARAMETERS, INJECTED, FINISH = "parameters", "injected-parameters", "evallib-finish"
PLAIN = re.compile(r"[\w .:+/@-]{0,200}")
FINISH_SOURCE = "from evallib.notebook import finish\n\nfinish({nonce!r})"


def read_notebook(path: Path, *, shown: str) -> NotebookNode:
    """The notebook without anything that an earlier run or editor left in it.

    Stored outputs, attachments and widget state are dropped, and cells are numbered
    anew, because ids that editors make up would differ from run to run.

    Raises
    ------
    ConfigurationError
        ``E-CFG-SYNTAX`` for a file that is no notebook.
    """
    try:
        notebook = deepcopy(_parsed(path.read_text(encoding="utf-8")))
    except (NotJSONError, ValidationError, ValueError, AttributeError):
        facts = {"case": "notebook"}
        problem = Problem("E-CFG-SYNTAX", Place(shown), facts)
        raise ConfigurationError([problem]) from None
    notebook.metadata.pop("widgets", None)
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
        cell.pop("attachments", None)
        cell.metadata.setdefault("tags", [])
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    return notebook


@lru_cache(maxsize=8)
def _parsed(text: str) -> NotebookNode:
    """A batch reads the same notebook for each of its reports."""
    notebook: NotebookNode = FORMAT.reads(text, as_version=4)
    return notebook


def declared_parameters(notebook: NotebookNode) -> tuple[str, ...]:
    """Names assigned in the cell tagged ``parameters``, in their order."""
    tagged = [
        cell for cell in notebook.cells if PARAMETERS in cell.metadata.get("tags", ())
    ]
    names: list[str] = []
    for cell in tagged[:1]:
        for node in ast.parse(cell.source).body:
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            names += [each.id for each in targets if isinstance(each, ast.Name)]
    return tuple(names)


def require_parameters(
    notebook: NotebookNode, parameters: Mapping[str, str], *, shown: str
) -> None:
    """Only declared names, only plain text: nothing else may become code.

    Raises
    ------
    ConfigurationError
        ``E-CFG-KEY`` for a name the notebook does not declare, ``E-CFG-TYPE`` for a
        value that is not a short line of plain text.
    """
    known = declared_parameters(notebook)
    problems = []
    for name, value in parameters.items():
        place = Place(shown, column=name)
        if name not in known:
            near = get_close_matches(name, known, n=1)
            facts = {"case": "parameter", "allowed": known, "near": near}
            problems.append(Problem("E-CFG-KEY", place, facts))
        elif type(value) is not str or not PLAIN.fullmatch(value):
            problems.append(Problem("E-CFG-TYPE", place, {"expected": "form"}))
    if problems:
        raise ConfigurationError(problems)


def show_calls(notebook: NotebookNode) -> int:
    """How many times the source calls ``show``; each must register itself."""
    return sum(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "show"
        for cell in notebook.cells
        if cell.cell_type == "code"
        for node in _walk(cell.source)
    )


def _walk(source: str) -> list[ast.AST]:
    try:
        return list(ast.walk(ast.parse(source)))
    except SyntaxError:  # magics, or a mistake that the kernel will report
        return []


def append_finish(notebook: NotebookNode, nonce: str) -> None:
    """Add the last cell, which alone knows the nonce that proves the end."""
    cell = FORMAT.v4.new_code_cell(FINISH_SOURCE.format(nonce=nonce))
    cell["id"] = FINISH
    cell.metadata["tags"] = [FINISH]
    notebook.cells.append(cell)
