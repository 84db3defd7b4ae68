"""A report does not show how its kernel was started, or what others were told."""

import shutil
from pathlib import Path

import pytest

from evallib.data.projects import load_project
from evallib.kernels import forking
from evallib.release.retelling import kept
from evallib.run.making.report import PAGE, RESULTS, make_report
from evallib.run.order import told_once
from evallib.run.publishing.run_folder import open_run_folder
from evallib.run.task import Task

ROOT = Path(__file__).parents[3]
COPIED = ("notebooks", "projects/uusi-suunta", "data")


@pytest.fixture
def planted(tmp_path):
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def made(root, language="fi"):
    task = Task(root, "uusi-suunta", "2022-06", language)
    folder = make_report(task, open_run_folder(task)).folder
    return [(folder / name).read_bytes() for name in (PAGE, RESULTS)]


@pytest.mark.skipif(not forking.CAN_FORK, reason="kernels are never forked here")
def test_forked_and_new_kernels_make_the_same_bytes(planted, monkeypatch):
    forked = made(planted)
    monkeypatch.setattr(forking, "CAN_FORK", False)

    assert made(planted) == forked


def test_a_language_that_repeats_another_makes_the_same_bytes(planted):
    alone = made(planted, "sv")
    tasks = [Task(planted, "uusi-suunta", "2022-06", each) for each in ("fi", "sv")]
    projects = {"uusi-suunta": load_project(planted, "uusi-suunta")}
    with told_once(tasks, projects):
        made(planted, "fi")
        (path,) = planted.rglob("*.told")

        assert "conclusions" in kept(path).answers
        assert made(planted, "sv") == alone
