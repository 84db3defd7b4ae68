"""A way that R does: the data go over as a file, the times come back as JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.ways.way import Data, Told

SCRIPTS = Path(__file__).parent / "r"


@dataclass(frozen=True, slots=True)
class RWay:
    """A script of ``r/`` that needs a package and does one part of its work.

    The script times itself, so that neither R's start nor the reading of the file
    counts. Its memory is that of the R process.
    """

    package: str
    part: str
    most_persons: int | None = None

    def missing(self) -> str:
        """R itself or the package, where it is not installed."""
        if not rscript():
            return "Rscript"
        return "" if _loads(self.package) else f"R package {self.package}"

    def measured(self, data: Data, rounds: int) -> Told:
        """Columns in the order of the data: flags and times first, covariates last."""
        columns = np.column_stack(data).astype(np.float64)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "columns.bin"
            columns.ravel(order="F").tofile(file)
            asked = self.part, file, *columns.shape, rounds
            said = json.loads(_run(f"{self.package}.R", *map(str, asked)))
        taken = median(said["seconds"])
        return Told(taken, said["shows"], said["data_mb"], said["peak_mb"])


def rscript() -> list[str]:
    """The command that runs an R script; empty where there is none."""
    found = shutil.which("Rscript")
    return [found] if found else []


@cache
def _loads(package: str) -> bool:
    asked = f"quit(status = 1L - requireNamespace('{package}', quietly = TRUE))"
    command = [*rscript(), "-e", asked]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _run(*arguments: str) -> str:
    """What a script prints; its last error line where it fails."""
    done = subprocess.run(
        [*rscript(), *arguments],
        cwd=SCRIPTS, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"code {done.returncode}"]
        raise RuntimeError(f"R ended with an error: {said[-1]}")
    return done.stdout
