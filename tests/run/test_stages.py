"""Whatever stage one project fails at, all the others are published."""

import pytest
from bs4 import BeautifulSoup

from evallib.run.making import report
from evallib.run.outcome import BATCH_FAILED, exit_code
from tests.run.conftest import add_project, write_notebook
from tests.run.test_batch import go, played, published

MISSING = '[files.a]\npath = "a.csv"\nkind = "goals"\n'
CLIENTS = """\
[files.clients]
path = "clients.csv"
kind = "clients"
group = "pilot"
columns.number = { type = "client_no" }
columns.start = { type = "date" }
"""
PEOPLE = "number;start\n1;2021-99-99\n"
FAULTY_CELL = """\
import os
from evallib.domain.errors import DisclosureError, Place, Problem

html = f"<section id='reach'><h2>{project} later</h2></section>"
if project == "counted":
    raise ZeroDivisionError
if project == "run":
    os._exit(9)
if project == "released":
    raise DisclosureError([Problem("E-STATE", Place("x"))])
more = {"results": 3} if project == "rendered" else {}  # no list
show(html, **more)
"""
STAGES = {  # what the summary says, by the step that fails
    "found": "project",
    "validated": "project",
    "read": "input",
    "cleaned": "input",
    "counted": "notebook",
    "run": "notebook",
    "released": "disclosure",
    "rendered": "render",
}


@pytest.fixture
def batch(tree, monkeypatch):
    """Makes projects, reports of some, and then what makes these fail when due."""

    def plant(*failing, sound):
        for name in (*failing, *(f"sound-{number}" for number in range(sound))):
            add_project(tree, name)
        with monkeypatch.context() as patched:
            patched.setattr(report, "execute", played)
            go(tree, projects=failing)
        before = published(tree)
        for name in failing:
            spoil(tree, name)
        write_notebook(tree, FAULTY_CELL)
        return before

    return plant


def spoil(root, name):
    """Make what only one project has faulty at its stage."""
    path = root / "projects" / name / "project.toml"
    text = path.read_text("utf-8")
    match name:
        case "found":
            text = text.replace('id = "found"', 'id = "other"')
        case "validated":
            text = text.replace("end =", "ends =")
        case "read":
            text += MISSING
        case "cleaned":
            text += CLIENTS
            folder = root / "data" / "raw" / name
            folder.mkdir(parents=True)
            (folder / "clients.csv").write_text(PEOPLE)
    path.write_text(text, "utf-8")


def require_others(root, outcomes, before):
    """Failed projects keep their old report, and every other one has a new report."""
    failed = {each.project: each.stage for each in outcomes if each.fault}
    now = published(root)
    page = BeautifulSoup(now.pop("index.html"), "html.parser").find(id="en")
    links = {link["href"].split("/")[1].split(".")[0] for link in page.select("a")}

    assert failed == {name: STAGES[name] for name in failed}
    assert exit_code(outcomes) == BATCH_FAILED
    assert failed.keys() <= links
    for each in outcomes:
        assert each.outdated == (each.project in failed)
        assert f"public/{each.project}/final/evaluation.fi.html" in now
    for name in before.keys() - {"index.html"}:
        assert now[name] == before[name]
    return failed.keys()


@pytest.mark.slow
def test_projects_that_fail_at_every_stage_stop_no_other(tree, batch):
    before = batch(*STAGES, sound=4)
    outcomes = go(tree, everything=True, report="evaluation")

    assert require_others(tree, outcomes, before) == STAGES.keys()


@pytest.mark.nightly
@pytest.mark.parametrize("stage", STAGES)
def test_of_fifty_projects_one_fails_and_49_are_published(tree, batch, stage):
    before = batch(stage, sound=48)  # and demo
    outcomes = go(tree, everything=True, report="evaluation")

    assert require_others(tree, outcomes, before) == {stage}
    assert len(outcomes) == 50
