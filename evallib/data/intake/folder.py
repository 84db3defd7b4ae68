"""Which files a project's folder holds beside the declared ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from evallib.domain.errors import Place, Problem

COPY_MARK = re.compile(r"(?i)(?: \(\d+\)| ?- ?(?:kopio|copy|kopia)(?: ?\(\d+\))?)+$")
NEVER_DATA = (".", "~")
SHIPPED = frozenset(("readme.md",))


def folder_problems(
    folder: Path, declared: Sequence[str], *, shown: str
) -> list[Problem]:
    """Second copies of declared files, and files that nobody declared.

    Read ``E-AMBIGUOUS-FILE`` as: two files could be the declared one, so neither is
    read; ``N-FILE-IGNORED`` as: this file is left alone.

    Parameters
    ----------
    folder : Path
        ``data/raw/<id>``; files in folders below it are not looked at.
    declared : sequence of str
        Names of the declared files directly in it.
    shown : str
        How messages name the folder.

    Returns
    -------
    list of Problem
        In the order of the names.
    """
    if not folder.is_dir():
        return []
    names = sorted(each.name for each in folder.iterdir() if each.is_file())
    data = [name for name in names if not name.startswith(NEVER_DATA)]
    others = [name for name in data if name not in declared]
    problems = []
    for name in others:
        present = [each for each in declared if each in names]
        twin = next((each for each in present if _bare(each) == _bare(name)), None)
        place = Place(f"{shown}/{twin or name}")
        if twin is not None:
            problems.append(Problem("E-AMBIGUOUS-FILE", place, {"other": name}))
        elif name.casefold() not in SHIPPED:
            problems.append(Problem("N-FILE-IGNORED", place))
    return problems


def _bare(name: str) -> str:
    """A file's name without the marks of a copy, as names are compared."""
    path = Path(unicodedata.normalize("NFKC", name))
    return f"{COPY_MARK.sub('', path.stem)}{path.suffix}".casefold()
