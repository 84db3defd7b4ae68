"""The benchmark of statistics runs, and its ways do the same work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.ways.measured import SUBJECTS, listed, measure

ROOT = Path(__file__).parents[2]
PERSONS = 2_000
SAME_WORK = ("log-rank", "Cox")
INSTALLED = [
    (subject["name"], way["name"])
    for subject in listed()
    for way in subject["ways"]
    if not way["missing"]
]


def measured(subject, way):
    chosen = SUBJECTS[subject]
    return measure(chosen, chosen.ways[way], PERSONS, 1)


# What a peer warns of is its own business.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("subject", "way"), INSTALLED)
def test_every_installed_way_is_measured(subject, way):
    told = measured(subject, way)

    assert told["seconds"] > 0
    assert told["peak_mb"] >= told["data_mb"] > 0


@pytest.mark.parametrize("subject", SAME_WORK)
def test_ours_and_the_peer_find_the_same(subject):
    ours, peer = (measured(subject, way)["shows"] for way in ("evallib", "statsmodels"))

    assert ours == peer


def test_the_quick_run_prints_seconds_ratio_and_memory_of_each_way():
    done = subprocess.run(
        [
            sys.executable, "benchmarks/statistics.py",
            "--quick", "--only", "Kaplan-Meier",
        ],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    (ours,) = [row for row in done.stdout.splitlines() if "evallib" in row]
    (peer,) = [row for row in done.stdout.splitlines() if "statsmodels" in row]
    assert ours.split()[2] == "1.00"
    assert all(float(number) > 0 for number in peer.split()[1:])
