"""The benchmark of statistics runs, and its ways do the same work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.ways import in_r
from benchmarks.ways.in_r import RWay
from benchmarks.ways.measured import SUBJECTS, listed

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
    return chosen.ways[way].measured(chosen.data(PERSONS), 1)


# What a peer warns of is its own business.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("subject", "way"), INSTALLED)
def test_every_installed_way_is_measured(subject, way):
    told = measured(subject, way)

    assert told.seconds > 0
    assert told.peak_mb >= told.data_mb > 0


@pytest.mark.parametrize("subject", SAME_WORK)
def test_ours_and_the_peer_find_the_same(subject):
    ours, peer = (measured(subject, way).shows for way in ("evallib", "statsmodels"))

    assert ours == peer


# Reads the columns as R does, and says what it was asked and what it found.
STAND_IN = """
import json, sys
import numpy as np
_, script, part, file, persons, columns, rounds = sys.argv
table = np.fromfile(file).reshape((int(persons), int(columns)), order="F")
shows = f"{script} {part} {table[:, 0].sum():.0f} {table[-1, -1]:.0f}"
seconds = [3, 1, 2][: int(rounds)]
print(json.dumps({"seconds": seconds, "shows": shows, "data_mb": 1, "peak_mb": 2}))
"""
DATA = np.array([True, False, True]), np.arange(6.0).reshape(3, 2)


def stand_in(monkeypatch, folder, lines):
    script = folder / "stand_in.py"
    script.write_text(lines, encoding="utf-8")
    monkeypatch.setattr(in_r, "rscript", lambda: [sys.executable, str(script)])


def test_r_gets_every_column_and_its_own_clock_is_told(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, STAND_IN)
    told = RWay("MatchIt", "nearest").measured(DATA, 3)

    assert told.shows == "MatchIt.R nearest 2 5"
    assert (told.seconds, told.data_mb, told.peak_mb) == (2, 1, 2)


def test_a_script_that_fails_says_why(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, "raise SystemExit('there is no package')")
    with pytest.raises(RuntimeError, match="there is no package"):
        RWay("MatchIt", "nearest").measured(DATA, 1)


def test_a_machine_without_r_says_so(monkeypatch):
    monkeypatch.setattr(in_r, "rscript", list)

    assert RWay("survival", "cox").missing() == "Rscript"


def test_a_package_that_does_not_load_is_named(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, "raise SystemExit(1)")

    assert RWay("noPackage", "cox").missing() == "R package noPackage"


@pytest.mark.parametrize("package", ["MatchIt", "survival"])
def test_every_package_of_r_has_its_script_with_every_part(package):
    lines = (in_r.SCRIPTS / f"{package}.R").read_text(encoding="utf-8")
    asked = {
        way.part
        for subject in SUBJECTS.values()
        for way in subject.ways.values()
        if isinstance(way, RWay) and way.package == package
    }

    assert asked
    assert all(f"{part} = {part}" in lines for part in asked)


def test_peers_are_listed_whether_installed_or_not():
    names = {way["name"] for subject in listed() for way in subject["ways"]}

    assert {"R survival", "R MatchIt", "causallib, with replacement"} <= names


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
