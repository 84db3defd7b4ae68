"""What a study of so many persons can find, and how many persons it takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from evallib.stats.planning.fisher_power import FisherPower

Power = Callable[[float, float], float]
Direction = Literal["higher", "lower"]
# Beyond this many persons in a group the exact sum is slow and adds nothing.
MOST_EXACT = 300
# Exact power falls now and then when a person is added: so many more must do too.
SETTLED = 5
ROOT = 1e-10
MOST_PERSONS = 10_000_000


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest difference of two rates that a test would probably find.

    ``difference`` is None where no difference would be found with that power;
    ``highest_power`` is the power for the largest difference there is.
    """

    difference: float | None
    highest_power: float
    control_rate: float
    pilot_persons: int
    control_persons: int
    power: float
    alpha: float
    method: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonsNeeded:
    """Persons with known status that both groups need."""

    pilot_persons: int
    control_persons: int
    control_rate: float
    difference: float
    power: float
    alpha: float
    method: str
    notes: tuple[str, ...]


def detectable_difference(
    pilot_persons: int,
    control_persons: int,
    control_rate: float,
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    direction: Direction = "higher",
) -> Detectable:
    """Smallest true difference of two rates that the test finds with this power.

    Read ``0.78`` as: unless the pilot's true rate lies 78 percentage points above
    the control's, the test will probably say nothing, whatever the pilot does.

    Parameters
    ----------
    pilot_persons, control_persons : int
        Persons with known status, at least 1 each.
    control_rate : float
        True rate of the control group, 0 to 1.
    power : float, default 0.8
        Chance of finding it, strictly between 0 and 1.
    alpha : float, default 0.05
        Level of the two-sided test, strictly between 0 and 1.
    direction : {"higher", "lower"}, default "higher"
        Whether the pilot's rate is looked for above or below the control's.

    Returns
    -------
    Detectable
        ``difference`` in proportion units, 0 to 1, without sign. ``notes`` may hold
        ``"nothing_detectable"``.

    Raises
    ------
    ValueError
        If a group is empty or a rate is out of range.

    Notes
    -----
    Fisher's two-sided test, its power summed over all tables: no approximation, up
    to 300 persons in a group; beyond, the normal approximation with continuity
    correction [1]_, and ``method`` says so. "Not significant" below this difference
    is no sign of "no effect". Clustering makes it larger.

    References
    ----------
    .. [1] Fleiss JL, Tytun A, Ury HK (1980). A simple approximation for calculating
       sample sizes for comparing independent proportions. Biometrics 36, 343-346.

    Examples
    --------
    Seven against seven persons, 11 % of the controls in work:

    >>> found = detectable_difference(7, 7, 0.11)
    >>> round(found.difference, 2), found.method
    (0.78, 'fisher_exact')
    >>> detectable_difference(7, 7, 0.30).difference is None
    True
    """
    _require_persons(pilot_persons, control_persons)
    _require_rates(control_rate, power, alpha)
    chance, method = _chance(pilot_persons, control_persons, alpha)
    room = 1 - control_rate if direction == "higher" else control_rate
    sign = 1 if direction == "higher" else -1

    def missing(difference: float) -> float:
        return chance(control_rate + sign * difference, control_rate) - power

    found = room > 0 and missing(room) >= 0
    return Detectable(
        difference=float(brentq(missing, 0.0, room, xtol=ROOT)) if found else None,
        highest_power=missing(room) + power,
        control_rate=control_rate,
        pilot_persons=pilot_persons,
        control_persons=control_persons,
        power=power,
        alpha=alpha,
        method=method,
        notes=() if found else ("nothing_detectable",),
    )


