"""One way measured in this process, as JSON; ``benchmarks/statistics.py`` asks.

python -m benchmarks.ways.measured list
python -m benchmarks.ways.measured SUBJECT WAY PERSONS ROUNDS
"""

from __future__ import annotations

import gc
import importlib.util
import json
import resource
import sys
import time
from statistics import median

from benchmarks.ways import matching, small, survival
from benchmarks.ways.way import Subject, Way

SUBJECTS: dict[str, Subject] = matching.SUBJECTS | survival.SUBJECTS | small.SUBJECTS


def measure(subject: Subject, way: Way, persons: int, rounds: int) -> dict[str, object]:
    """Median seconds, what the work found, and memory before and at the peak."""
    work = way.start(subject.data(persons))
    data_mb = _peak_mb()
    seconds = []
    for _ in range(rounds):
        gc.collect()
        begin = time.perf_counter()
        shows = work()
        seconds.append(time.perf_counter() - begin)
    taken = median(seconds) / way.share
    memory = {"data_mb": data_mb, "peak_mb": _peak_mb()}
    return {"seconds": taken, "shows": shows} | memory


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def listed() -> list[dict[str, object]]:
    """Every subject with its ways, and what a way lacks on this machine."""
    return [
        {
            "name": name,
            "target": subject.target,
            "ways": [
                {"name": title, "missing": "" if _has(way.needs) else way.needs}
                for title, way in subject.ways.items()
            ],
        }
        for name, subject in SUBJECTS.items()
    ]


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def main(arguments: list[str]) -> None:
    """``list``, or a subject, a way, persons and rounds; prints JSON."""
    if arguments == ["list"]:
        print(json.dumps(listed()))
        return
    name, title, persons, rounds = arguments
    subject = SUBJECTS[name]
    told = measure(subject, subject.ways[title], int(persons), int(rounds))
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
