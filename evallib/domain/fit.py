"""What a reader can take from the coefficients of a model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """How much of the people a model leaves unsaid.

    Attributes
    ----------
    persons : int
        In the model.
    parameters : int
        Coefficients, the intercept included.
    patterns : int
        Combinations of covariates that occur among them.
    """

    persons: int
    parameters: int
    patterns: int
