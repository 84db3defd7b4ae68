"""Many reports: current ones stay, failed ones stop no other, old ones are kept."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evallib.domain.errors import (
    ConfigurationError,
    DisclosureError,
    EnvironmentFault,
    UserError,
)
from evallib.run import batch
from evallib.run.batch import run_plan
from evallib.run.making import report
from evallib.run.making.execute import Executed
from evallib.run.outcome import exit_code
from evallib.run.plan import Wanted, make_plan
from evallib.run.publishing import publish
from evallib.run.workers import pool
from tests.run.conftest import (
    PROJECT,
    SECTION,
    add_project,
    task_of,
    write_notebook,
)


def go(root, *, force=False, executor=None, jobs=1, **wanted):
    wanted.setdefault("projects", ("demo",))
    plan = make_plan(root, Wanted(**wanted))
    return run_plan(plan, force=force, executor=executor, jobs=jobs)


def spoil(root, name="demo"):
    """Make a project's file faulty; gives back how it was."""
    path = root / "projects" / name / "project.toml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("end =", "ends ="), "utf-8")
    return lambda: path.write_text(before, "utf-8")


def statuses(outcomes):
    return [outcome.status for outcome in outcomes]


def codes(outcomes):
    return [p.code for o in outcomes if o.fault for p in o.fault.problems]


def published(root):
    """Every published byte: what must survive any fault."""
    reports = root / "reports"
    return {
        path.relative_to(reports).as_posix(): path.read_bytes()
        for path in sorted(reports.rglob("*"))
        if path.is_file()
        and not path.relative_to(reports).parts[0].startswith((".", "failed"))
    }


NUMBER = {
    "section": "reach",
    "table": "reached",
    "row": "1",
    "column": "n",
    "value": 20,
    "low": None,
    "high": None,
    "status": "shown",
}


def played(notebook, parameters, *, root, folder, shown):
    """The part of a kernel and its notebook, as a constant."""
    line = {"status": "shown", "anchor": "a", "title": "t", "results": [NUMBER]}
    if parameters.get("note") == "fail":
        raise ZeroDivisionError("010190-900P")
    return Executed(notebook, (line,))


@pytest.fixture
def instant(monkeypatch):
    """Reports without a kernel."""
    monkeypatch.setattr(report, "execute", played)


def test_three_languages_are_published_with_numbers_and_manifest(tree):
    outcomes = go(tree, languages=("fi", "sv", "en"))
    folder = tree / "reports" / "public" / "demo" / "final"
    numbers = json.loads((folder / "results.json").read_text("utf-8"))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))

    assert statuses(outcomes) == ["made"] * 3
    assert sorted(path.name for path in folder.iterdir()) == [
        "evaluation.en.html",
        "evaluation.fi.html",
        "evaluation.sv.html",
        "manifest.json",
        "results.json",
    ]
    assert "<h2>sv demo</h2>" in (folder / "evaluation.sv.html").read_text("utf-8")
    assert numbers == {
        "format": 1,
        "project": "demo",
        "round": "final",
        "as_of": "2022-01-31",
        "numbers": [NUMBER],
    }
    assert set(manifest["files"]) == {path.name for path in folder.iterdir()} - {
        "manifest.json"
    }
    origin = manifest["reports"]["evaluation.fi"]["origin"]
    assert list(origin["inputs"]) == ["projects/demo/project.toml"]
    assert list((tree / "reports" / ".runs").iterdir()) == []


def test_a_second_run_finds_everything_up_to_date(tree, instant):
    go(tree)
    before = published(tree)

    assert statuses(go(tree)) == ["current"]
    assert published(tree) == before


def test_a_forced_run_reproduces_every_byte(tree, instant):
    go(tree, languages=("fi", "sv"))
    before = published(tree)

    assert statuses(go(tree, languages=("fi", "sv"), force=True)) == ["same"] * 2
    assert published(tree) == before


@pytest.mark.parametrize("changed", ["project", "notebook", "page", "parameter"])
def test_whatever_a_report_rests_on_makes_it_anew(tree, instant, changed):
    go(tree)
    match changed:
        case "project":
            path = tree / "projects" / "demo" / "project.toml"
            path.write_text(path.read_text("utf-8") + "\n# later\n", "utf-8")
        case "notebook":
            write_notebook(tree, SECTION, "1")
        case "page":
            task = task_of(tree)
            (task.folder / task.file).write_text("edited by hand")
    extra = (("note", "x"),) if changed == "parameter" else ()

    assert statuses(go(tree, extra=extra))[0] in ("made", "same")
    assert statuses(go(tree, extra=extra)) == ["current"]


