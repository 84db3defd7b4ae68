"""How much a run may take: time, memory, printed text, pages, and free disk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from evallib.domain.errors import ConfigurationError, Place, Problem

PREFIX = "EVALLIB_"
LEAST = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one report; each can be set in the environment.

    ``cell_seconds`` is ``EVALLIB_CELL_SECONDS`` there, and so on. Workers on another
    computer have the bounds of their own environment.

    Attributes
    ----------
    cell_seconds, notebook_seconds, start_seconds : int
        For a cell, for all of them, and for the kernel to be ready.
    memory_mb : int
        Private memory of a kernel; where the system has no such limit it has none.
    cell_output_mb, output_mb : int
        Text that a cell, and a whole notebook, may print.
    page_mb, figures : int
        Of a finished page.
    free_mb : int
        Disk that has to be free before anything is begun.
    """

    cell_seconds: int = 600
    notebook_seconds: int = 1800
    start_seconds: int = 60
    memory_mb: int = 4096
    cell_output_mb: int = 1
    output_mb: int = 10
    page_mb: int = 16
    figures: int = 200
    free_mb: int = 200

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Limits:
        """The bounds that an environment sets, and the usual ones for the rest.

        Raises
        ------
        ConfigurationError
            ``E-CFG-TYPE`` for each that is not a whole number above zero.
        """
        told, problems = {}, []
        for each in fields(cls):
            name = PREFIX + each.name.upper()
            text = environment.get(name, "").strip()
            if text.isdecimal() and int(text) >= LEAST:
                told[each.name] = int(text)
            elif text:
                facts = {"expected": "integer", "limit": str(LEAST)}
                problems.append(Problem("E-CFG-TYPE", Place(name), facts))
        if problems:
            raise ConfigurationError(problems)
        return cls(**told)

    def for_kernel(self) -> dict[str, str]:
        """What a kernel has to know to keep its own bounds."""
        names = ("memory_mb", "cell_output_mb", "output_mb")
        return {PREFIX + name.upper(): str(getattr(self, name)) for name in names}
