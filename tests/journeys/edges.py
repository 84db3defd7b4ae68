"""The edges of an evaluation of people, each a small project of its own."""

from __future__ import annotations

from tests.journeys.projects_of_people import Crowd

COMPARED = """
    control | 2024-02-05 | work 15 | unemployed 38 | lost 7
    control | 2024-06-03 | work 15 | unemployed 45
"""
EDGES = {
    "no-controls": Crowd(
        """
        pilot A | 2024-02-05 | work 12 | unemployed 8
        pilot B | 2024-06-03 | work 9 | unemployed 11
        """,
        plan={"design": "before_after", "estimator": "unadjusted", "adjust_for": []},
    ),
    "benchmark": Crowd(
        """
        pilot A | 2024-02-05 | work 12 | unemployed 8
        pilot B | 2024-06-03 | work 9 | unemployed 11
        """,
        plan={
            "design": "before_after",
            "estimator": "unadjusted",
            "adjust_for": [],
            "benchmark": {
                "name": "Alueen työttömät",
                "low": 0.3,
                "high": 0.3,
                "source": "register",
            },
        },
    ),
    "nobody-yet": Crowd(
        """
        pilot A | 2025-04-07 | unemployed 20
        pilot B | 2025-04-28 | unemployed 20
        control | 2025-04-07 | unemployed 60
        """,
        kind="interim",
    ),
    "everybody": Crowd(
        "pilot A | 2024-02-05 | work 20\npilot B | 2024-06-03 | work 20" + COMPARED
    ),
    "nobody": Crowd(
        """
        pilot A | 2024-02-05 | unemployed 20
        pilot B | 2024-06-03 | unemployed 20
        control | 2024-02-05 | unemployed 60
        control | 2024-06-03 | unemployed 60
        """
    ),
    "never-worked": Crowd(
        """
        pilot A | 2024-02-05 | work 18 | unemployed 22
        pilot B | 2024-06-03 | work 16 | unemployed 24
        """
        + COMPARED,
        worked=0.0,
    ),
    "seven": Crowd("pilot A | 2024-02-05 | work 4 | unemployed 3" + COMPARED),
    "twenty": Crowd(
        """
        pilot A | 2024-02-05 | work 3 | unemployed 2
        pilot B | 2024-03-04 | work 2 | unemployed 3
        pilot C | 2024-04-08 | work 4 | unemployed 1
        pilot D | 2024-05-06 | work 2 | unemployed 3
        control | 2024-02-05 | work 1 | unemployed 8
        control | 2024-04-08 | work 1 | unemployed 8
        """
    ),
    "apart": Crowd(
        """
        pilot A | 2024-02-05 | work 18 | unemployed 22 | age 20-29
        pilot B | 2024-06-03 | work 16 | unemployed 24 | age 20-29
        control | 2024-02-05 | work 15 | unemployed 45 | age 50-60
        control | 2024-06-03 | work 15 | unemployed 45 | age 50-60
        """
    ),
    "half-unknown": Crowd(
        """
        pilot A | 2024-02-05 | work 18 | unemployed 22
        pilot B | 2024-06-03 | work 16 | unemployed 24
        """
        + COMPARED,
        unknown=0.5,
    ),
    "crossing": Crowd(
        """
        pilot A | 2024-02-05 | work 18 | unemployed 22
        pilot B | 2024-06-03 | work 16 | unemployed 24
        """
        + COMPARED,
        crossing=8,
        crossing_declared=True,
    ),
    "undeclared": Crowd(
        "pilot A | 2024-02-05 | work 18 | unemployed 22" + COMPARED, crossing=3
    ),
    "subsidised": Crowd(
        """
        pilot A | 2024-02-05 | subsidised 15 | unemployed 25
        pilot B | 2024-06-03 | subsidised 14 | unemployed 26
        """
        + COMPARED
    ),
    "subsidised-too": Crowd(
        """
        pilot A | 2024-02-05 | subsidised 15 | unemployed 25
        pilot B | 2024-06-03 | subsidised 14 | unemployed 26
        """
        + COMPARED,
        plan={"primary": "any_work"},
    ),
    "recent": Crowd(
        """
        pilot A | 2024-10-07 | work 20 | unemployed 20
        pilot B | 2025-03-03 | unemployed 40
        control | 2024-02-05 | work 15 | unemployed 45
        control | 2024-10-07 | work 15 | unemployed 45
        """,
        kind="interim",
    ),
    "younger": Crowd(
        """
        pilot A | 2024-02-05 | work 18 | unemployed 22 | age 20-35
        pilot B | 2024-06-03 | work 16 | unemployed 24 | age 20-35
        control | 2024-02-05 | work 15 | unemployed 45 | age 28-60
        control | 2024-06-03 | work 15 | unemployed 45 | age 28-60
        """
    ),
}
FAULTY = ("undeclared",)
