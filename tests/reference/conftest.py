"""Writes the methods page from the comparisons of this session, when asked to."""

from __future__ import annotations

from pathlib import Path

from tests.reference.cases import COMPARED
from tests.reference.methods_page import page


def pytest_sessionfinish(session, exitstatus):
    wanted = session.config.getoption("methods_page", default=None)
    if wanted and exitstatus == 0:
        Path(wanted).write_text(page(COMPARED), encoding="utf-8", newline="\n")
