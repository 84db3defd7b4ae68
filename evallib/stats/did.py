"""Differences in differences: two by two, panels, event studies, placebos."""

from __future__ import annotations

from evallib.stats.panels.fixed_effects import (
    PanelEffects,
    event_study,
    two_way_fixed_effects,
)
from evallib.stats.panels.panel import Panel, panel
from evallib.stats.panels.placebo import Placebo, placebo
from evallib.stats.panels.two_by_two import (
    Cell,
    DifferenceInDifferences,
    two_by_two,
)

__all__ = [
    "Cell",
    "DifferenceInDifferences",
    "Panel",
    "PanelEffects",
    "Placebo",
    "event_study",
    "panel",
    "placebo",
    "two_by_two",
    "two_way_fixed_effects",
]
