"""The counts beneath a comparison, for sections that work everything out from them."""

from __future__ import annotations

from dataclasses import replace

from evallib.analysis.effect.compared import compared
from evallib.analysis.effect.counts import groups_table
from evallib.data.study import Study
from evallib.domain.section import Ref
from evallib.domain.table import Table

NAME = "counted"


def counts_beneath(study: Study) -> tuple[dict[str, Table], tuple[Ref, ...]]:
    """How the groups of the primary comparison stand, as the effect tells it.

    The table is held and not shown. Where one of its cells may not be told, neither
    may anything that is worked out from it: differences by any method, ratios, what
    they would cost, how they stand up to checks.
    """
    people, plan = study.people, study.project.plan
    both = None if people is None or plan is None else compared(people, plan)
    if both is None:
        return {}, ()
    refs = tuple(
        Ref(NAME, side, name) for side in both.tallies for name in ("known", "reached")
    )
    return {NAME: replace(groups_table(both, both.tallies), name=NAME)}, refs
