"""What was up to date needs no second look, and whatever changed gets one."""

import os
import subprocess
import sys

import pytest

from evallib.cli.program import main
from evallib.run import batch
from evallib.run.plan import Wanted, make_plan
from evallib.run.publishing.lock import only_writer
from evallib.run.standing import memory as remembered
from evallib.run.standing.memory import Memory
from evallib.run.standing.unchanged import unchanged
from tests.run.conftest import SECTION, add_project, task_of, write_notebook
from tests.run.test_batch import instant, played, statuses

__all__ = ["instant"]

ALL = Wanted(everything=True, languages=("fi", "sv"))
NAMES = ["demo final evaluation fi", "demo final evaluation sv"]


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Trust files that have just been written."""
    monkeypatch.setattr(remembered, "SETTLED", 0)


def go(root, wanted=ALL):
    plan = make_plan(root, wanted, Memory(root, wanted))
    return batch.run_plan(plan)


def quick(root, wanted=ALL):
    found = unchanged(Memory(root, wanted), root, wanted, lambda key: None)
    return [outcome.name for outcome in found]


def at(root, name):
    folder = task_of(root).folder
    return {
        "project": root / "projects" / "demo" / "project.toml",
        "notebook": root / "notebooks" / "evaluation.ipynb",
        "page": folder / "evaluation.fi.html",
        "other language": folder / "evaluation.sv.html",
        "numbers": folder / "results.json",
        "manifest": folder / "manifest.json",
        "lock": root / "requirements.lock",
        "gallery": root / "reports" / "index.html",
    }[name]


PLACES = (
    "project",
    "notebook",
    "page",
    "other language",
    "numbers",
    "manifest",
    "lock",
    "gallery",
)


def test_what_was_made_by_force_stands_as_well(tree, instant, monkeypatch):
    monkeypatch.setenv("EVALLIB_ROOT", str(tree))

    assert main(["run", "--all", "--force", "--jobs", "1"]) == 0
    assert quick(tree, Wanted(everything=True)) == NAMES[:1]


def test_nothing_is_known_before_the_first_run(tree):
    assert quick(tree) == []


def test_what_was_made_stands(tree, instant):
    assert statuses(go(tree)) == ["made"] * 2
    assert quick(tree) == NAMES


def test_the_quick_answer_is_the_answer_of_a_run(tree, instant):
    go(tree)
    slow = batch.run_plan(make_plan(tree, ALL))

    assert quick(tree) == [outcome.name for outcome in slow]
    assert statuses(slow) == ["current"] * 2


@pytest.mark.parametrize("place", PLACES)
def test_a_file_that_changed_is_looked_at(tree, instant, place):
    at(tree, "lock").write_text("one==1\n", "utf-8")
    go(tree)
    path = at(tree, place)
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")

    assert quick(tree) == []


@pytest.mark.parametrize("place", PLACES)
def test_size_and_time_of_change_can_be_forged_and_help_nothing(tree, instant, place):
    at(tree, "lock").write_text("one==1\n", "utf-8")
    go(tree)
    path = at(tree, place)
    before = path.stat()
    path.write_text(path.read_text("utf-8").swapcase(), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert path.stat().st_size == before.st_size
    assert quick(tree) == []


@pytest.mark.parametrize("place", PLACES)
def test_a_file_that_is_gone_is_looked_for(tree, instant, place):
    at(tree, "lock").write_text("one==1\n", "utf-8")
    go(tree)
    at(tree, place).unlink()

    assert quick(tree) == []


def test_a_new_text_beside_the_project_file_is_seen(tree, instant):
    go(tree)
    path = tree / "projects" / "demo" / "conclusions.fi.md"
    path.write_text("Hyvin meni.", "utf-8")

    assert quick(tree) == []


def test_a_new_project_is_made_and_the_others_are_left(tree, instant):
    go(tree)
    add_project(tree, "uusi")
    plan = make_plan(tree, ALL, Memory(tree, ALL))

    assert quick(tree) == []
    assert [outcome.name for outcome in plan.standing] == NAMES
    assert {task.project for task in plan.tasks} == {"uusi"}
    assert statuses(batch.run_plan(plan)) == ["current"] * 2 + ["made"] * 2


def test_other_wishes_are_other_reports(tree, instant):
    go(tree)

    assert quick(tree, Wanted(everything=True, languages=("en",))) == []
    assert quick(tree, Wanted(projects=("demo",), languages=("fi", "sv"))) == NAMES


def test_a_report_that_failed_since_is_looked_at(tree, instant):
    go(tree)
    wanted = Wanted(everything=True, extra=(("note", "fail"),))
    batch.run_plan(make_plan(tree, wanted))

    assert quick(tree) == []


def test_what_changed_while_reports_were_made_is_not_kept(tree, monkeypatch):
    def played_late(notebook, parameters, **options):
        write_notebook(tree, SECTION, parameters["language"])
        return played(notebook, parameters, **options)

    monkeypatch.setattr("evallib.run.making.report.execute", played_late)
    go(tree)

    assert quick(tree) == []


def test_a_file_changed_a_moment_ago_is_looked_at_again(tree, instant, monkeypatch):
    monkeypatch.setattr(remembered, "SETTLED", 3_600_000_000_000)
    go(tree)

    assert quick(tree) == []


@pytest.mark.parametrize(
    "spoilt", ["", "{", "[]", "null", '{"format": 1}', '{"format": 1, "reports": 2}']
)
def test_a_memory_that_cannot_be_read_is_none(tree, instant, spoilt):
    go(tree)
    (tree / "reports" / remembered.FILE).write_text(spoilt, "utf-8")

    assert quick(tree) == []
    assert statuses(go(tree)) == ["current"] * 2
    assert quick(tree) == NAMES


def test_another_version_of_a_library_knows_nothing(tree, instant, monkeypatch):
    go(tree)
    monkeypatch.setattr(remembered, "versions", lambda: {"pandas": "0.1"})

    assert quick(tree) == []


def test_nothing_is_answered_beside_another_run(tree, instant):
    go(tree)
    with only_writer(tree / "reports"):
        assert quick(tree) == []


def test_a_full_disk_forgets_and_stops_nothing(tree, instant, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(remembered, "replace_file", full)

    assert statuses(go(tree)) == ["made"] * 2
    assert quick(tree) == []


def test_a_command_with_nothing_to_do_imports_no_pandas(tree, instant):
    go(tree, Wanted(everything=True))
    script = (
        "import sys; from evallib.cli.program import main\n"
        "try: main(['run', '--all'])\n"
        "except SystemExit as end: assert not end.code\n"
        "print(sorted({'pandas', 'openpyxl', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "EVALLIB_ROOT": str(tree)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "ajan tasalla 1" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
