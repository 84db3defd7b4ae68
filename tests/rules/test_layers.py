"""The layer diagram that cannot go stale: every import arrow is an allowed one."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "evallib"
LAYERS = {
    "domain": {"domain"},
    "stats": {"stats", "domain"},
    "data": {"data", "stats", "domain"},
    "analysis": {"analysis", "domain", "stats", "data"},
    "release": {"release", "domain"},
    "present": {"present", "domain", "release"},
    "reader": {"release", "domain"},
    "answers": {"reader", "present", "release", "domain"},
    "watching": {"analysis", "release", "data", "domain"},
    "notebook": {
        "answers",
        "watching",
        "analysis",
        "release",
        "present",
        "data",
        "domain",
    },
    "kernels": {"kernels"},
    "run": {"run", "watching", "release", "kernels", "domain", "data", "present"},
    "choices": {"domain", "data", "present"},
    "start": {"choices", "run", "domain", "data", "present"},
    "cli": {"cli", "run", "data", "domain", "present"},
    "__main__": {"cli"},
    "__init__": set(),
}
LIBRARIES = {
    "domain": {"pydantic", "pydantic_core"},
    "stats": {"numpy", "scipy", "statsmodels"},
    "data": {
        "pandas",
        "pydantic",
        "numpy",
        "duckdb",
        "openpyxl",
        "defusedxml",
        "xlsxwriter",
        "stdnum",
    },
    "analysis": set(),
    "release": {"scipy"},
    "present": {
        "matplotlib",
        "seaborn",
        "babel",
        "jinja2",
        "markupsafe",
        "mistune",
        "nh3",
        "bs4",
        "numpy",
    },
    "reader": set(),
    "answers": {"pandas"},
    "watching": set(),
    "notebook": {"IPython"},
    "kernels": {"IPython", "jupyter_client", "ipykernel", "traitlets"},
    "run": {
        "papermill",
        "nbconvert",
        "nbformat",
        "nbclient",
        "traitlets",
        "jupyter_client",
        "jinja2",
        "markupsafe",
        "tqdm",
        "distributed",
    },
    "choices": {"IPython", "ipywidgets"},
    "start": {"IPython", "markupsafe"},
    "cli": {"click"},
    "__main__": set(),
    "__init__": set(),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_import_points_downwards(path):
    own = {name.split(".")[1] for name in imported(path) if name.startswith("evallib.")}

    assert own <= LAYERS[layer(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_library_stays_in_its_layer(path):
    roots = {name.split(".")[0] for name in imported(path)}
    foreign = roots - set(sys.stdlib_module_names) - {"evallib", "__future__"}

    assert foreign <= LIBRARIES[layer(path)]


def test_package_files_are_empty():
    filled = [path for path in PACKAGE.rglob("__init__.py") if path.stat().st_size]

    assert not filled
