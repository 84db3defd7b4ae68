"""A forked kernel cannot be told from one that was started anew."""

from importlib.metadata import entry_points

import nbformat
import pytest
from nbclient import NotebookClient
from traitlets.config import Config

from evallib.kernels.prompt import PromptManager
from evallib.kernels.provisioner import ForkedProvisioner
from tests.kernels.conftest import environment

WIDE = "import pandas; pandas.DataFrame([range(30)])"
FIGURE = "import matplotlib.pyplot as plt; plt.plot([1, 2]);"
STATE = """\
import os, sys
from pathlib import Path
[
    os.environ["NAMED"], os.environ.get("OF_THE_TEMPLATE"), Path.cwd().name,
    sys.argv[1], sys.path[0], hash("a word"), os.getsid(0) == os.getpid(),
    __name__, get_ipython().__class__.__name__, "pytest" in sys.modules,
]
"""
CHANCE = "import random, numpy; [random.random(), numpy.random.rand()]"


def outputs(folder, *cells, forked):
    """What cells display, run by a client that knows nothing of forks."""
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    options = {"environment": environment(NAMED="yes"), "forked": forked}
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        kernel_manager_class=PromptManager,
        config=Config({"PromptManager": options}),
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return [[dict(each) for each in cell.outputs] for cell in notebook.cells]


@pytest.mark.parametrize(
    "cell", [WIDE, FIGURE, STATE], ids=["table", "figure", "state"]
)
def test_cells_answer_as_in_a_new_process(template, tmp_path, cell):
    answers = [outputs(tmp_path, cell, forked=forked) for forked in (True, False)]

    assert answers[0] == answers[1]
    assert answers[0][0][-1]["data"]


def test_two_kernels_draw_different_numbers(template, tmp_path):
    first, second = (outputs(tmp_path, CHANCE, forked=True) for _ in range(2))

    assert first != second


def test_a_kernel_is_the_child_of_the_template(template, tmp_path):
    [[answer]] = outputs(tmp_path, "import os; os.getppid()", forked=True)

    assert answer["data"]["text/plain"] == str(template.process.pid)


def test_jupyter_finds_the_provisioner_by_its_name():
    (found,) = entry_points(
        group="jupyter_client.kernel_provisioners", name="evallib-forked"
    )

    assert found.load() is ForkedProvisioner
