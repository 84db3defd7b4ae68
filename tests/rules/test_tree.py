"""The folder tree that the README promises, and what must never be in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROMISED = (
    "notebooks",
    "evallib",
    "data/raw",
    "data/processed",
    "reports",
    "tests",
    "projects",
    "docs",
    "benchmarks",
    "environment.yml",
    "pyproject.toml",
    "uv.lock",
    "requirements.lock",
    "run.py",
    "README.md",
    "README.fi.md",
    "CHANGELOG.md",
    "LICENSE",
    ".ci/run",
)
BANNED = {
    "read_pickle": "pickle runs whatever it holds",
    r"\beval\(": "runs text as code",
    r"\bexec\(": "runs text as code",
    r"\.style\b": "pandas' Styler does not escape",
    r"(?<![\w.])open\((?!.*(encoding|b\"))"
    r"|\.open\(\"[rwax]\"(?!.*encoding)|read_text\(\)": "text without an encoding",
    r"\bTODO\b|\bFIXME\b": "an unfinished thing belongs to an issue",
}


@pytest.mark.parametrize("promised", PROMISED)
def test_the_top_level_is_as_promised(promised):
    assert (ROOT / promised).exists()


@pytest.mark.parametrize("pattern", BANNED, ids=list(BANNED.values()))
def test_package_code_avoids_what_is_banned(pattern):
    found = [
        f"{path.relative_to(ROOT)}:{at}"
        for path in (ROOT / "evallib").rglob("*.py")
        for at, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if re.search(pattern, line.split("#")[0])
    ]

    assert not found


@pytest.mark.parametrize(
    "arguments",
    [["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]],
    ids=["format", "lint", "types"],
)
def test_the_tree_is_clean(arguments):
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:]
