"""The names of the primary rules, as the specification of disclosure numbers them."""

from __future__ import annotations

from typing import Literal

Rule = Literal[
    "R1",  # too few persons counted
    "R2",  # too small a group
    "R3",  # too few persons left over
    "R4",  # one category that holds nearly everybody
    "R5",  # a percentage of too small a group
    "R6",  # a mean of too few answers, or at the end of its scale
    "R7",  # a spread that gives the answers back
    "R8",  # a quantile with too few persons beside it
    "R9",  # a smallest or largest value
    "R10",  # a sum of money that one contributor dominates
    "R11",  # a cost of too few persons
    "R12",  # a survival curve of too few persons
    "R13",  # a model with too little left over
    "R14",  # a test of a table that may not be shown
    "R15",  # a figure that draws persons
    "R16",  # words of, or about, too few persons
    "R17",  # a list of names, places or single days
]
Rules = frozenset[Rule]
NONE: Rules = frozenset()
