"""What makes reports on this computer: the libraries and evallib's own sources."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
LOCK = "requirements.lock"
COMPILED = "__pycache__"
LIBRARIES = (
    "evallib",
    "pandas",
    "numpy",
    "scipy",
    "statsmodels",
    "matplotlib",
    "seaborn",
    "papermill",
    "nbconvert",
)


@cache
def versions() -> Mapping[str, str]:
    """Versions of what computes and draws, for footer and manifest."""
    found = {name: version(name) for name in LIBRARIES}
    return {"python": platform.python_version(), **found}


def sources(package: Path = PACKAGE) -> Iterator[Path]:
    """Every source file of the package, templates and words included."""
    for folder, inside, names in os.walk(package):
        if COMPILED in inside:
            inside.remove(COMPILED)
        yield from (Path(folder, name) for name in names)
