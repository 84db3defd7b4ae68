"""The notebook as an analyst meets it: in JupyterLab, and with plain papermill."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from urllib.parse import quote

import pytest

from tests.journeys.conftest import ROUNDS, plant

NOTEBOOK = "notebooks/evaluation.ipynb"
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/lab\?token=(\w+)")
READY = """
return !!window.jupyterapp
    && window.jupyterapp.commands.isEnabled("notebook:run-all-cells")
    && document.body.innerText.includes("| Idle");
"""
START_S = 90
RUN_S = 180
HEADINGS = """
return [...document.querySelectorAll(".jp-OutputArea-output section h1, "
    + ".jp-OutputArea-output section h2")].map(each => each.textContent.trim());
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A real JupyterLab on loopback over a tree of its own; gives its address."""
    root = plant(tmp_path_factory.mktemp("lab"))
    home = tmp_path_factory.mktemp("home")
    environment = {
        **os.environ,
        "EVALLIB_ROOT": str(root),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    log = home / "lab.log"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "jupyterlab",
                "--no-browser",
                "--expose-app-in-browser",
                "--allow-root",
                "--ip=127.0.0.1",
                "--ServerApp.port_retries=50",
                "--LabApp.news_url=",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            ],
            cwd=root,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _address(log)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _address(log):
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if found := ADDRESS.search(log.read_text(encoding="utf-8")):
            return found
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


@pytest.mark.browser
def test_all_cells_run_in_jupyterlab_and_show_the_sections(browser, lab):
    port, token = lab.groups()
    browser.get(f"http://127.0.0.1:{port}/lab/tree/{quote(NOTEBOOK)}?token={token}")
    _until(lambda: browser.execute_script(READY), START_S)
    browser.execute_script(
        "window.jupyterapp.commands.execute('notebook:run-all-cells')"
    )

    seen = set()

    def all_shown():
        _scroll(browser)
        seen.update(browser.execute_script(HEADINGS))
        return {"Uusi Suunta", "Tiivistelmä", "Kyselyt", "Tietosuoja"} <= seen

    _until(all_shown, RUN_S)
    errors = browser.execute_script(
        "return document.querySelectorAll('[data-mime-type*=error]').length"
    )

    assert errors == 0


def _scroll(browser):
    browser.execute_script(
        "const view = document.querySelector('.jp-WindowedPanel-outer');"
        "if (view) view.scrollTop = (view.scrollTop + 900) % (view.scrollHeight + 1);"
    )


def _until(holds, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return
        time.sleep(0.3)
    pytest.fail(f"waited {seconds} s in vain")


@pytest.mark.parametrize(
    ("notebook", "project", "shown"),
    [
        ("evaluation", "satapolku", "SataPolku"),
        ("impact", "esimerkki", "propensity_model"),
    ],
)
def test_plain_papermill_runs_the_same_notebook(
    tmp_path, tree, notebook, project, shown
):
    out = tmp_path / "out.ipynb"
    parameters = ["-p", "project", project, "-p", "round", ROUNDS[project]]
    path = f"notebooks/{notebook}.ipynb"

    done = subprocess.run(
        [sys.executable, "-m", "papermill", path, str(out), *parameters],
        cwd=tree,
        env={**os.environ, "EVALLIB_ROOT": str(tree)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert shown in out.read_text(encoding="utf-8")
