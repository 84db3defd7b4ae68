"""The benchmark of statistics runs and names its peers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_quick_run_prints_a_line_for_every_subject():
    done = subprocess.run(
        [sys.executable, "benchmarks/statistics.py", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    for subject in ("matching", "survival", "score intervals", "bootstrap"):
        assert subject in done.stdout
    assert "statsmodels" in done.stdout
