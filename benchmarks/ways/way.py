"""What a benchmark measures: a subject, its data, and the ways to do it."""

from __future__ import annotations

import gc
import importlib.util
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any, Protocol

import numpy as np

COVARIATES = 10
Data = tuple[Any, ...]
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Told:
    """Median seconds, what the work found, and memory before and at the peak."""

    seconds: float
    shows: object
    data_mb: float
    peak_mb: float


class Way(Protocol):
    """One way to do the work; on a slow one ``most_persons`` sets a limit."""

    most_persons: int | None

    def missing(self) -> str:
        """What this machine lacks for it; empty when nothing is missing."""

    def measured(self, data: Data, rounds: int) -> Told:
        """The work done ``rounds`` times."""


@dataclass(frozen=True, slots=True)
class PythonWay:
    """Work done in this process; ``needs`` names the module it cannot do without."""

    start: Callable[[Data], Work]
    needs: str = "numpy"
    share: float = 1.0  # of the work that is done; the time is divided by it
    most_persons: int | None = None

    def missing(self) -> str:
        """The module, where it is not installed."""
        return "" if importlib.util.find_spec(self.needs) else self.needs

    def measured(self, data: Data, rounds: int) -> Told:
        """Imports, tables and designs are made before the clock starts."""
        work = self.start(data)
        data_mb = peak_mb(resource.RUSAGE_SELF)
        seconds = []
        for _ in range(rounds):
            gc.collect()
            begin = time.perf_counter()
            shows = work()
            seconds.append(time.perf_counter() - begin)
        taken = median(seconds) / self.share
        return Told(taken, shows, data_mb, peak_mb(resource.RUSAGE_SELF))


@dataclass(frozen=True, slots=True)
class Subject:
    """A piece of work with its target and the ways to do it, ours first."""

    target: str
    data: Callable[[int], Data]
    ways: dict[str, Way]


def peak_mb(whose: int) -> float:
    """The most memory that this process, or its child, ever held."""
    return resource.getrusage(whose).ru_maxrss / 1024


def named(covariates: np.ndarray) -> dict[str, np.ndarray]:
    """Each covariate by name."""
    return {f"x{at}": covariates[:, at] for at in range(covariates.shape[1])}
