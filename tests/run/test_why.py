"""What changed since a report is told file by file, version by version."""

import json

from evallib.run.plan import Wanted, make_plan
from evallib.run.why import Change, reasons
from tests.run.conftest import SECTION, task_of, write_notebook
from tests.run.test_batch import go, instant

__all__ = ["instant"]


def told(root, **wanted):
    plan = make_plan(root, Wanted(projects=("demo",), **wanted))
    return [changes for _, changes in reasons(plan)]


def test_a_report_that_was_never_made_is_new(tree):
    assert told(tree) == [(Change("new", {}),)]


def test_nothing_changed_is_nothing_told(tree, instant):
    go(tree)

    assert told(tree) == [()]


def test_every_file_that_changed_is_named(tree, instant):
    go(tree)
    path = tree / "projects" / "demo" / "project.toml"
    path.write_text(path.read_text("utf-8") + "# later\n", "utf-8")
    (path.parent / "conclusions.fi.md").write_text("Hyvin meni.", "utf-8")
    write_notebook(tree, SECTION, "1")

    assert told(tree) == [
        (
            Change("added", {"file": "projects/demo/conclusions.fi.md"}),
            Change("changed", {"file": "projects/demo/project.toml"}),
            Change("changed", {"file": "notebooks/evaluation.ipynb"}),
        )
    ]


def test_a_parameter_tells_both_values(tree, instant):
    go(tree, extra=(("note", "x"),))

    assert told(tree) == [
        (Change("parameter", {"name": "note", "old": "x", "new": "–"}),)
    ]


def test_versions_package_and_lock_are_told(tree, instant):
    go(tree)
    path = task_of(tree).folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    origin = manifest["reports"]["evaluation.fi"]["origin"]
    origin["versions"]["pandas"] = "1.0"
    origin["package"] = origin["lock"] = "earlier"
    path.write_text(json.dumps(manifest), "utf-8")
    (changes,) = told(tree)

    assert [each.kind for each in changes] == ["version", "package", "lock"]
    assert changes[0].facts["old"] == "1.0"


def test_a_page_edited_by_hand_and_a_failed_run_are_told(tree, instant):
    go(tree)
    (task_of(tree).folder / "evaluation.fi.html").write_text("by hand")
    go(tree, force=True, extra=(("note", "fail"),))

    assert [each.kind for each in told(tree)[0]] == ["failed", "edited"]
