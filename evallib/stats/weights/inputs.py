"""Arrays as the adjustment methods need them, or a refusal that says why."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = NDArray[np.intp]


def pilot_flags(pilot: ArrayLike) -> Flags:
    """One flag per client, with somebody in both groups."""
    raw = np.asarray(pilot)
    if raw.ndim != 1:
        raise ValueError(f"pilot is one flag per client; got {raw.ndim} dimensions")
    if raw.dtype != np.bool_ and not np.isin(raw, (0, 1)).all():
        raise ValueError("pilot holds only true and false (or 1 and 0)")
    flags: Flags = raw.astype(np.bool_, copy=False)
    inside = int(np.count_nonzero(flags))
    if inside in (0, len(flags)):
        raise ValueError(
            f"{inside} of {len(flags)} clients are in the pilot group; a comparison "
            "needs somebody in both groups"
        )
    return flags


def covariate_matrix(covariates: ArrayLike, persons: int) -> Floats:
    """One row per client and one column per covariate, without gaps."""
    table = np.asarray(covariates, dtype=np.float64)
    table = table[:, np.newaxis] if table.ndim == 1 else table
    if table.ndim != 2 or len(table) != persons or table.shape[1] == 0:
        raise ValueError(
            f"covariates need one row for each of {persons} clients and at least one "
            f"column; got shape {table.shape}"
        )
    _require_no_gap("covariates", table)
    return table


def values_of(name: str, values: ArrayLike, persons: int) -> Floats:
    """One number per client, without gaps."""
    column = np.asarray(values, dtype=np.float64)
    if column.shape != (persons,):
        raise ValueError(
            f"{name} needs one number for each of {persons} clients; got shape "
            f"{column.shape}"
        )
    _require_no_gap(name, column)
    return column


def column_names(names: tuple[str, ...], columns: int) -> tuple[str, ...]:
    """The given names, or x1, x2, ... when none are given."""
    if names and len(names) != columns:
        raise ValueError(f"names has {len(names)} entries for {columns} covariates")
    return names or tuple(f"x{number}" for number in range(1, columns + 1))


def require_level(level: float) -> None:
    """Refuse a coverage that is not a proportion."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie strictly between 0 and 1; got {level!r}")


def require_option(name: str, chosen: str, allowed: tuple[str, ...]) -> None:
    """Refuse an option that its Literal does not list."""
    if chosen not in allowed:
        raise ValueError(f"{name} is one of {', '.join(allowed)}; got {chosen!r}")


def _require_no_gap(name: str, values: Floats) -> None:
    # The sum is finite when every value is, and costs no array of flags.
    if np.isfinite(values.sum()):
        return
    gaps = int(np.count_nonzero(~np.isfinite(values)))
    if gaps:
        raise ValueError(
            f"{name}: {gaps} values are missing or infinite; leave those clients out "
            "and report how many, or fill the gaps before"
        )
