"""Simulated job seekers: who they are, and what they did from day to day.

Nobody in here exists. Identity codes are of the range that is never given to anyone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from evallib.data.identity.codes import CHECKS

SEED = 20241
DRAWN = date(2025, 5, 31)  # the day on which the registers were asked
HISTORY_DAYS = 400
STARTS = (
    date(2024, 3, 4),
    date(2024, 5, 6),
    date(2024, 8, 5),
    date(2024, 10, 7),
    date(2025, 1, 13),
    date(2025, 3, 3),
)
GROUP_SIZE = 20
CONTROLS = 300
EDUCATIONS = ("perusaste", "toinen aste", "korkea-aste")
TOWNS = ("Pori", "Rauma", "Ulvila", "Kankaanpää", "Säkylä", "Eura")
WORK, SUBSIDISED, UNEMPLOYED, OUTSIDE, STUDY = "01", "00", "02", "05", "08"
# Chances a day of leaving unemployment for each state, before the person's own part.
LEAVING = {WORK: 0.0016, SUBSIDISED: 0.0005, STUDY: 0.0004, OUTSIDE: 0.0002}
STAYS_DAYS = {WORK: 320, SUBSIDISED: 180, STUDY: 270, OUTSIDE: 400}
PILOT_GAIN = {WORK: 2.6, SUBSIDISED: 1.3, STUDY: 1.2, OUTSIDE: 1.0}
LOST_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Spell:
    """One state of one person, both days included; no end while it goes on."""

    start: date
    end: date | None
    code: str


@dataclass(frozen=True, slots=True)
class Life:
    """One simulated person.

    ``group`` is 1 to 6 for pilot clients and 0 for controls, whose ``start`` is the
    day on which they could have started: it is drawn from the pilot's days.
    """

    hetu: str
    name: str
    woman: bool
    education: str
    town: str
    months_unemployed: int
    group: int
    start: date
    end: date | None
    interrupted: bool
    spells: tuple[Spell, ...]

    @property
    def in_pilot(self) -> bool:
        return self.group > 0


def simulate(seed: int = SEED) -> tuple[Life, ...]:
    """120 pilot clients in six groups, then 300 controls, always the same for a seed.

    Read the result as: made-up people whose education, age and time out of work
    decide both who joins the pilot and who finds work.
    """
    draw = np.random.default_rng(seed)
    groups = [group for group in range(1, 7) for _ in range(GROUP_SIZE)]
    groups += [0] * CONTROLS
    people = [_life(draw, number, group) for number, group in enumerate(groups)]
    return tuple(people)


def _life(draw: np.random.Generator, number: int, group: int) -> Life:
    pilot = group > 0
    start = STARTS[group - 1] if pilot else STARTS[number % len(STARTS)]
    age = int(np.clip(draw.normal(38 if pilot else 41, 11), 19, 62))
    born = date(start.year - age - 1, 1, 1) + timedelta(days=int(draw.integers(360)))
    shares = (0.22, 0.56, 0.22) if pilot else (0.28, 0.55, 0.17)
    life = Life(
        hetu=_code(born, number),
        name=f"Testi {'Asiakas' if pilot else 'Verrokki'} {number + 1:03d}",
        woman=bool(draw.random() < 0.52),
        education=str(draw.choice(EDUCATIONS, p=shares)),
        town=str(draw.choice(TOWNS, p=(0.42, 0.2, 0.12, 0.1, 0.08, 0.08))),
        months_unemployed=int(np.clip(draw.gamma(2.0, 5 if pilot else 6), 1, 60)),
        group=group,
        start=start,
        end=None,
        interrupted=pilot and bool(draw.random() < 0.06),
        spells=(),
    )
    end = start + timedelta(days=int(draw.integers(11, 19)) if life.interrupted else 27)
    return replace(
        life, end=end if pilot else None, spells=_spells(draw, life, age=age)
    )


def _code(born: date, number: int) -> str:
    """A code with a number from 900 to 999, which no real person has."""
    sign = "A" if born.year >= 2000 else "-"
    digits = f"{born:%d%m%y}{900 + number % 100}"
    check = CHECKS[int(digits) % 31]
    return f"{digits[:6]}{sign}{digits[6:]}{check}"


def _spells(draw: np.random.Generator, life: Life, *, age: int) -> tuple[Spell, ...]:
    """Work and lack of it before the start, unemployment at it, then what came."""
    first = life.start - timedelta(days=HISTORY_DAYS)
    out_of_work = max(first, life.start - timedelta(days=30 * life.months_unemployed))
    spells = _before(draw, first, out_of_work)
    day, code = out_of_work, UNEMPLOYED
    last = _last_told(draw, life)
    while day <= last:
        if code == UNEMPLOYED:
            until, following = _leaving(draw, life, max(day, life.start), age=age)
        else:
            stay = int(draw.exponential(STAYS_DAYS[code])) + 20
            until, following = day + timedelta(days=stay), UNEMPLOYED
        spells.append(_told(day, until, code, last))
        day, code = until, following
    return tuple(spells)


def _before(draw: np.random.Generator, first: date, until: date) -> list[Spell]:
    spells, day = [], first
    code = WORK if draw.random() < 0.6 else UNEMPLOYED
    while day < until:
        end = min(until, day + timedelta(days=int(draw.integers(40, 200))))
        spells.append(Spell(day, end - timedelta(days=1), code))
        day, code = end, (UNEMPLOYED if code == WORK else WORK)
    if spells and spells[-1].code == UNEMPLOYED:
        spells[-1] = replace(spells[-1], code=WORK)
    return spells


def _last_told(draw: np.random.Generator, life: Life) -> date:
    """Nobody knows of a few after they moved away."""
    if draw.random() >= LOST_SHARE:
        return DRAWN
    return min(DRAWN, life.start + timedelta(days=int(draw.integers(40, 150))))


def _leaving(
    draw: np.random.Generator, life: Life, day: date, *, age: int
) -> tuple[date, str]:
    """The day on which unemployment ends, and what it ends in."""
    skilled = {"perusaste": 0.7, "toinen aste": 1.0, "korkea-aste": 1.5}
    own = skilled[life.education] * np.exp(-0.02 * (age - 40))
    own *= 0.985**life.months_unemployed
    chances = {
        code: chance * own * (PILOT_GAIN[code] if life.in_pilot else 1.0)
        for code, chance in LEAVING.items()
    }
    wait = int(draw.exponential(1 / sum(chances.values()))) + 1
    weights = np.array(list(chances.values())) / sum(chances.values())
    return day + timedelta(days=wait), str(draw.choice(list(chances), p=weights))


def _told(start: date, until: date, code: str, last: date) -> Spell:
    if until <= last:
        return Spell(start, until - timedelta(days=1), code)
    return Spell(start, None if last == DRAWN else last, code)
