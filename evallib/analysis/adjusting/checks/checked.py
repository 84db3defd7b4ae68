"""What one check of a finding says, and the piece of a section that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from evallib.domain.section import Block
from evallib.domain.table import Table

Check = Literal[
    "specifications",
    "balance",
    "balance_drawn",  # after adjustment, of groups drawn by lot
    "leave_one_out",
    "permutation",
    "placebo",
    "unknown",
    "e_value",
    "hidden_bias",
]
Verdict = Literal["holds", "shakes", "told", "not_done"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A check of the primary finding.

    ``verdict`` is ``told`` for a strength that has no threshold, and ``not_done``
    where the data do not allow the check; ``blocks`` then say why.
    """

    check: Check
    verdict: Verdict
    blocks: tuple[Block, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)


def same_side(value: float, *others: float) -> bool:
    """Whether all numbers lie on the same side of zero as the first."""
    return all(value * other > 0 for other in others)
