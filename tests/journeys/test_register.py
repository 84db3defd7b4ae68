"""A register of many clients gives the same honest report as twenty of them.

The large one is made by ``pytest -m nightly tests/journeys/test_register.py``.
"""

from __future__ import annotations

import json
import shutil

import pytest
from bs4 import BeautifulSoup

from tests.journeys.conftest import ROOT, evallib
from tests.journeys.projects_of_people import Crowd, write_project

MOST_ROWS = 2_000_000
LARGE, SMALL = 100, 5  # times two thousand clients


def register(root, times):
    """A project of so many times 2 000 clients, and what its run said."""
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    picture = f"""
        pilot A | 2024-02-05 | work {80 * times} | unemployed {110 * times}
        pilot A | 2024-02-05 | lost {times}
        pilot B | 2024-06-03 | work {70 * times} | unemployed {129 * times}
        pilot C | 2025-03-03 | work {50 * times} | unemployed {60 * times}
        control | 2024-02-05 | work {200 * times} | unemployed {500 * times}
        control | 2024-06-03 | work {210 * times} | unemployed {590 * times}
    """
    write_project(root, "register", Crowd(picture))
    path = root / "projects/register/project.toml"
    bounds = f"max_rows = {MOST_ROWS}\nmax_mb = 500"
    text = path.read_text(encoding="utf-8").replace("\nkind =", f"\n{bounds}\nkind =")
    path.write_text(
        text.replace(f"{bounds}\nkind = 'final'", "kind = 'final'"), "utf-8"
    )
    return evallib(root, "run", "register", "--report", "evaluation")


def is_honest(root, done, times):
    """The page, its numbers and the ledger of a register."""
    assert done.returncode == 0, done.stdout + done.stderr
    folder = root / "reports/public/register/final"
    numbers = json.loads((folder / "results.json").read_text("utf-8"))["numbers"]
    told = {
        (each["section"], each["table"], each["row"], each["column"]): each["value"]
        for each in numbers
    }
    assert told["effect", "groups", "pilot", "known"] == 389 * times
    assert told["effect", "groups", "control", "known"] == 1500 * times
    assert told["effect", "groups", "pilot", "reached"] == 150 * times
    page = (folder / "evaluation.fi.html").read_text(encoding="utf-8")
    assert BeautifulSoup(page, "html.parser").find(id="adjustment") is not None
    assert (root / "reports/ledger.jsonl").is_file()


@pytest.mark.slow
def test_ten_thousand_clients_are_told_of_as_twenty_are(tmp_path):
    is_honest(tmp_path, register(tmp_path, SMALL), SMALL)


@pytest.mark.nightly
def test_two_hundred_thousand_clients_are_told_of_as_twenty_are(tmp_path):
    is_honest(tmp_path, register(tmp_path, LARGE), LARGE)
