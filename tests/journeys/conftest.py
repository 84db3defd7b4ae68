"""Real reports, made once by the real command, and a real browser to open them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import NO_BROWSER, chromium

ROOT = Path(__file__).parents[2]
SEEDS = {
    "inka-satakunta": "final",
    "satapolku": "final",
    "tuttu-6aika": "final",
    "uusi-suunta": "2022-06",
}
CLIENTS = {"esimerkki": "vali-2", "nsw": "final"}  # made of single persons
ROUNDS = {**SEEDS, **CLIENTS}
LANGUAGES = ("fi", "sv", "en")
COPIED = ("notebooks", "projects", "data")


def evallib(root: Path, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, on a tree of its own."""
    environment = {
        **os.environ,
        "EVALLIB_ROOT": str(root),
        "EVALLIB_KEY_FILE": str(root.parent / f"{root.name}.key"),
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "evallib", *arguments],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
        **options,
    )


def plant(root: Path) -> Path:
    """A tree of its own with the shipped notebooks, projects and tables."""
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name)
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    return root


def report(root: Path, project: str, language: str) -> Path:
    folder = root / "reports" / "public" / project / ROUNDS[project]
    return folder / f"evaluation.{language}.html"


@pytest.fixture(scope="session")
def tree(tmp_path_factory):
    """All reports and the gallery, made in two worker processes."""
    root = plant(tmp_path_factory.mktemp("journey"))
    done = evallib(root, "run", "--all", "--language", "all", "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium that tells of every request and console message."""
    found = chromium()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = found[0]
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1600",
    ):
        options.add_argument(argument)
    options.set_capability(
        "goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"}
    )
    driver = webdriver.Chrome(options=options, service=Service(found[1]))
    driver.set_page_load_timeout(60)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker, as the script that a page runs."""
    from importlib.util import find_spec

    folder = find_spec("axe_playwright_python").submodule_search_locations[0]
    return (Path(folder) / "axe.min.js").read_text(encoding="utf-8")
