"""A register's cohort: a million persons, ten million spells, by four ways.

    python -m benchmarks.cohort [--persons 1000000] [--rounds 3]

Prints for each way the median seconds, the ratio to the peer and the peak memory of
its own process. The peer is pandas, merging clients to spells and filtering. All ways
read the same Parquet file; the clock starts when the columns are in memory, except for
DuckDB, which reads while it counts.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
import pandas as pd

from evallib.data.cohorts.exits import first_exits
from evallib.data.cohorts.follow_up import FollowUp
from evallib.data.cohorts.register import stored_exits, stored_statuses
from evallib.data.cohorts.statuses import statuses
from evallib.data.spells import Spells
from evallib.data.states import STATES
from evallib.domain.calendar import horizon

SEED = 20240410
SPELLS_EACH = 10
POINTS = [horizon(months) for months in (1, 3, 6, 12)]
ORIGIN, CUT_OFF = 18_000, 19_800  # day numbers in 2019 and 2024
CLOCK = ("time_zero", "cut_off", "last_seen", "service_end")


def generate(persons: int, folder: Path) -> None:
    """Spells in order, a tenth of them followed by a gap; time zero within them."""
    rng = np.random.default_rng(SEED)
    shape = (persons, SPELLS_EACH)
    length = rng.geometric(1 / 90, size=shape).astype(np.int32)
    pause = rng.integers(1, 30, size=shape, dtype=np.int32)
    pause[rng.random(shape) >= 0.1] = 0
    end = ORIGIN + np.cumsum(length + pause, axis=1, dtype=np.int32) - pause
    step = rng.integers(1, len(STATES), size=shape, dtype=np.int32)
    spells = pd.DataFrame(
        {
            "client": np.repeat(np.arange(persons, dtype=np.int32), SPELLS_EACH),
            "start_day": (end - length).ravel(),
            "end_day": end.ravel(),
            "state": (np.cumsum(step, axis=1) % len(STATES)).astype(np.int8).ravel(),
        }
    )
    zero = ORIGIN + rng.integers(0, 600, size=persons, dtype=np.int32)
    clients = pd.DataFrame({"client": np.arange(persons, dtype=np.int32), "zero": zero})
    with duckdb.connect() as database:
        for name, frame in (("spells", spells), ("clients", clients)):
            database.register(name, frame)
            database.execute(f"COPY {name} TO '{folder / name}.parquet'")


def read(path: Path) -> dict[str, np.ndarray]:
    """Every column of a Parquet file."""
    with duckdb.connect() as database:
        return database.execute(
            "FROM read_parquet($path)", {"path": str(path)}
        ).fetchnumpy()


def clock(folder: Path) -> FollowUp:
    """Everybody watched until the cut-off."""
    zero = np.asarray(read(folder / "clients.parquet")["zero"])
    cut_off = np.full(len(zero), CUT_OFF, dtype=np.int32)
    return FollowUp(zero, cut_off, cut_off, zero)


def by_numpy(folder: Path) -> Callable[[], list[int]]:
    """Statuses and exits from columns in memory."""
    follow = clock(folder)
    told = read(folder / "spells.parquet")
    spells = Spells(*(np.asarray(told[name]) for name in told))

    def work() -> list[int]:
        found = statuses(spells, follow, POINTS)
        exits = first_exits(spells, follow)
        return [*_counts(found.state), int((exits.kind == 1).sum())]

    return work


def by_duckdb(folder: Path) -> Callable[[], list[int]]:
    """Statuses and exits from the file."""
    follow = clock(folder)

    def work() -> list[int]:
        found = stored_statuses(folder / "spells.parquet", follow, POINTS)
        exits = stored_exits(folder / "spells.parquet", follow)
        return [*_counts(found.state), int((exits.kind == 1).sum())]

    return work


def by_duckdb_statuses(folder: Path) -> Callable[[], list[int]]:
    """Statuses alone, in one pass over the file."""
    follow = clock(folder)

    def work() -> list[int]:
        found = stored_statuses(folder / "spells.parquet", follow, POINTS)
        return _counts(found.state)

    return work


def by_pandas(folder: Path) -> Callable[[], list[int]]:
    """What the peer does: statuses, first work and last day told."""
    clients = pd.DataFrame(read(folder / "clients.parquet"))
    spells = pd.DataFrame(read(folder / "spells.parquet"))

    def work() -> list[int]:
        wide = spells.merge(clients, on="client")
        counts = []
        for point in POINTS:
            due = wide["zero"] + point.days
            hit = wide[(wide["start_day"] <= due) & (due < wide["end_day"])]
            state = hit.set_index("client")["state"].reindex(clients["client"])
            is_due = (clients["zero"] + point.days <= CUT_OFF).to_numpy()
            counts.append(int(state.isin([0, 1])[is_due].sum()))
        work_spells = wide[
            wide["state"].isin([0, 1]) & (wide["start_day"] >= wide["zero"])
        ]
        first = (work_spells["start_day"] - work_spells["zero"]).groupby(
            work_spells["client"]
        )
        first.min()
        wide.groupby("client")["end_day"].max()
        return counts

    return work


def _counts(state: np.ndarray) -> list[int]:
    return [int(np.isin(row, (0, 1)).sum()) for row in state]


WAYS = {
    "pandas merge and filter": by_pandas,
    "evallib NumPy": by_numpy,
    "evallib DuckDB": by_duckdb,
    "evallib DuckDB, statuses only": by_duckdb_statuses,
}


def measure(way: str, folder: Path, rounds: int) -> dict[str, object]:
    """Seconds of each round, what was counted, and the peak of this process."""
    work = WAYS[way](folder)
    read_mb = _peak_mb()
    seconds = []
    for _ in range(rounds):
        gc.collect()
        begin = time.perf_counter()
        counts = work()
        seconds.append(time.perf_counter() - begin)
    return {
        "seconds": median(seconds),
        "counts": counts,
        "read_mb": read_mb,
        "peak_mb": _peak_mb(),
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Generate, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--persons", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--way", choices=[*WAYS, "generate"], help=argparse.SUPPRESS)
    asked.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.way == "generate":
        generate(given.persons, given.folder)
        return
    if given.way:
        print(json.dumps(measure(given.way, given.folder, given.rounds)))
        return
    with tempfile.TemporaryDirectory() as folder:
        ask("generate", folder, ["--persons", str(given.persons)])
        report(folder, given.rounds)


def ask(way: str, folder: str, options: list[str]) -> str:
    """What a process of its own prints, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.cohort", "--way", way]
    command += ["--folder", folder, *options]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return done.stdout


def report(folder: str, rounds: int) -> None:
    """One line a way; every way must count the same people."""
    print(f"{'way':32} {'s':>7} {'x peer':>7} {'read MB':>8} {'peak MB':>8}")
    peer: float = 0.0
    agreed: dict[int, int] = {}  # the peer does not tell exits, only statuses
    for way in WAYS:
        told = json.loads(ask(way, folder, ["--rounds", str(rounds)]))
        peer = peer or told["seconds"]
        if any(
            agreed.setdefault(*each) != each[1] for each in enumerate(told["counts"])
        ):
            raise SystemExit(f"{way} counts other people than the ways before it")
        print(
            f"{way:32} {told['seconds']:7.2f} {peer / told['seconds']:6.1f}x "
            f"{told['read_mb']:8.0f} {told['peak_mb']:8.0f}"
        )


if __name__ == "__main__":
    main()
