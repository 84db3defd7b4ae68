"""A report chosen in a notebook: its link, or what was wrong, never a traceback."""

from __future__ import annotations

import pytest

from evallib import start as module
from evallib.domain.errors import ConfigurationError, Place, Problem
from evallib.run.outcome import Fault, Outcome
from evallib.run.plan import Wanted, make_plan
from evallib.start import run_report, start

PROJECT = """\
id = "demo"
name = "Kokeilu"
rounds = [{ id = "final", kind = "final", as_of = 2022-04-29 }]
"""
NAME = "demo final evaluation fi"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A root with one project, and runs that end as the test says."""
    folder = tmp_path / "projects" / "demo"
    folder.mkdir(parents=True)
    (folder / "project.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    for name in ("evaluation", "start"):
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text("{}")
    monkeypatch.setenv("EVALLIB_ROOT", str(tmp_path))
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


@pytest.fixture
def asked(tree, monkeypatch):
    """What the runs were asked for; they all come out as ``made``."""
    plans = []

    def run_plan(plan, **_):
        plans.append(plan)
        return [Outcome(each.project, each.name, "made") for each in plan.tasks]

    monkeypatch.setattr(module, "run_plan", run_plan)
    return plans


def ended(monkeypatch, status, fault=None):
    outcome = Outcome("demo", NAME, status, fault)
    monkeypatch.setattr(module, "run_plan", lambda plan, **_: [outcome])


def test_a_finished_report_is_a_link_from_the_folder_of_the_notebook(asked):
    html = run_report("demo", "final", "fi", "public")._repr_html_()

    assert 'href="../reports/public/demo/final/evaluation.fi.html"' in html
    assert f"Valmis: {NAME}." in html


def test_a_finished_report_is_a_path_where_there_is_no_page(asked, tree):
    told = repr(run_report("demo", "final", "fi", "public"))
    path = tree / "reports" / "public" / "demo" / "final" / "evaluation.fi.html"

    assert told == f"Valmis: {NAME}. {path}"


def test_the_parameters_are_what_is_run(asked):
    run_report("demo", "final", "sv", "internal", "2022-03-01")
    (task,) = asked[0].tasks

    assert (task.language, task.audience) == ("sv", "internal")
    assert task.parameters["as_of"] == "2022-03-01"


@pytest.mark.parametrize(
    ("status", "told"),
    [("same", "Valmis, ei muutoksia"), ("current", "Ajan tasalla jo ennestään")],
)
def test_a_report_that_did_not_change_says_so(tree, monkeypatch, status, told):
    ended(monkeypatch, status)

    assert repr(run_report("demo", "final", "fi", "public")).startswith(told)


def test_a_fault_of_the_project_is_told_in_words_and_links_nowhere(tree, monkeypatch):
    problem = Problem("E-CFG-FILE", Place("projects/<b>"), {"case": "root"})
    ended(monkeypatch, "failed", Fault((problem,), 2))
    html = run_report("demo", "final", "fi", "public")._repr_html_()

    assert html.startswith("<pre>E-CFG-FILE  projects/&lt;b&gt;")
    assert "<a " not in html


def test_a_fault_of_the_program_names_its_log(tree, monkeypatch):
    ended(
        monkeypatch, "failed", Fault(error="KeyError", log="reports/.runs/1/error.log")
    )

    assert "reports/.runs/1/error.log" in repr(run_report("demo", "", "fi", "public"))


def test_a_project_that_does_not_exist_is_told_in_words(tree):
    told = repr(run_report("demmo", "final", "fi", "public"))

    assert told.startswith("E-")
    assert "demo" in told


def test_without_widgets_the_report_of_the_parameters_is_made(
    asked, monkeypatch, capsys
):
    monkeypatch.setattr(module, "WIDGETS", "ipywidgets_that_nobody_installed")
    start("demo", "final", "fi", "public", "")

    assert f"Valmis: {NAME}." in capsys.readouterr().out


def test_with_widgets_nothing_is_made_before_the_button_is_pressed(asked):
    start("demo", "final", "fi", "public", "")

    assert asked == []


def test_the_notebook_that_runs_reports_is_no_report_itself(tree):
    wanted = Wanted(projects=("demo",), report="start")

    with pytest.raises(ConfigurationError, match="E-CFG-FILE") as refused:
        make_plan(tree, wanted)

    assert refused.value.problems[0].facts["allowed"] == ["evaluation"]
