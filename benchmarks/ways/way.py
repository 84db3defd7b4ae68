"""What a benchmark measures: a subject, its data, and the ways to do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

COVARIATES = 10
Data = tuple[Any, ...]
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to do the work; ``needs`` names the module it cannot do without."""

    start: Callable[[Data], Work]
    needs: str = "numpy"
    share: float = 1.0  # of the work that is done; the time is divided by it


@dataclass(frozen=True, slots=True)
class Subject:
    """A piece of work with its target and the ways to do it, ours first."""

    target: str
    data: Callable[[int], Data]
    ways: dict[str, Way]


def named(covariates: np.ndarray) -> dict[str, np.ndarray]:
    """Each covariate by name."""
    return {f"x{at}": covariates[:, at] for at in range(covariates.shape[1])}