def test_an_internal_report_lies_apart_and_says_so(tree, instant):
    go(tree, audience="internal")

    assert list(published(tree)) == [
        "index.html",
        "internal/demo/final/evaluation.fi_SISAINEN.html",
        "internal/demo/final/manifest.json",
        "internal/demo/final/results.json",
    ]
    assert "demo/final" not in published(tree)["index.html"].decode()


def test_a_failed_report_stops_no_other_and_keeps_the_old_one(tree, instant):
    add_project(tree, "toinen")
    go(tree, everything=True)
    before = published(tree)
    path = tree / "projects" / "demo" / "project.toml"
    path.write_text(path.read_text("utf-8").replace("end =", "ends ="), "utf-8")
    (tree / "projects" / "toinen" / "project.toml").write_text(
        PROJECT.format(id="toinen") + "# later\n", "utf-8"
    )
    outcomes = go(tree, everything=True)

    assert statuses(outcomes) == ["failed", "same"]
    assert exit_code(outcomes) == 5
    assert sorted(codes(outcomes)) == ["E-CFG-KEY", "E-CFG-MISSING"]
    assert outcomes[0].outdated
    after = published(tree)
    for name in before:
        if "demo" in name:
            assert after[name] == before[name]


def test_only_what_failed_is_made_again(tree, instant):
    add_project(tree, "toinen")
    mend = spoil(tree)
    go(tree, everything=True)
    mend()
    go(tree, projects=("toinen",), force=True)
    outcomes = go(tree, projects=(), only_failed=True)

    assert [(each.project, each.status) for each in outcomes] == [("demo", "made")]
    assert go(tree, projects=(), only_failed=True) == []


def test_only_the_language_that_failed_is_made_again(tree, instant):
    go(tree, languages=("fi",))
    go(tree, languages=("sv",), extra=(("note", "fail"),))
    outcomes = go(tree, languages=("fi", "sv"), only_failed=True)

    assert [each.name for each in outcomes] == ["demo final evaluation sv"]


@pytest.mark.parametrize(
    ("stage", "fault"),
    [
        ("input", ConfigurationError),
        ("notebook", ZeroDivisionError),
        ("render", RuntimeError),
        ("disclosure", DisclosureError),
        ("publish", OSError),
    ],
)
def test_the_summary_knows_how_far_a_report_came(
    tree, instant, monkeypatch, stage, fault
):
    error = fault([]) if issubclass(fault, UserError) else fault("reason")
    place = {
        "input": (batch, "require_inputs"),
        "notebook": (report, "execute"),
        "render": (report, "export_page"),
        "disclosure": (report, "execute"),
        "publish": (publish, "move_file"),
    }[stage]
    monkeypatch.setattr(*place, raising(error))
    (outcome,) = go(tree)

    assert (outcome.status, outcome.stage) == ("failed", stage)


def raising(error):
    def step(*_, **__):
        raise error

    return step


def test_client_files_that_are_cleaned_again_are_told_of(tree, instant, monkeypatch):
    told = []
    monkeypatch.setattr(batch, "clean_again", lambda task: True)
    plan = make_plan(tree, Wanted(projects=("demo",)))
    run_plan(plan, notice=lambda key, **facts: told.append((key, facts)))

    assert told == [("cleaned", {"project": "demo"})]


def test_one_project_alone_answers_with_its_own_code(tree, instant):
    path = tree / "projects" / "demo" / "project.toml"
    path.write_text('id = "demo"\n', "utf-8")

    assert exit_code(go(tree)) == 3


def test_a_fault_of_evallib_is_masked_and_leaves_a_log(tree, instant):
    outcomes = go(tree, extra=(("note", "fail"),))
    fault = outcomes[0].fault
    log = (tree / fault.log).read_text("utf-8")

    assert (fault.error, exit_code(outcomes)) == ("ZeroDivisionError", 70)
    assert "test_batch.py" in log
    assert "010190" not in log
    assert published(tree).keys() == {"index.html"}


def test_an_undeclared_parameter_is_refused_before_any_kernel(tree, monkeypatch):
    monkeypatch.setattr(pool, "attempt", lambda *_: pytest.fail("a report was begun"))
    outcomes = go(tree, extra=(("colour", "red"),))

    assert codes(outcomes) == ["E-CFG-KEY"]
    assert exit_code(outcomes) == 3


def test_a_missing_table_is_told_before_any_kernel(tree, monkeypatch):
    monkeypatch.setattr(pool, "attempt", lambda *_: pytest.fail("a report was begun"))
    text = PROJECT + '[files.a]\npath = "a.csv"\nkind = "goals"\n'
    (tree / "projects" / "demo" / "project.toml").write_text(text.format(id="demo"))
    outcomes = go(tree)

    assert codes(outcomes) == ["E-FILE-MISSING"]
    assert exit_code(outcomes) == 2


