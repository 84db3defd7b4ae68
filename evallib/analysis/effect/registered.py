"""Whether the report may call its primary outcome declared beforehand."""

from __future__ import annotations

from typing import Literal

from evallib.data.study import Study

Registered = Literal["no_plan", "not_locked", "changed", "after_data", "beforehand"]


def registered(study: Study) -> Registered:
    """How far it can be shown that the plan came before the results.

    ``beforehand`` needs a lock that is older than the day on which the data were
    drawn, and a plan that is still the locked one. A lock of that day or later came
    before this report, but perhaps not before the results (``after_data``).
    """
    if study.project.plan is None:
        return "no_plan"
    if study.lock is None:
        return "not_locked"
    if study.lock.changed:
        return "changed"
    return "beforehand" if study.lock.locked_on < study.scope.as_of else "after_data"
