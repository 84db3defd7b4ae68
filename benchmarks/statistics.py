"""The heavy statistics of a register, side by side with their peers in one run.

    python benchmarks/statistics.py            # a million persons, three rounds
    python benchmarks/statistics.py --quick    # a hundred thousand, one round

Each way runs in a process of its own, so that its peak memory is its own. What is
measured stands in ``ways/``; R's peers are asked where R is installed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

# A child finds modules from the root. This folder holds a namesake of the standard
# library's ``statistics``, which nothing but this file may see.
ROOT = Path(__file__).parents[1]
OURS = "evallib"
CHILD = [sys.executable, "-m", "benchmarks.ways.measured"]


class Failed(Exception):
    """A way ended with an error; its last line says which."""


def child(*arguments: str) -> str:
    """What a process of its own prints."""
    done = subprocess.run(
        [*CHILD, *arguments], capture_output=True, text=True, encoding="utf-8", cwd=ROOT
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise Failed(said[-1] if said else f"ended with code {done.returncode}")
    return done.stdout


def main() -> None:
    """Measure every way of every subject, ours first, and print a table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--only", default="", help="subjects whose name holds this")
    given = asked.parse_args()
    persons, rounds = (100_000, 1) if given.quick else (1_000_000, 3)
    print(f"{persons:,} persons; median of {rounds}; x = time of the way / ours")
    print(f"{'':43}{'s':>9} {'x':>8} {'data MB':>8} {'peak MB':>8}")
    chosen = [s for s in json.loads(child("list")) if given.only in s["name"]]
    for subject in chosen:
        print(f"\n{subject['name']} (target {subject['target']})")
        report(subject, persons, rounds)


def report(subject: dict[str, object], persons: int, rounds: int) -> None:
    """A line a way, ours first; a peer may fail, ours may not."""
    for way in subject["ways"]:
        if way["missing"]:
            print(f"  {way['name']:41} not installed ({way['missing']})")
            continue
        # A slow peer gets fewer persons, and its ratio is to ours on as many.
        fewer = min(persons, way["most_persons"] or persons)
        ours = told(subject["name"], OURS, fewer, rounds)
        try:
            found = told(subject["name"], way["name"], fewer, rounds)
        except Failed as fault:
            print(f"  {way['name']:41} failed: {fault}")
            continue
        notes = [f"on {fewer:,} persons"] * (fewer < persons) + [found["shows"]]
        line = (
            f"  {way['name']:41}{found['seconds']:9.4f} "
            f"{found['seconds'] / ours['seconds']:8.2f} "
            f"{found['data_mb']:8.0f} {found['peak_mb']:8.0f}  "
        )
        print((line + "; ".join(filter(None, notes))).rstrip())


@cache
def told(subject: str, way: str, persons: int, rounds: int) -> dict[str, object]:
    """What one way of one subject took and found."""
    return json.loads(child(subject, way, str(persons), str(rounds)))


if __name__ == "__main__":
    main()
