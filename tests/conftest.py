"""Says loudly when the tests that need a browser cannot run."""

from __future__ import annotations

import shutil

from hypothesis import HealthCheck, settings

# The same examples on every machine and no clock: a busy machine is not a fault.
settings.register_profile(
    "evallib",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("evallib")

NO_BROWSER = (
    "THE BROWSER TESTS ARE SKIPPED: no Chromium with its driver was found. On Debian "
    "or Ubuntu: apt-get install chromium chromium-driver"
)


def chromium() -> tuple[str, str] | None:
    """Where the browser and its driver are, if both are there."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


def pytest_addoption(parser):
    parser.addoption(
        "--methods-page",
        metavar="FILE",
        help="write the page of methods from what the reference tests compare",
    )


def pytest_terminal_summary(terminalreporter):
    if chromium() is None:
        terminalreporter.write_line(NO_BROWSER, red=True, bold=True)
