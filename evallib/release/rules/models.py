"""When a model or a test gives its table back: R13 and R14."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.domain.disclosure import Disclosure
from evallib.domain.fit import Fit
from evallib.release.rules.counts import unsafe_count
from evallib.release.rules.names import NONE, Rule, Rules


def unsafe_fit(fit: Fit, limits: Disclosure) -> Rules:
    """Rules that forbid coefficients of a model that leaves too little unsaid.

    Read ``{"R13"}`` as: there are nearly as many coefficients as there is to know.

    Parameters
    ----------
    fit : Fit
        Persons, coefficients, and combinations of covariates that occur.
    limits : Disclosure
        ``df_resid`` residual degrees of freedom at least.

    Examples
    --------
    >>> sorted(unsafe_fit(Fit(persons=40, parameters=2, patterns=4), Disclosure()))
    []
    >>> sorted(unsafe_fit(Fit(persons=40, parameters=3, patterns=4), Disclosure()))
    ['R13']
    """
    few = fit.persons - fit.parameters < limits.df_resid
    saturated = 2 * fit.parameters > fit.patterns
    return frozenset({"R13"}) if few or saturated else NONE


def unsafe_model(
    persons: int, parameters: int, limits: Disclosure, *, cells: Sequence[Sequence[int]]
) -> Rules:
    """Rules that forbid coefficients of a model with a yes/no outcome.

    Read ``{"R13"}`` as: too little is left over for the model to smooth, or one level
    of a covariate tells the outcome of those who have it.

    Parameters
    ----------
    persons : int
        Persons in the model.
    parameters : int
        Coefficients, the intercept included.
    limits : Disclosure
        ``k`` as of a single count.
    cells : sequence of pairs
        For each combination of covariates that occurs: persons who reached the
        outcome, and persons.

    Notes
    -----
    At least ``df_resid`` residual degrees of freedom, and at most half as many
    coefficients as combinations. An odds ratio of one yes/no covariate is its 2x2
    table.

    Examples
    --------
    >>> sorted(unsafe_model(40, 2, Disclosure(), cells=[(8, 20), (3, 20)]))
    ['R13']
    """
    rules: set[Rule] = {*unsafe_fit(Fit(persons, parameters, len(cells)), limits)}
    if any(unsafe_count(reached, known, limits) for reached, known in cells):
        rules.add("R13")
    return frozenset(rules)


def unsafe_test(cells: Sequence[Sequence[int]], limits: Disclosure) -> Rules:
    """Rules that forbid the p-value of a 2x2 table with known margins.

    Read ``{"R14"}`` as: the table may not be shown, and the p-value would give it
    back.

    Parameters
    ----------
    cells : sequence of pairs
        For each group: persons who reached the outcome, and persons.
    limits : Disclosure
        ``k`` as of a single count.

    Examples
    --------
    >>> sorted(unsafe_test([(11, 20), (30, 90)], Disclosure()))
    []
    >>> sorted(unsafe_test([(3, 12), (30, 90)], Disclosure()))
    ['R14']
    """
    told = any(unsafe_count(reached, known, limits) for reached, known in cells)
    return frozenset({"R14"}) if told else NONE
