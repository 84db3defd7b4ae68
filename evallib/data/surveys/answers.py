"""The answers of one survey, each respondent once and by no name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evallib.domain.vocabulary import Respondents, Text


@dataclass(frozen=True, slots=True, eq=False)
class ItemAnswers:
    """Answers to one statement.

    Attributes
    ----------
    name : str
        The column as the project file calls it.
    label : Text
        The statement.
    low, high : int
        The codes of the lowest and the highest answer.
    labels : tuple of str
        Words of the answers from the lowest on; empty where there are none.
    codes : array of float64
        One for each respondent; NaN where there is no answer.
    """

    name: str
    label: Text
    low: int
    high: int
    labels: tuple[str, ...]
    codes: NDArray[np.float64]
    shown: Mapping[str, Text] = field(default_factory=dict)

    @property
    def answered(self) -> int:
        """How many respondents answered this statement."""
        return int(np.count_nonzero(~np.isnan(self.codes)))

    @property
    def given(self) -> NDArray[np.float64]:
        """The answers that were given."""
        told: NDArray[np.float64] = self.codes[~np.isnan(self.codes)]
        return told

    def count(self, code: int) -> int:
        """How many gave one answer."""
        return int(np.count_nonzero(self.codes == code))


@dataclass(frozen=True, slots=True, eq=False)
class Alternative:
    """One alternative of a question with several answers."""

    name: str
    label: Text
    chosen: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceAnswers:
    """A question to which a respondent may give several answers.

    ``answered`` is false for respondents who ticked nothing at all: nobody can tell
    whether they passed the question over.
    """

    question: str
    label: Text
    alternatives: tuple[Alternative, ...]
    answered: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What one survey file holds, beside how many were asked.

    Attributes
    ----------
    survey : str
        Id of the survey.
    name : Text
        What readers call it.
    respondents : str, optional
        Who answered: clients, stakeholders, employers or staff.
    persons : int
        Rows of the file that were kept, each a respondent.
    invited : int, optional
        How many were asked to answer.
    """

    survey: str
    name: Text
    respondents: Respondents | None
    persons: int
    invited: int | None
    items: tuple[ItemAnswers, ...] = ()
    choices: tuple[ChoiceAnswers, ...] = ()