def test_a_named_project_that_does_not_exist_stops_the_command(tree):
    with pytest.raises(ConfigurationError, match="E-CFG-FILE") as refused:
        make_plan(tree, Wanted(projects=("demo", "demmo", "..")))

    assert [p.code for p in refused.value.problems] == ["E-CFG-FILE", "E-CFG-ID"]
    assert refused.value.problems[0].facts["near"] == ["demo"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted(), "E-NOTHING-TO-RUN"),
        (Wanted(projects=("demo",), round="finaali"), "E-CFG-KEY"),
        (Wanted(everything=True, round="finaali"), "E-CFG-KEY"),
        (Wanted(projects=("demo",), report="evaluatoin"), "E-CFG-FILE"),
    ],
)
def test_what_cannot_be_run_is_told_at_once(tree, wanted, code):
    with pytest.raises(ConfigurationError, match=code):
        make_plan(tree, wanted)


def test_a_project_without_the_round_is_left_out_of_a_batch(tree):
    add_project(tree, "toinen", PROJECT.replace('"final"\nkind', '"2022"\nkind'))
    plan = make_plan(tree, Wanted(everything=True, round="2022"))

    assert [task.project for task in plan.tasks] == ["toinen"]


def test_any_executor_will_do(tree, instant):
    add_project(tree, "toinen")
    with ThreadPoolExecutor(2) as threads:
        outcomes = go(tree, everything=True, executor=threads)

    assert statuses(outcomes) == ["made"] * 2


def test_a_damaged_manifest_is_never_taken_for_none(tree, instant):
    go(tree)
    path = task_of(tree).folder / "manifest.json"
    path.write_text('{"format": 1')
    outcomes = go(tree)

    assert codes(outcomes) == ["E-STATE"]
    assert path.read_text() == '{"format": 1'
    assert exit_code(outcomes) == 7


def test_other_numbers_in_another_language_are_a_fault(tree, instant, monkeypatch):
    go(tree, languages=("fi",))
    before = published(tree)
    monkeypatch.setattr(report, "_results", lambda *_: '{"numbers": []}\n')
    outcomes = go(tree, languages=("sv",))
    after = published(tree)

    assert outcomes[0].fault.error == "RuntimeError"
    assert after.pop("index.html") != before.pop("index.html")
    assert after == before


def test_folders_of_runs_that_were_cut_short_are_swept(tree, instant):
    runs = tree / "reports" / ".runs"
    for name, stage in (("cut", "execute"), ("broken", "failed"), ("odd", None)):
        (runs / name).mkdir(parents=True)
        if stage:
            (runs / name / "state.json").write_text(json.dumps({"stage": stage}))
    go(tree)

    assert [path.name for path in runs.iterdir()] == ["broken"]


def test_too_little_space_stops_before_any_work(tree, monkeypatch):
    monkeypatch.setenv("EVALLIB_FREE_MB", str(10**9))
    with pytest.raises(EnvironmentFault, match="E-DISK"):
        go(tree)


def test_worker_processes_make_the_bytes_that_one_process_makes(tree, monkeypatch):
    """Spawned workers see no patch, so both ways go through the real template."""
    monkeypatch.undo()
    monkeypatch.setenv("EVALLIB_ROOT", str(tree))
    assert statuses(go(tree, languages=("fi", "sv"), jobs=2)) == ["made"] * 2
    apart = published(tree)

    assert statuses(go(tree, languages=("fi", "sv"), force=True)) == ["same"] * 2
    for name, written in published(tree).items():
        assert name.endswith("manifest.json") or written == apart[name]
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to catch")
@pytest.mark.parametrize(
    ("name", "jobs"), [("SIGHUP", "1"), ("SIGTERM", "2"), ("SIGINT", "2")]
)
def test_a_run_that_is_asked_to_end_leaves_no_kernel_and_no_report(tree, name, jobs):
    write_notebook(tree, "import time; time.sleep(99)", SECTION)
    words = ["run", "demo", "--language", "all", "--jobs", jobs]
    command = [sys.executable, "-m", "evallib", *words]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    runs = tree / "reports" / ".runs"
    with process:
        try:
            wait_until(lambda: len(list(runs.glob("*/ipython"))) == int(jobs))
        finally:
            process.send_signal(getattr(signal, name))
        out, said = process.communicate(timeout=60)

    assert (said.strip(), out, process.returncode) == (
        "Keskeytetty. Aiemmat raportit ovat ennallaan.",
        "",
        7,
    )
    wait_until(lambda: not kernels_of(runs), seconds=20)
    assert published(tree) == {}


def wait_until(holds, seconds=120):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def kernels_of(runs):
    """Processes whose working folder is a run folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            where = (folder / "cwd").resolve()
        except OSError:
            continue
        if runs in where.parents:
            found.append(folder.name)
    return found
