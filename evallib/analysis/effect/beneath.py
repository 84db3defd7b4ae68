"""The counts beneath a comparison, for sections that work everything out from them."""

from __future__ import annotations

from evallib.analysis.effect.compared import compared
from evallib.analysis.effect.counts import on
from evallib.data.study import Study
from evallib.domain.section import Ref
from evallib.domain.table import Column, Table, Value

NAME = "counted"


def counts_beneath(study: Study) -> tuple[dict[str, Table], tuple[Ref, ...]]:
    """Persons of known status and those who reached the primary outcome, by group.

    The table is held and not shown. Where one of its cells may not be told, neither
    may anything that is worked out from it: differences by any method, ratios, what
    they would cost, how they stand up to checks.
    """
    people, plan = study.people, study.project.plan
    both = None if people is None or plan is None else compared(people, plan)
    if both is None:
        return {}, ()
    rows: list[dict[str, Value]] = [
        {
            "row": side,
            "people": side,
            "at": both.point.key,
            "known": tally.known,
            "reached": tally.reached,
        }
        for side, tally in both.tallies.items()
    ]
    columns = (Column("known", "persons"), Column("reached", "persons"))
    refs = tuple(
        Ref(NAME, side, name) for side in both.tallies for name in ("known", "reached")
    )
    return {NAME: Table(NAME, rows, columns, on("known", "reached"))}, refs
