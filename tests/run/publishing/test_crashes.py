"""A run that is cut short at any step leaves whole reports, and the next one heals."""

import json
import os
import shutil
from functools import partial

import pytest

from evallib.domain.errors import EnvironmentFault
from evallib.run import batch
from evallib.run.making import report
from tests.run.conftest import add_project
from tests.run.publishing.disk import (
    GROWING,
    KILLED,
    DyingDisk,
    FullDisk,
    NearlyFullDisk,
    ReadOnlyDisk,
)
from tests.run.test_batch import codes, go, instant, published, spoil

__all__ = ["instant"]
TOLD = {"E-DISK", "E-CFG-KEY", "E-CFG-MISSING"}  # the last two of the faulty project


@pytest.fixture
def due(tree, instant, monkeypatch):
    """Reports that stand: one is due again, one is current, and one project is faulty.

    A failure that the next run will forget is noted as well.
    """
    monkeypatch.setattr(batch, "kernel_template", lambda: None)
    for name in ("current", "faulty"):
        add_project(tree, name)
    go(tree, everything=True, languages=("fi", "sv"))
    go(tree, languages=("fi",), extra=(("note", "fail"),))
    spoil(tree, "faulty")
    path = tree / "projects" / "demo" / "project.toml"
    path.write_text(path.read_text("utf-8").replace("Kokeilu", "Toinen"), "utf-8")
    shutil.copytree(tree / "reports", tree / "standing")
    return tree


def again(root):
    """The run that is cut short, and the same command once more."""
    return go(root, everything=True, languages=("fi", "sv"))


def restore(root):
    """The reports as they stood before anything went wrong."""
    shutil.rmtree(root / "reports")
    shutil.copytree(root / "standing", root / "reports")


def in_a_child(work):
    """The exit code of a process of its own that does the work."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def steps_of(root, monkeypatch, disk):
    with monkeypatch.context() as patched:
        disk.watch(patched)
        outcomes = again(root)
    return disk.steps, outcomes


def torn(root, before, after):
    """What is neither the old nor the new one, or should not be there at all.

    A manifest may stand between the two, as each language is published by itself: each
    report of which it speaks is one of them, and it speaks of no new one too early.
    """
    now = published(root)
    odd = before.keys() - now.keys()
    for name, content in now.items():
        known = [each[name] for each in (before, after) if name in each]
        if not name.endswith("manifest.json"):
            odd |= set() if content in known else {name}
            continue
        old, new = map(entries, known)
        for key, entry in entries(content).items():
            page = name.replace("manifest.json", entry["file"])
            early = entry != old[key] and now[page] != after[page]
            odd |= {key} if early or entry not in (old[key], new[key]) else set()
    return odd


def entries(manifest):
    return json.loads(manifest)["reports"]


def everything(root):
    """Every byte under ``reports``, hidden files and pages of failures too."""
    return {
        path.relative_to(root / "reports").as_posix(): path.read_bytes()
        for path in (root / "reports").rglob("*")
        if path.is_file()
    }


def lasting(files):
    """Without the folders of runs that failed, which are kept for a week."""
    return {name: files[name] for name in files if not name.startswith(".runs")}


@pytest.fixture
def ended(due, monkeypatch):
    """The steps of a run that nobody disturbs, and what it leaves."""
    before = published(due)
    steps, _ = steps_of(due, monkeypatch, DyingDisk())
    return steps, before, everything(due)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_a_run_that_dies_at_any_step_leaves_whole_reports(due, ended, monkeypatch):
    steps, before, whole = ended
    after = published(due)
    for at in range(len(steps)):
        restore(due)
        disk = DyingDisk(at)
        code = in_a_child(partial(steps_of, due, monkeypatch, disk))
        assert (at, code, torn(due, before, after)) == (at, KILLED, set())
        again(due)
        assert (at, everything(due)) == (at, whole)


def test_nothing_is_moved_or_vouched_for_before_it_is_on_disk(due, monkeypatch):
    steps, _ = steps_of(due, monkeypatch, DyingDisk())
    told = " ".join(each for each in steps if each in ("write", "fsync", "replace"))

    assert told.count("replace") > 6
    assert "write replace" not in told
    assert "replace write" not in told


@pytest.mark.slow
@pytest.mark.parametrize("disk", [FullDisk, NearlyFullDisk])
def test_a_disk_without_room_at_any_step_is_told(due, ended, monkeypatch, disk):
    steps, before, whole = ended
    after = published(due)
    for at in [at for at, name in enumerate(steps) if name in GROWING]:
        restore(due)
        told = said(due, monkeypatch, disk(at))
        odd = torn(due, before, after) - {"index.html"}  # it tells of the failure
        assert (at, told - TOLD, odd) == (at, set(), set())
        again(due)
        assert (at, lasting(everything(due))) == (at, lasting(whole))


def test_folders_that_cannot_be_written_are_told_before_any_work(due, monkeypatch):
    before = everything(due)
    monkeypatch.setattr(report, "execute", None)  # nobody gets there

    assert said(due, monkeypatch, ReadOnlyDisk(0)) == {"E-PERM"}
    assert everything(due) == before


def said(root, monkeypatch, disk):
    """Codes of a run's problems, and classes of faults that nobody foresaw."""
    try:
        _, outcomes = steps_of(root, monkeypatch, disk)
    except EnvironmentFault as fault:
        return {each.code for each in fault.problems}
    foreign = {each.fault.error for each in outcomes if each.fault}
    return {*codes(outcomes), *foreign} - {""}
