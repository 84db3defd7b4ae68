"""Faults a user can correct, kept as facts; the catalogues hold the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault is, in the terms of whoever has to correct it."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None  # in a configuration file, the dotted key
    column_letter: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its code, its place, and the facts its sentence needs."""

    code: str
    place: Place
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Warnings (``W-``) and notes (``N-``) let the run go on."""
        return self.code.startswith("E-")


class UserError(Exception):
    """Stops a run without a traceback; carries every problem found, not the first."""

    exit_code = 70

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type[UserError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class InputError(UserError):
    """An input file has to be corrected."""

    exit_code = 2


class ConfigurationError(UserError):
    """A project file, a parameter or a command has to be corrected."""

    exit_code = 3


class DisclosureError(UserError):
    """The release gate stopped a report that withholding could not repair."""

    exit_code = 4


class LockedError(UserError):
    """Another run is writing reports."""

    exit_code = 6


class EnvironmentFault(UserError):
    """The machine stopped the run: disk, permission, kernel, time, memory."""

    exit_code = 7
