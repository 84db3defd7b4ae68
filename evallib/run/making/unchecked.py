"""What an evaluator's own notebook shows past the gate, and what then becomes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from evallib.domain.errors import Place, Problem
from evallib.release.rules.prose import repeating
from evallib.run.making.notebook_source import FINISH, INJECTED

SHOWN_OUTPUTS = ("display_data", "execute_result")


@dataclass(frozen=True, slots=True)
class Checked:
    """How the cells of a public report are told from those that nobody has checked.

    Attributes
    ----------
    registered : frozenset of str
        SHA-256 of the outputs that came through ``show``.
    hidden : frozenset of str
        Numbers that the report protects, as somebody would write them.
    reviewed : collection of str
        SHA-256 of texts and cells that somebody has read.
    """

    registered: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    reviewed: Collection[str] = ()

    def shows(self, html: str) -> bool:
        """Whether an output came through ``show``."""
        return bool(html) and _digest(html) in self.registered

    def repeats(self, source: str) -> bool:
        """Whether a cell repeats a protected number and nobody has reviewed it."""
        if not self.hidden or _digest(source) in self.reviewed:
            return False
        return bool(repeating(source, self.hidden))


def checked(
    shown: Sequence[Mapping[str, Any]],
    hidden: frozenset[str] = frozenset(),
    reviewed: Collection[str] = (),
) -> Checked:
    """What ``show`` registered, beside what is hidden and what was reviewed."""
    registered = frozenset(each["sha256"] for each in shown if "sha256" in each)
    return Checked(registered, hidden, reviewed)


def withheld_cells(
    executed: NotebookNode, checks: Checked, *, notebook: str
) -> Iterator[Problem]:
    """A warning for every cell of which a public report shows a notice instead.

    ``W-OUTPUT-WITHHELD`` for an output that did not come through ``show``,
    ``W-TEXT-NUMBER`` for words or code that repeat a protected number. Cells are
    counted as JupyterLab shows them, without the one of injected parameters.
    """
    own = [
        cell
        for cell in executed.cells
        if not {INJECTED, FINISH, "remove-cell"} & {*cell.metadata.get("tags", ())}
    ]
    for number, cell in enumerate(own, start=1):
        place = Place(notebook, row=number)
        tags = {*cell.metadata.get("tags", ())}
        if cell.cell_type == "code" and "remove-output" not in tags:
            outputs = [o for o in cell.outputs if o.output_type in SHOWN_OUTPUTS]
            if not all(checks.shows(o.data.get("text/html", "")) for o in outputs):
                yield Problem("W-OUTPUT-WITHHELD", place)
        if "analyst" not in tags and checks.repeats(cell.source):
            facts = {"sha256": _digest(cell.source)}
            yield Problem("W-TEXT-NUMBER", place, facts)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
