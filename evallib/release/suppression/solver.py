"""One call of the integer solver that writes nothing and never guesses."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf

from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

PROVEN = 0  # of scipy: an optimum was found and proved
MOST_KEPT = 500  # proven answers; many counts of a report hang together in one way
_proven: dict[object, Sequence[float]] = {}


@dataclass(slots=True)
class Programme:
    """A linear programme under construction; variables are numbered as added."""

    cost: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[Mapping[int, float]] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def variable(
        self, low: float, high: float, *, cost: float = 0.0, whole: bool = True
    ) -> int:
        """Add one variable and answer its number."""
        self.cost.append(cost)
        self.low.append(low)
        self.high.append(high)
        self.whole.append(int(whole))
        return len(self.cost) - 1

    def require(
        self, row: Mapping[int, float], least: float = -inf, most: float = inf
    ) -> None:
        """Add ``least <= row <= most``."""
        self.rows.append(row)
        self.least.append(least)
        self.most.append(most)

    def content(self) -> object:
        """Equal for two programmes that say the same."""
        rows = tuple(tuple(each.items()) for each in self.rows)
        own = (self.cost, self.low, self.high, self.whole, self.least, self.most)
        return rows, *(tuple(each) for each in own)


def solve(programme: Programme, *, seconds: float) -> Sequence[float] | None:
    """The values of a proven minimum, or None for anything else.

    Read None as: infeasible, out of time, or a fault of the solver; whoever asks
    has to fall back to something that is safe without an answer.

    Parameters
    ----------
    programme : Programme
        Variables, bounds and rows.
    seconds : float
        Time limit; above 0.

    Notes
    -----
    A programme that was solved before is not solved again. The solver (HiGHS) prints
    from C, past everything that Python could catch. The two descriptors are therefore
    turned away while it runs.
    """
    if seconds <= 0 or not programme.cost:
        return None
    content = programme.content()
    if content not in _proven:
        found = _solved(programme, seconds)
        if found is None:
            return None
        while len(_proven) >= MOST_KEPT:
            del _proven[next(iter(_proven))]
        _proven[content] = found
    return _proven[content]


def _solved(programme: Programme, seconds: float) -> Sequence[float] | None:
    constraints = [] if not programme.rows else [_constraint(programme)]
    try:
        with silent():
            found = milp(
                programme.cost,
                integrality=programme.whole,
                bounds=Bounds(programme.low, programme.high),
                constraints=constraints,
                options={"disp": False, "mip_rel_gap": 0.0, "time_limit": seconds},
            )
    except (ValueError, RuntimeError, ArithmeticError):
        return None
    if found.status != PROVEN or found.x is None:
        return None
    values: list[float] = found.x.tolist()
    return values


def _constraint(programme: Programme) -> LinearConstraint:
    entries = [
        (at, name, value)
        for at, row in enumerate(programme.rows)
        for name, value in row.items()
    ]
    rows, names, values = zip(*entries, strict=True)
    shape = (len(programme.rows), len(programme.cost))
    matrix = coo_array((values, (rows, names)), shape=shape).tocsr()
    return LinearConstraint(matrix, programme.least, programme.most)


@contextmanager
def silent() -> Iterator[None]:
    """Turn away what C code writes to the two standard descriptors."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    kept = [(number, os.dup(number)) for number in (1, 2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for number, _ in kept:
            os.dup2(nowhere, number)
        yield
    finally:
        for number, copy in kept:
            os.dup2(copy, number)
            os.close(copy)
        os.close(nowhere)
