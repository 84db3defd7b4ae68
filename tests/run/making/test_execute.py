"""A run counts only when it proves its end."""

import os

import pytest

from evallib.domain.errors import DisclosureError, EnvironmentFault
from evallib.kernels.prompt import PromptClient
from evallib.run.making.execute import execute
from evallib.run.making.limits import Limits
from evallib.run.making.notebook_source import read_notebook
from tests.run.conftest import SECTION, folder_of, task_of, write_notebook

NAME = "notebooks/evaluation.ipynb"


def run(root, *cells, limits=Limits(), **parameters):  # noqa: B008 - frozen
    task = task_of(root)
    notebook = read_notebook(write_notebook(root, *cells), shown=NAME)
    return execute(
        notebook,
        {**task.parameters, **parameters},
        root=root,
        folder=folder_of(task),
        shown=NAME,
        limits=limits,
    )


def refused(root, *cells, expected=EnvironmentFault, code="E-", **options):
    with pytest.raises(expected, match=code) as fault:
        run(root, *cells, **options)
    return fault.value.problems[0]


def test_a_complete_run_gives_the_notebook_and_what_was_shown(tree, monkeypatch):
    monkeypatch.setenv("EVALLIB_KEY_FILE", "/somewhere/key")
    outside = dict(os.environ)
    executed = run(
        tree,
        SECTION,
        "show(None)",
        'display([os.environ.get(n) for n in ("EVALLIB_KEY_FILE", "OMP_NUM_THREADS")])',
        "from pathlib import Path; display(Path.cwd().parent.name)",
    )
    *_, environment, where, _finish = executed.notebook.cells

    assert [line["status"] for line in executed.shown] == ["shown", "absent"]
    assert environment.outputs[0].data["text/plain"] == "[None, '1']"
    assert where.outputs[0].data["text/plain"] == "'.runs'"
    assert dict(os.environ) == outside


def test_a_kernel_that_was_never_ready_is_started_once_more(tree, monkeypatch):
    real, tried = PromptClient.wait_for_ready, []

    async def not_at_first(client, timeout=None):
        tried.append(client.parent.forked)
        if len(tried) == 1:
            raise RuntimeError("Kernel didn't respond in 60 seconds")
        await real(client, timeout)

    monkeypatch.setattr(PromptClient, "wait_for_ready", not_at_first)

    assert len(run(tree, SECTION).shown) == 1
    assert tried == [True, False]


def test_a_kernel_that_is_never_ready_is_told(tree, monkeypatch):
    async def never(client, timeout=None):
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr(PromptClient, "wait_for_ready", never)

    assert refused(tree, SECTION).code == "E-KERNEL-START"


@pytest.mark.parametrize("cell", ["import sys; sys.exit(0)", "%no_such_magic"])
def test_a_cell_that_leaves_early_is_no_success(tree, cell):
    assert refused(tree, f"{cell}\n{SECTION}").code == "E-INCOMPLETE"


def test_a_section_that_was_not_registered_is_no_success(tree):
    cell = "if project == 'other':\n    show('x')"

    assert refused(tree, cell).code == "E-INCOMPLETE"


def test_an_error_in_a_cell_is_placed_as_jupyterlab_counts(tree):
    problem = refused(tree, "1 / 0", code="E-INCOMPLETE")

    assert (problem.facts["cell"], problem.facts["error"]) == (3, "ZeroDivisionError")
    assert problem.facts["log"].startswith("reports/.runs/demo-fi-")


def test_a_refusal_of_the_gate_keeps_its_code(tree):
    cell = (
        "from evallib.domain.errors import DisclosureError, Place, Problem\n"
        "raise DisclosureError([Problem('E-STATE', Place('x'))])"
    )

    refused(tree, cell, expected=DisclosureError, code="E-STATE")


def test_a_dead_kernel_is_told_at_once(tree):
    assert refused(tree, "import os; os._exit(9)").code == "E-KERNEL-DEAD"


def test_a_cell_that_never_ends_is_stopped(tree):
    cell = "import time; time.sleep(60)"

    assert refused(tree, cell, limits=Limits(cell_seconds=1)).code == "E-TIMEOUT"


def test_the_whole_notebook_has_a_limit_too(tree):
    cell = "import time; time.sleep(60)"

    assert refused(tree, cell, limits=Limits(notebook_seconds=1)).code == "E-TIMEOUT"


@pytest.mark.parametrize("forked", [True, False])
def test_a_cell_that_takes_too_much_memory_is_stopped(tree, monkeypatch, forked):
    if not forked:
        monkeypatch.delattr("os.fork")
    cell = "taken = bytearray(3_000_000_000)"

    assert refused(tree, cell, limits=Limits(memory_mb=1500)).code == "E-MEMORY"


@pytest.mark.parametrize("stream", ["sys.stdout", "sys.stderr"])
def test_a_cell_that_floods_is_stopped_however_long_it_would_go_on(tree, stream):
    cell = f"import sys\nwhile True: print('x' * 999, file={stream})"

    assert refused(tree, cell).code == "E-OUTPUT-SIZE"


def test_many_cells_that_print_much_are_stopped_too(tree):
    cells = ["print('x' * 700_000)"] * 4

    found = refused(tree, *cells, limits=Limits(output_mb=2))

    assert found.code == "E-OUTPUT-SIZE"