def persons_needed(
    control_rate: float,
    difference: float,
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    pilots_per_control: float = 1.0,
) -> PersonsNeeded:
    """Persons that both groups need for a true difference to be found.

    Read ``pilot_persons = 20`` as: with twenty pilot clients of known status and the
    controls beside them, such a difference is found four times in five.

    Parameters
    ----------
    control_rate : float
        True rate of the control group, 0 to 1.
    difference : float
        True difference, pilot minus control, not 0; both rates stay in 0 to 1.
    power : float, default 0.8
        Chance of finding it, strictly between 0 and 1.
    alpha : float, default 0.05
        Level of the two-sided test, strictly between 0 and 1.
    pilots_per_control : float, default 1.0
        Pilot clients for each control client, above 0.

    Returns
    -------
    PersonsNeeded
        Persons with known status: those who will be lost come on top.

    Raises
    ------
    ValueError
        If a rate is out of range or nothing needs to be found.

    Notes
    -----
    Fisher's two-sided test as in ``detectable_difference``. Its exact power falls now
    and then when a person is added; the answer is the first size from which it holds
    for the next ones too.

    References
    ----------
    As in ``detectable_difference``.

    Examples
    --------
    >>> found = persons_needed(0.11, 0.44)
    >>> found.pilot_persons, found.control_persons
    (20, 20)
    """
    _require_rates(control_rate, power, alpha)
    _require_difference(control_rate, difference, pilots_per_control)
    rates = (control_rate + difference, control_rate)

    def enough(controls: int) -> bool:
        pilots = math.ceil(controls * pilots_per_control)
        chance, _ = _chance(pilots, controls, alpha)
        return chance(*rates) >= power

    controls = _first_settled(enough, _halfway(enough))
    pilots = math.ceil(controls * pilots_per_control)
    return PersonsNeeded(
        pilot_persons=pilots,
        control_persons=controls,
        control_rate=control_rate,
        difference=difference,
        power=power,
        alpha=alpha,
        method=_chance(pilots, controls, alpha)[1],
        notes=(),
    )


def _chance(pilots: int, controls: int, alpha: float) -> tuple[Power, str]:
    if max(pilots, controls) <= MOST_EXACT:
        return FisherPower.of(pilots, controls, alpha).at, "fisher_exact"

    def normal(pilot_rate: float, control_rate: float) -> float:
        return _normal_power(pilot_rate, control_rate, (pilots, controls), alpha)

    return normal, "normal_corrected"


def _normal_power(
    pilot_rate: float, control_rate: float, persons: tuple[int, int], alpha: float
) -> float:
    n1, n2 = persons
    gap = abs(pilot_rate - control_rate)
    mean = (n1 * pilot_rate + n2 * control_rate) / (n1 + n2)
    null = math.sqrt(mean * (1 - mean) * (1 / n1 + 1 / n2))
    true = math.sqrt(
        pilot_rate * (1 - pilot_rate) / n1 + control_rate * (1 - control_rate) / n2
    )
    beyond = gap - (1 / n1 + 1 / n2) / 2 - float(ndtri(1 - alpha / 2)) * null
    if true == 0:
        return float(beyond > 0)
    return float(ndtr(beyond / true))


def _halfway(enough: Callable[[int], bool]) -> int:
    """A size that is too small, near the first that is enough, by halving."""
    high = 2
    while not enough(high):
        high *= 2
        if high > MOST_PERSONS:
            raise ValueError(
                f"more than {MOST_PERSONS} persons would be needed; the difference is "
                "too small to be looked for"
            )
    low = high // 2
    while high - low > max(SETTLED, low // 8):
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return max(low - SETTLED, 1)


def _first_settled(enough: Callable[[int], bool], start: int) -> int:
    """First size at or after the start from which all of a few sizes are enough."""
    size, run = start, 0
    while run <= SETTLED:
        run = run + 1 if enough(size) else 0
        size += 1
    return size - run


def _require_persons(pilots: int, controls: int) -> None:
    if min(pilots, controls) < 1:
        raise ValueError(
            f"each group needs at least one person; got {pilots} and {controls}"
        )


def _require_rates(control_rate: float, power: float, alpha: float) -> None:
    if not 0 <= control_rate <= 1:
        raise ValueError(f"control_rate lies between 0 and 1; got {control_rate!r}")
    for name, value in (("power", power), ("alpha", alpha)):
        if not 0 < value < 1:
            raise ValueError(f"{name} must lie strictly between 0 and 1; got {value!r}")


def _require_difference(control_rate: float, difference: float, ratio: float) -> None:
    if difference == 0 or not 0 <= control_rate + difference <= 1:
        raise ValueError(
            "difference is not 0 and keeps the pilot's rate between 0 and 1; got "
            f"{difference!r} from {control_rate!r}"
        )
    if not 0 < ratio < math.inf:
        raise ValueError(f"pilots_per_control must be above 0; got {ratio!r}")
