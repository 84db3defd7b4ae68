"""Persons who came in groups: likeness, its cost, and tests that allow for it."""

from __future__ import annotations

from evallib.stats.groups.cluster_robust import (
    ClusterRobust,
    ClusterTerm,
    cluster_robust,
)
from evallib.stats.groups.intraclass import DesignEffect, Icc, design_effect, icc
from evallib.stats.groups.permutation import (
    LeaveOneGroupOut,
    PermutationTest,
    leave_one_group_out,
    permutation_test,
)

__all__ = [
    "ClusterRobust",
    "ClusterTerm",
    "DesignEffect",
    "Icc",
    "LeaveOneGroupOut",
    "PermutationTest",
    "cluster_robust",
    "design_effect",
    "icc",
    "leave_one_group_out",
    "permutation_test",
]
