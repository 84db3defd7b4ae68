"""What has been published is remembered, and never taken for nothing."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.journeys.conftest import ROOT, evallib
from tests.journeys.edges import EDGES
from tests.journeys.projects_of_people import write_project

pytestmark = pytest.mark.slow
PROJECT = "twenty"
STATE_BROKEN = 7
FORCED = ("run", PROJECT, "--report", "evaluation", "--force")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A tree in which one report of twenty clients has been published."""
    root = tmp_path_factory.mktemp("ledger")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    write_project(root, PROJECT, EDGES[PROJECT])
    done = evallib(root, *FORCED[:-1])
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def page(root):
    (path,) = root.glob(f"reports/public/{PROJECT}/*/evaluation.fi.html")
    return path


@pytest.fixture
def without_ledger(published):
    ledger = published / "reports/ledger.jsonl"
    kept = ledger.rename(ledger.with_suffix(".away"))
    yield published
    kept.replace(ledger)


def test_a_release_is_a_line_that_its_owner_alone_may_read(published):
    ledger = published / "reports/ledger.jsonl"
    (line,) = ledger.read_text(encoding="utf-8").splitlines()

    assert json.loads(line)["report"].startswith(PROJECT)
    assert ledger.stat().st_mode & 0o077 == 0


def test_nothing_is_published_while_the_ledger_is_missing(without_ledger):
    before = page(without_ledger).read_bytes()

    done = evallib(without_ledger, *FORCED)

    assert done.returncode == STATE_BROKEN
    assert "E-LEDGER-BROKEN" in done.stdout + done.stderr
    assert page(without_ledger).read_bytes() == before
    assert not (without_ledger / "reports/ledger.jsonl").exists()


def test_an_internal_report_can_still_be_made(without_ledger):
    done = evallib(without_ledger, *FORCED, "--internal")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_same_report_again_is_no_second_release(published):
    done = evallib(published, *FORCED)

    assert done.returncode == 0, done.stdout + done.stderr
    lines = (published / "reports/ledger.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 1


def test_an_officer_reads_what_was_hidden_and_what_the_audits_found(published):
    done = evallib(published, "audit", PROJECT)

    assert done.returncode == 0, done.stderr
    for audit in ("A1,", "A2,", "A3,", "A4,", "A6,"):
        assert audit in done.stdout


def test_a_report_of_an_unknown_project_has_no_account(published):
    done = evallib(published, "audit", "twnty")

    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
