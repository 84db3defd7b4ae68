"""A register in a file gives the answers that the same spells give in memory."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from evallib.data.cohort import FollowUp, first_exits, statuses
from evallib.data.cohorts.days import MISSING
from evallib.data.cohorts.register import stored_exits, stored_statuses
from evallib.data.spells import Spells, merge_spells
from evallib.data.states import STATES
from evallib.domain.calendar import EXIT, Horizon, horizon

POINTS = [Horizon("first", 3, 0, 6), horizon(1), EXIT]
PERSONS = 400


def people(seed, *, dense, persons=PERSONS):
    """Spells with gaps, ties and people without any; everybody's clock."""
    rng = np.random.default_rng(seed)
    rows = persons * (6 if dense else 2)
    start = rng.integers(-60, 60, size=rows).astype(np.int32)
    told = Spells(
        rng.integers(0, persons, size=rows).astype(np.int32),
        start,
        start + rng.integers(1, 60, size=rows).astype(np.int32),
        rng.integers(0, len(STATES), size=rows).astype(np.int8),
    )
    zero = rng.integers(-20, 40, size=persons).astype(np.int32)
    end = zero + rng.integers(0, 30, size=persons).astype(np.int32)
    follow = FollowUp(
        time_zero=zero,
        cut_off=np.full(persons, 50, dtype=np.int32),
        last_seen=rng.integers(-10, 60, size=persons).astype(np.int32),
        service_end=np.where(rng.random(persons) < 0.2, MISSING, end),
    )
    return merge_spells(told, priority=STATES), follow


def stored(told, path):
    frame = pd.DataFrame(
        {
            "client": told.client,
            "start_day": told.start,
            "end_day": told.end,
            "state": told.state,
        }
    )
    with duckdb.connect() as database:
        database.register("spells", frame)
        database.execute(f"COPY spells TO '{path}' (ROW_GROUP_SIZE 2048)")
    return path


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("dense", [True, False], ids=["dense", "sparse"])
def test_the_file_and_the_columns_say_the_same_of_everybody(tmp_path, seed, dense):
    told, follow = people(seed, dense=dense)
    path = stored(told, tmp_path / "spells.parquet")

    by_columns = statuses(told, follow, POINTS)
    by_file = stored_statuses(path, follow, POINTS)
    exits, stored_first = first_exits(told, follow), stored_exits(path, follow)

    assert (by_file.state == by_columns.state).all()
    assert (by_file.standing == by_columns.standing).all()
    assert (stored_first.days == exits.days).all()
    assert (stored_first.kind == exits.kind).all()
    assert {0, 1} <= set(exits.kind.tolist())  # some leave, some do not


def test_row_groups_read_side_by_side_keep_the_order_of_the_file(tmp_path):
    told, follow = people(11, dense=True, persons=20_000)
    path = stored(told, tmp_path / "spells.parquet")

    found, expected = stored_exits(path, follow), first_exits(told, follow)

    assert (found.days == expected.days).all()
    assert (found.kind == expected.kind).all()


def test_a_small_memory_changes_no_answer(tmp_path):
    told, follow = people(7, dense=True)
    path = stored(told, tmp_path / "spells.parquet")

    exits = stored_exits(path, follow, memory_mb=64)

    assert (exits.days == first_exits(told, follow).days).all()


def test_a_file_that_tells_a_day_twice_is_refused(tmp_path):
    day = np.array([0, 5], dtype=np.int32)
    told = Spells(day * 0, day, day + np.int32(9), np.array([5, 0], dtype=np.int8))
    path = stored(told, tmp_path / "spells.parquet")
    zero = np.zeros(1, dtype=np.int32)

    with pytest.raises(ValueError, match="spells of the file are not merged"):
        stored_exits(path, FollowUp(zero, zero, zero, zero))


def test_a_register_without_spells_has_nobody_with_a_status(tmp_path):
    told, follow = people(1, dense=False)
    nobody = Spells(told.client[:0], told.start[:0], told.end[:0], told.state[:0])
    path = stored(nobody, tmp_path / "spells.parquet")

    found = stored_statuses(path, follow, POINTS)

    expected = statuses(nobody, follow, POINTS)
    assert (found.standing == expected.standing).all()
    assert (stored_exits(path, follow).kind == 0).all()
