"""One way measured in this process, as JSON; ``benchmarks/statistics.py`` asks.

python -m benchmarks.ways.measured list
python -m benchmarks.ways.measured SUBJECT WAY PERSONS ROUNDS
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from benchmarks.ways import matching, small, survival
from benchmarks.ways.way import Subject

SUBJECTS: dict[str, Subject] = matching.SUBJECTS | survival.SUBJECTS | small.SUBJECTS


def listed() -> list[dict[str, object]]:
    """Every subject with its ways, what a way lacks here, and its limit."""
    return [
        {
            "name": name,
            "target": subject.target,
            "ways": [
                {
                    "name": title,
                    "missing": way.missing(),
                    "most_persons": way.most_persons,
                }
                for title, way in subject.ways.items()
            ],
        }
        for name, subject in SUBJECTS.items()
    ]


def main(arguments: list[str]) -> None:
    """``list``, or a subject, a way, persons and rounds; prints JSON."""
    if arguments == ["list"]:
        print(json.dumps(listed()))
        return
    name, title, persons, rounds = arguments
    subject = SUBJECTS[name]
    told = subject.ways[title].measured(subject.data(int(persons)), int(rounds))
    print(json.dumps(asdict(told)))


if __name__ == "__main__":
    main(sys.argv[1:])
