"""Which sections the report on all projects shows."""

from __future__ import annotations

from collections.abc import Callable

from evallib.analysis.portfolio.all_pilots import all_pilots
from evallib.analysis.portfolio.evidence_map import evidence_map
from evallib.analysis.portfolio.pooled import pooled
from evallib.analysis.portfolio.reports import reports
from evallib.analysis.portfolio.without_outcomes import without_outcomes
from evallib.data.portfolio.gathering import Portfolio
from evallib.domain.section import Section

PORTFOLIO_SECTIONS: tuple[Callable[[Portfolio], Section | None], ...] = (
    all_pilots,
    pooled,
    without_outcomes,
    evidence_map,
    reports,
)
