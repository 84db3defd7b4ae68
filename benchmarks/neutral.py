"""Many reports from a notebook that knows nothing of evallib, by six ways.

    python benchmarks/neutral.py [--reports 12] [--rounds 1]

Twenty cells with pandas, statsmodels, seaborn and matplotlib: two groups compared, a
logit, survival curves, five figures, six tables; a file of 120 simulated clients each.
Shows what forked kernels do for papermill itself: nothing is checked, guarded or
published here. The limit is the same cells as a function of a warm process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

if sys.path[0] == str(Path(__file__).parent):
    sys.path[0] = str(Path(__file__).parents[1])  # a namesake of ``statistics`` is here

from benchmarks.batch import Told, alone, compiled, print_table
from benchmarks.ways.neutral import planted

OURS = "forked kernels, one at a time"
INSIDE = [sys.executable, "-m", "benchmarks.ways.neutral", "{folder}"]
WAYS = {
    "shell loop of papermill and nbconvert": ["bash", "{folder}/loop.sh"],
    "one process: papermill and HTMLExporter": [*INSIDE, "papermill"],
    "two processes of papermill and HTMLExporter": [*INSIDE, "two"],
    OURS: [*INSIDE, "forked"],
    "forked kernels, two at a time": [*INSIDE, "forked", "two"],
    "limit: the cells in a warm process": [*INSIDE, "limit"],
}


def loop(folder: Path) -> None:
    """What users write: two commands for each report."""
    tool = Path(sys.executable).parent
    lines = ["set -e", f"cd {folder}", "mkdir -p pages"]
    for data in sorted((folder / "data").glob("*.csv")):
        done = f"pages/{data.stem}.ipynb"
        lines.append(f"{tool}/papermill neutral.ipynb {done} -p data {data}")
        lines.append(f"{tool}/jupyter nbconvert --to html --no-input {done}")
    text = "\n".join(lines) + "\n"
    (folder / "loop.sh").write_text(text, encoding="utf-8")


def main(count: int, rounds: int) -> None:
    """Measure every way in turn, ``rounds`` times over, and print the table."""
    compiled()
    with tempfile.TemporaryDirectory(prefix="evallib-neutral-") as name:
        folder = Path(name)
        planted(folder, count)
        loop(folder)
        told: dict[str, list[Told]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way, words in WAYS.items():
                command = [word.replace("{folder}", name) for word in words]
                told[way].append(alone(command, folder))
    print(f"{count} reports from a neutral notebook, {rounds} rounds")
    print_table(told, OURS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=1)
    chosen = parser.parse_args()
    main(chosen.reports, chosen.rounds)
