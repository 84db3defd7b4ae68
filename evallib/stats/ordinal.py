"""Answers on a scale and rankings, of few persons and with finite populations."""

from __future__ import annotations

from evallib.stats.scales.agreement import RankTest, friedman, kendall_w
from evallib.stats.scales.changes import (
    PairedChange,
    PairedMethod,
    PairedTest,
    Pairs,
    paired_change,
)
from evallib.stats.scales.comparisons import (
    MeanDifference,
    MeanRule,
    Superiority,
    mean_difference,
    superiority,
)
from evallib.stats.scales.counting import effective_answers
from evallib.stats.scales.means import MeanScore, mean_from_summary, mean_score
from evallib.stats.scales.rankings import MeanRanks, mean_ranks, mean_ranks_printed
from evallib.stats.scales.shares import TopBox, top_box, top_box_of, top_box_printed

__all__ = [
    "MeanDifference",
    "MeanRanks",
    "MeanRule",
    "MeanScore",
    "PairedChange",
    "PairedMethod",
    "PairedTest",
    "Pairs",
    "RankTest",
    "Superiority",
    "TopBox",
    "effective_answers",
    "friedman",
    "kendall_w",
    "mean_difference",
    "mean_from_summary",
    "mean_ranks",
    "mean_ranks_printed",
    "mean_score",
    "paired_change",
    "superiority",
    "top_box",
    "top_box_of",
    "top_box_printed",
]
