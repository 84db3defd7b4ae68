"""docs/architecture.md leaves out no folder and no top module of the package."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "evallib"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
QUOTED = set(re.findall(r"`([^`\n]+)`", PAGE))
OF_A_FOLDER = 2  # a folder of a layer; what lies deeper belongs to it


def _folders() -> list[str]:
    found = (path.parent.relative_to(PACKAGE) for path in PACKAGE.rglob("*.*"))
    named = {each for each in found if "__pycache__" not in each.parts}
    return sorted(
        each.as_posix() for each in named if 0 < len(each.parts) <= OF_A_FOLDER
    )


@pytest.mark.parametrize("folder", _folders())
def test_every_folder_is_named(folder):
    assert folder in QUOTED


@pytest.mark.parametrize("module", sorted(path.name for path in PACKAGE.glob("*.py")))
def test_every_top_module_is_named(module):
    assert module in {*QUOTED, "__init__.py"}


def test_no_folder_is_named_that_is_gone():
    inside = {each for each in QUOTED if re.fullmatch(r"[a-z_]+/[a-z_]+", each)}

    assert {each for each in inside if not (PACKAGE / each).is_dir()} == set()
