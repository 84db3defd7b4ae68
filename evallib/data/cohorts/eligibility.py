"""Who belongs to the cohort, and for which reason others do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One box of the flow chart: how many a reason left out, and who is left."""

    reason: str
    left_out: int
    left: int


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Everybody's answer, and the flow that adds up.

    Attributes
    ----------
    eligible : array of bool
        One for each client.
    reason : array of int8
        Place in ``steps`` of the reason a client was left out for, -1 if for none.
    enrolled : int
        Everybody who was looked at.
    steps : tuple of FlowStep
        In the order in which the reasons were asked; ``left_out`` of all steps and the
        eligible add up to ``enrolled``.
    """

    eligible: NDArray[np.bool_]
    reason: NDArray[np.int8]
    enrolled: int
    steps: tuple[FlowStep, ...]


def eligibility(reasons: Mapping[str, NDArray[np.bool_]]) -> Eligibility:
    """Leave people out one reason after the other, and count each of them once.

    Read ``FlowStep("in_work", 4, 116)`` as: of those whom no earlier reason left out,
    four were in work, and 116 remained.

    Parameters
    ----------
    reasons : mapping of str to array of bool
        For each reason, in the order of the flow chart, to whom it applies. Reasons
        are message keys.

    Returns
    -------
    Eligibility
        Whoever has several reasons is counted under the first.

    Raises
    ------
    ValueError
        If there is no reason, or they are not about the same people.

    Examples
    --------
    Five people; the second has two reasons:

    >>> flow = eligibility({
    ...     "no_time_zero": np.array([False, True, False, False, False]),
    ...     "in_work": np.array([True, True, False, False, False]),
    ... })
    >>> flow.steps
    (FlowStep(reason='no_time_zero', left_out=1, left=4), \
FlowStep(reason='in_work', left_out=1, left=3))
    >>> flow.eligible.tolist()
    [False, False, True, True, True]
    """
    _require_same_people(reasons)
    masks = list(reasons.values())
    reason = np.full(len(masks[0]), -1, dtype=np.int8)
    steps = []
    for at, (name, applies) in enumerate(reasons.items()):
        out = applies & (reason == -1)
        reason[out] = at
        left = int(np.count_nonzero(reason == -1))
        steps.append(FlowStep(name, int(np.count_nonzero(out)), left))
    return Eligibility(reason == -1, reason, len(reason), tuple(steps))


def _require_same_people(reasons: Mapping[str, NDArray[np.bool_]]) -> None:
    lengths = {len(applies) for applies in reasons.values()}
    if len(lengths) != 1:
        raise ValueError(
            "eligibility needs at least one reason, and one answer a client for each; "
            f"got answers for {sorted(lengths)} clients"
        )
