"""The plan as it was locked before the results: its hash and its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanLock:
    """What ``evallib plan lock`` wrote beside the project file.

    Attributes
    ----------
    locked_on : date
        The day on which it was locked.
    sha256 : str
        Of the plan as it stood then.
    changed : tuple of str
        Keys of the plan that are different today, dotted; empty if none is.
    """

    locked_on: date
    sha256: str
    changed: tuple[str, ...] = ()
