"""docs/methods.md is what the reference tests compare, and holds every family."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.reference.methods_page import FAMILIES, families_on_file

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "methods.md"


def test_the_page_is_current(tmp_path):
    made = tmp_path / "methods.md"
    chosen = ["tests/reference", "-m", "not slow", "--methods-page", str(made)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:]
    assert facts(made) == facts(PAGE)


def facts(page):
    """Every line but our own digits, whose last places may differ by machine."""
    rows = [line.split(" | ") for line in page.read_text(encoding="utf-8").splitlines()]
    return [row[:2] + row[3:4] + row[5:] if len(row) > 5 else row for row in rows]


def test_no_family_of_pinned_numbers_is_left_out():
    assert families_on_file() <= FAMILIES.keys()


def test_no_row_is_red():
    assert "✗" not in PAGE.read_text(encoding="utf-8")
