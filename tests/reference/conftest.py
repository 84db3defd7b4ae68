"""Writes the methods page after the reference tests have passed, when asked to."""

from __future__ import annotations

from pathlib import Path

from tests.reference.methods_page import page


def pytest_sessionfinish(session, exitstatus):
    wanted = session.config.getoption("methods_page", default=None)
    if wanted and exitstatus == 0:
        Path(wanted).write_text(page(), encoding="utf-8", newline="\n")
