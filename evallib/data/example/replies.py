"""Simulated answers to a client survey, as a survey program exports them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evallib.data.example.lives import Life

SEED = 20251
SCALE = ("Täysin eri mieltä", "Eri mieltä", "En osaa sanoa", "Samaa mieltä",
         "Täysin samaa mieltä")  # fmt: skip
STATEMENTS = (
    "Palvelu vastasi tarpeisiini",
    "Sain apua työnhakuun",
    "Uskon löytäväni työtä",
    "Suosittelisin palvelua muille",
)
HELP = ("Ryhmätapaamiset", "Oma ohjaaja", "Työnantajatapaaminen", "CV-paja")
COMMENTS = (
    "Ryhmässä oli hyvä henki.",
    "Ohjaaja auttoi hakemuksen kanssa.",
    "Tapaamisia olisi saanut olla enemmän.",
    "Matka keskustaan oli pitkä.",
    "",
    "",
    "",
)
ANSWER_SHARE = 0.66


@dataclass(frozen=True, slots=True)
class Reply:
    """One respondent's answers: codes from 1 to 5, ticks and a comment."""

    number: int
    codes: tuple[int | None, ...]
    ticks: tuple[bool, ...]
    comment: str


def simulate_replies(people: Sequence[Life], seed: int = SEED) -> tuple[Reply, ...]:
    """Answers of about two thirds of the pilot's clients, by no name.

    Read the result as: made-up answers; a statement is left out now and then.
    """
    draw = np.random.default_rng(seed)
    clients = [each for each in people if each.in_pilot]
    answered = [each for each in clients if draw.random() < ANSWER_SHARE]
    return tuple(_reply(draw, number) for number in range(1, len(answered) + 1))


def _reply(draw: np.random.Generator, number: int) -> Reply:
    likes = draw.normal(0.3, 0.8)
    means = np.array([3.9, 4.0, 3.4, 4.2]) + likes
    codes = np.clip(np.rint(draw.normal(means, 0.7)), 1, 5).astype(int)
    told = draw.random(len(codes)) > 0.04
    ticks = draw.random(len(HELP)) < np.array([0.6, 0.75, 0.3, 0.4])
    return Reply(
        number,
        tuple(int(c) if t else None for c, t in zip(codes, told, strict=True)),
        tuple(bool(each) for each in ticks),
        str(draw.choice(COMMENTS)),
    )
