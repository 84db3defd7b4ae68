"""Subgroups: the declared ones, large enough, tested for the number of tests."""

import numpy as np
import pytest

from evallib.analysis.adjusting.subgroups import subgroups
from evallib.domain.plan import Plan
from tests.analysis.crowds import people, simulated, study_of, with_category
from tests.analysis.studies import sentences


def section(crowd, *names):
    plan = Plan(primary="open_market_work", horizon_months=6, subgroups=names)
    return subgroups(study_of(crowd, plan=plan))


def keys(made):
    return [block.key for block in made.blocks if hasattr(block, "key")]


def divided(picture, labels):
    """People of a picture, in the order of its lines, with one label a line."""
    crowd = people(picture)
    sizes = [int(line.split("|")[1]) for line in picture.strip().splitlines()]
    town = [
        label for label, size in zip(labels, sizes, strict=True) for _ in range(size)
    ]
    return with_category(crowd, "town", tuple(dict.fromkeys(labels)), town)


def two_towns(work_in_pori=30, size=40):
    return divided(
        f"""
        pilot   | {size} | work {work_in_pori} | unemployed {size - work_in_pori}
        pilot   | 40 | work 12 | unemployed 28
        control | {size} | work 10 | unemployed {size - 10}
        control | 40 | work 12 | unemployed 28
        """,
        ["Pori", "Rauma", "Pori", "Rauma"],
    )


def test_each_subgroup_shows_both_groups_and_their_difference():
    made = section(two_towns(), "town")
    pori = made.tables["parts"].rows[0]

    assert (pori["pilot_reached"], pori["pilot_persons"]) == (30, 40)
    assert pori["value"] == pytest.approx(30 / 40 - 10 / 40)


def test_a_difference_that_lies_in_one_town_only_is_told():
    assert "subgroups.differs" in keys(section(two_towns(), "town"))


def test_no_evidence_of_a_difference_is_not_called_sameness():
    assert "subgroups.alike" in keys(section(two_towns(work_in_pori=13), "town"))


def test_the_number_of_tests_is_corrected_for():
    crowd = two_towns(work_in_pori=20)
    towns = ["a", "b"] * 80
    made = section(with_category(crowd, "coin", ("a", "b"), towns), "town", "coin")
    rows = made.tables["tests"].rows

    assert {each["tests"] for each in rows} == {2}
    assert min(each["corrected"] for each in rows) == pytest.approx(
        2 * min(each["chance"] for each in rows)
    )


def test_only_declared_subgroups_are_shown():
    crowd = with_category(two_towns(), "coin", ("a", "b"), ["a", "b"] * 80)
    shown = {
        each["covariate"].fi for each in section(crowd, "town").tables["parts"].rows
    }

    assert shown == {"town"}


def test_a_subgroup_below_ten_persons_is_left_out_and_told():
    made = section(
        divided(
            """
            pilot   | 60 | work 30 | unemployed 30
            pilot   | 9  | work 3 | unemployed 6
            control | 60 | work 20 | unemployed 40
            control | 20 | work 5 | unemployed 15
            """,
            ["Pori", "Ulvila", "Pori", "Ulvila"],
        ),
        "town",
    )

    assert len(made.tables["parts"].rows) == 1
    assert {"subgroups.small", "subgroups.alone"} <= set(keys(made))


def test_a_few_persons_who_could_be_subtracted_close_the_whole_division():
    made = section(
        divided(
            """
            pilot   | 60 | work 30 | unemployed 30
            pilot   | 3  | work 1 | unemployed 2
            control | 60 | work 20 | unemployed 40
            control | 20 | work 5 | unemployed 15
            """,
            ["Pori", "Ulvila", "Pori", "Ulvila"],
        ),
        "town",
    )

    assert "parts" not in made.tables
    assert sentences(made, "subgroups.protected")


def test_under_sixty_persons_no_subgroup_is_shown():
    made = section(simulated(1, pilots=59, controls=200), "worked")

    assert keys(made) == ["subgroups.too_few"]


def test_a_number_is_not_divided_afterwards():
    made = section(simulated(1, pilots=80, controls=80), "age")

    assert keys(made) == ["subgroups.numbers", "subgroups.declared_only"]


def test_a_name_that_the_data_lack_is_told():
    made = section(simulated(1, pilots=80, controls=80), "shoe_size")

    assert keys(made)[0] == "subgroups.absent"


def test_a_subgroup_in_which_nobody_found_work_is_shown_all_the_same():
    made = section(
        divided(
            """
            pilot   | 60 | work 30 | unemployed 30
            pilot   | 20 | unemployed 20
            control | 60 | work 20 | unemployed 40
            control | 20 | unemployed 20
            """,
            ["Pori", "Ulvila", "Pori", "Ulvila"],
        ),
        "town",
    )

    assert len(made.tables["parts"].rows) == 2


def test_persons_of_no_subgroup_are_in_none():
    crowd = two_towns()
    values = crowd.covariates[0].values.copy()
    values[:20] = np.nan
    towns = [
        None if value != value else ("Pori", "Rauma")[int(value)] for value in values
    ]
    again = with_category(crowd, "place", ("Pori", "Rauma"), towns)
    counted = section(again, "place").tables["parts"].rows

    assert sum(each["pilot_persons"] for each in counted) == 60


def test_nothing_declared_leaves_no_section():
    assert section(simulated(1, pilots=80, controls=80)) is None
