"""Common result indicators of the European Social Fund, as data of a period."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from evallib.data.states import STATES
from evallib.domain.vocabulary import State, Text

FundPeriod = Literal["2014-2020", "2021-2027"]
When = Literal["leaving", "six_months"]

INDICATOR_FILE = Path(__file__).parent / "codes" / "esf_indicators.toml"


@dataclass(frozen=True, slots=True)
class FundIndicator:
    """One indicator of the regulation, and what client data can tell of it.

    Attributes
    ----------
    code : str
        ``CR04``, ``EECR05`` and so on.
    wording : Text
        What it counts.
    when : str
        On leaving the service, or six months after it.
    states : tuple of State
        In which a participant counts; empty if states alone cannot tell.
    why : str, optional
        Message key of what the data lack; set where ``states`` is empty.
    above_age : int, optional
        Only participants older than this count.
    """

    code: str
    wording: Text
    when: When
    states: tuple[State, ...] = ()
    why: str | None = None
    above_age: int | None = None

    def __post_init__(self) -> None:
        unknown = sorted(set(self.states) - set(STATES))
        if unknown:
            raise ValueError(f"{self.code}: no such states: {', '.join(unknown)}")
        if bool(self.states) == bool(self.why):
            raise ValueError(f"{self.code} needs either states or a reason why not")


@dataclass(frozen=True, slots=True)
class FundProgramme:
    """The indicators of one programme period, with the act that lays them down."""

    name: Text
    regulation: Text
    indicators: tuple[FundIndicator, ...]


@cache
def esf_indicators(period: FundPeriod) -> FundProgramme:
    """The common result indicators for participants of a programme period.

    Read ``esf_indicators("2014-2020").indicators[3].code == "CR04"`` as: the fourth
    indicator of the period counts participants in employment on leaving.

    Parameters
    ----------
    period : str
        ``2014-2020`` (ESF) or ``2021-2027`` (ESF+).

    Returns
    -------
    FundProgramme
        In the order of the annex, those that client data cannot tell included.

    Raises
    ------
    ValueError
        If the table has no such period, or a row of it is at fault.

    Notes
    -----
    The table says for each indicator which labour-market states count, or what the
    data lack; nothing is guessed in code.

    References
    ----------
    Regulation (EU) No 1304/2013, Annex I. Official Journal L 347, 20.12.2013, 470.
    Regulation (EU) 2021/1057, Annex I. Official Journal L 231, 30.6.2021, 21.

    Examples
    --------
    >>> [each.code for each in esf_indicators("2021-2027").indicators if each.states]
    ['EECR02', 'EECR04', 'EECR05']
    """
    declared = tomllib.loads(INDICATOR_FILE.read_text(encoding="utf-8"))
    if period not in declared["periods"]:
        known = ", ".join(declared["periods"])
        raise ValueError(f"a programme period is one of {known}; got {period!r}")
    head = declared["periods"][period]
    rows = [row for row in declared["indicators"] if row["period"] == period]
    return FundProgramme(
        Text(**head["name"]),
        Text(**head["regulation"]),
        tuple(_indicator(row) for row in rows),
    )


def _indicator(row: dict[str, Any]) -> FundIndicator:
    return FundIndicator(
        row["code"],
        Text(**row["wording"]),
        row["when"],
        tuple(row.get("states", ())),
        row.get("why"),
        row.get("above_age"),
    )
