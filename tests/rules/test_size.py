"""Small on purpose: modules, functions, folders and their names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "evallib").rglob("*.py"))
MOST_LINES = 300
MOST_MODULES = 15
# A single solver loop may be longer than the 20 lines that a function usually has.
MOST_BODY = 45
SUBJECTLESS = re.compile(r"(utils?|helpers?|common|misc|core|base|manager)\w*\.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_is_at_most_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_function_does_one_thing(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and _body_lines(node) > MOST_BODY
    ]

    assert not long


def _body_lines(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_every_module_is_named_after_what_it_knows():
    assert not [path for path in MODULES if SUBJECTLESS.fullmatch(path.name)]


def test_a_folder_beyond_fifteen_modules_is_split_by_topic():
    folders = {path.parent for path in MODULES}
    crowded = {
        folder.name
        for folder in folders
        if len([p for p in folder.glob("*.py") if p.name != "__init__.py"])
        > MOST_MODULES
    }

    # the sixteen documented modules of statistics are the doors of their rooms
    assert crowded <= {"stats"}
