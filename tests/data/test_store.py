"""Processed data appear complete, hold what is declared, and go stale aloud."""

import hashlib
import json
import os
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evallib.data.cohort import first_exits, follow_up, statuses
from evallib.data.cohorts.days import MISSING, OPEN_END
from evallib.data.cohorts.register import stored_exits, stored_statuses
from evallib.data.spells import Spells, merge_spells
from evallib.data.states import STATES
from evallib.data.store import (
    SPELLS,
    Column,
    Provenance,
    RowCount,
    TableSchema,
    clients_schema,
    file_hash,
    open_processed,
    read_stored_spells,
    read_table,
    spells_table,
    stored_follow_up,
    write_processed,
)
from evallib.domain.calendar import EXIT, horizon
from evallib.domain.errors import InputError

AS_OF = date(2024, 12, 31)
GROUP = Column("group", "category", ("pilotti", "verrokki"))
CLIENTS = clients_schema(GROUP)
INPUTS = {"data/raw/demo/asiakkaat.csv": "a" * 64}
MADE = Provenance(
    AS_OF,
    INPUTS,
    {"data/raw/demo/asiakkaat.csv": RowCount(5, 3, 1, 1)},
    rules=("spells_merged",),
    key_ids=("512a731b",),
)
PIDS = ["IEWZ5X6NC4L4KVVYRQEVKI2FOD", "DQBB7MKKRNHO22DVQA2N4DO5Y7"]


def clients(**changed):
    columns = {
        "client": [0, 1],
        "pid": PIDS,
        "time_zero_date": pd.to_datetime(["2024-01-10", "2024-02-29"]),
        "last_seen_days": pd.array([300, None], dtype="Int32"),
        "service_end_days": pd.array([None, None], dtype="Int32"),
        "group": ["pilotti", None],
    }
    return pd.DataFrame(columns | changed)


def written(folder, **changed):
    return write_processed(folder, [(CLIENTS, clients(**changed))], MADE)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "data" / "processed" / "demo"
    place.parent.mkdir(parents=True)
    return place


def tree(top: Path):
    return {
        path.relative_to(top).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in top.rglob("*")
        if path.is_file()
    }


def case(error):
    return [(problem.place.file, problem.facts["case"]) for problem in error.problems]


def test_what_was_written_is_read_back_with_its_gaps(folder):
    written(folder)

    found = read_table(open_processed(folder, inputs=INPUTS), "clients")

    assert found["pid"].tolist() == PIDS
    assert found["last_seen_days"].isna().tolist() == [False, True]
    assert found["group"].isna().tolist() == [False, True]
    assert found["time_zero_date"].tolist() == list(clients()["time_zero_date"])


def test_the_manifest_says_what_the_data_were_made_of(folder):
    written(folder)

    manifest = open_processed(folder).manifest
    text = (folder / "manifest.json").read_text(encoding="utf-8")

    assert manifest.provenance == MADE
    assert json.loads(text)["provenance"]["counts"] == {
        "data/raw/demo/asiakkaat.csv": {
            "rows_in": 5,
            "kept": 3,
            "quarantined": 1,
            "declared_duplicates": 1,
        }
    }


def test_rows_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match=r"got 5 and 3 \+ 1 \+ 0"):
        RowCount(5, 3, 1)


def test_the_same_tables_give_the_same_bytes(folder):
    written(folder)
    before = tree(folder)
    written(folder)

    assert tree(folder) == before


def test_a_new_version_leaves_no_file_of_the_old_one(folder):
    written(folder)
    written(folder, last_seen_days=[301, 200])

    named = open_processed(folder).manifest.tables["clients"].file
    assert sorted(tree(folder)) == sorted([named, "manifest.json"])
    assert [path.name for path in folder.parent.iterdir()] == ["demo"]


def test_spells_counted_from_time_zero_give_the_answers_of_the_calendar(folder):
    day = np.array([19_700, 19_760, 19_700], dtype=np.int32)
    told = merge_spells(
        Spells(
            np.array([0, 0, 1], dtype=np.int32),
            day,
            np.array([19_760, 19_800, OPEN_END], dtype=np.int32),
            np.array([5, 0, 5], dtype=np.int8),
        )
    )
    people = clients(last_seen_days=[300, 290], service_end_days=[30, None])
    zero = people["time_zero_date"]
    dated = people.assign(
        last_seen_date=zero + pd.to_timedelta(people["last_seen_days"], unit="D"),
        service_end_date=zero
        + pd.to_timedelta(people["service_end_days"].astype(float), unit="D"),
    )
    by_calendar = follow_up(dated, as_of=AS_OF)
    table = spells_table(told, by_calendar.time_zero)
    write_processed(folder, [(CLIENTS, people), (SPELLS, table)], MADE)
    points = [EXIT, horizon(1), horizon(3)]

    processed = open_processed(folder)
    by_store = stored_follow_up(read_table(processed, "clients"), as_of=AS_OF)
    spells = read_stored_spells(processed)

    expected = statuses(told, by_calendar, points)
    assert (statuses(spells, by_store, points).state == expected.state).all()
    assert (statuses(spells, by_store, points).standing == expected.standing).all()
    path = processed.path("spells")
    assert (stored_statuses(path, by_store, points).state == expected.state).all()
    exits = first_exits(told, by_calendar)
    assert first_exits(spells, by_store).days.tolist() == exits.days.tolist()
    assert (
        stored_exits(path, by_store).days.tolist() == exits.days.tolist() == [28, 290]
    )
    assert by_store.service_end.tolist() == [30, MISSING]


# --- nothing personal but pseudonyms -------------------------------------------


def test_a_column_that_is_not_in_the_schema_is_refused(folder):
    with pytest.raises(ValueError, match="column 'hetu' is not in the schema"):
        written(folder, hetu=["010190-900P", "010190Y900P"])

    assert not folder.exists()


def test_a_column_that_the_schema_declares_must_be_there(folder):
    with pytest.raises(ValueError, match="column 'group' is missing"):
        write_processed(folder, [(CLIENTS, clients().drop(columns="group"))], MADE)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"pid": ["010190-900P", PIDS[0]]}, "'pid' holds something else than one"),
        ({"pid": [PIDS[0], PIDS[0]]}, "'pid' holds something else than one"),
        ({"pid": [PIDS[0], None]}, "'pid' has empty cells"),
        ({"group": ["pilotti", "Maija"]}, "'group' holds an undeclared label"),
        ({"client": [3, -7]}, "'client' holds numbers below 0"),
        ({"client": [4, 3]}, "'client' does not number the rows"),
        ({"last_seen_days": [1.5, 2]}, "'last_seen_days' holds parts of a whole"),
        ({"last_seen_days": ["eilen", "2"]}, "holds something else than numbers"),
        ({"time_zero_date": ["2024-01-10", "x"]}, "holds something else than dates"),
    ],
)
def test_a_cell_that_its_kind_does_not_allow_is_refused_unseen(folder, changed, rule):
    with pytest.raises(ValueError, match=rule) as refused:
        written(folder, **changed)

    cells = [cell for cells in changed.values() for cell in cells]
    assert not any(str(cell) in str(refused.value) for cell in cells)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("kind", "cells", "rule"),
    [
        ("boolean", ["kyllä"], "something else than yes and no"),
        ("text", [3], "something else than text"),
        ("state", [len(STATES)], "numbers that are no state"),
        ("state", [None], "has empty cells"),
    ],
)
def test_every_kind_refuses_what_it_is_not(folder, kind, cells, rule):
    schema = TableSchema("answers", (Column("cell", kind),))

    with pytest.raises(ValueError, match=rule):
        write_processed(folder, [(schema, pd.DataFrame({"cell": cells}))], MADE)


def test_a_number_too_large_for_its_column_is_refused_without_the_number(folder):
    with pytest.raises(ValueError, match="a column does not fit its kind") as refused:
        written(folder, last_seen_days=[12_345_678_901, 1])

    assert "12345678901" not in str(refused.value)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ((Column("a", "days"), Column("a", "days")), "declared twice"),
        ((), r"table 'a b': a name is letters"),
    ],
)
def test_a_schema_that_says_two_things_is_refused(columns, rule):
    with pytest.raises(ValueError, match=rule):
        TableSchema("t" if columns else "a b", columns)


def test_a_column_must_say_what_it_is():
    with pytest.raises(ValueError, match="a column is one of row, pseudonym"):
        Column("a", "name")
    with pytest.raises(ValueError, match="a category, and only it, has labels"):
        Column("a", "category")
    with pytest.raises(ValueError, match="a name is letters, digits and _"):
        Column('a" x', "text")


# --- stale, aloud ---------------------------------------------------------------


def test_data_that_were_never_cleaned_are_stale(folder):
    with pytest.raises(InputError, match="E-STALE") as stale:
        open_processed(folder)

    assert case(stale.value) == [("data/processed/demo", "missing")]


def test_a_file_that_is_gone_or_edited_is_stale(folder):
    answers = TableSchema("answers", (Column("cell", "text"),))
    tables = [(CLIENTS, clients()), (answers, pd.DataFrame({"cell": ["a"]}))]
    manifest = write_processed(folder, tables, MADE)
    gone, edited = (manifest.tables[name].file for name in ("clients", "answers"))
    (folder / gone).unlink()
    with (folder / edited).open("ab") as file:
        file.write(b" ")

    with pytest.raises(InputError, match="E-STALE, E-STALE") as stale:
        open_processed(folder)

    assert sorted(case(stale.value)) == [
        (f"data/processed/demo/{edited}", "edited"),
        (f"data/processed/demo/{gone}", "missing"),
    ]


def test_raw_files_that_are_new_gone_or_changed_make_data_stale(folder):
    inputs = {"same.csv": "1", "changed.csv": "2", "gone.csv": "3"}
    made = Provenance(AS_OF, inputs, {})
    write_processed(folder, [(CLIENTS, clients())], made)
    now = {"same.csv": "1", "changed.csv": "9", "new.csv": "4"}

    with pytest.raises(InputError) as stale:
        open_processed(folder, inputs=now)

    assert case(stale.value) == [
        ("changed.csv", "inputs"),
        ("gone.csv", "inputs"),
        ("new.csv", "inputs"),
    ]


def test_data_can_be_opened_where_the_raw_files_are_not(folder):
    written(folder)

    assert open_processed(folder).folder == folder


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"schema_version": 0}',
        "null",
        '{"schema_version": 1, "states": []}',
    ],
)
def test_a_manifest_that_cannot_be_understood_is_never_taken_for_empty(folder, text):
    written(folder)
    (folder / "manifest.json").write_text(text, encoding="utf-8")

    with pytest.raises(InputError) as stale:
        open_processed(folder)

    assert case(stale.value) == [("data/processed/demo/manifest.json", "manifest")]


# --- complete or not at all -----------------------------------------------------


class _PowerCut(Exception):
    """What the machine says when it stops in the middle."""


def _fail_at_call(monkeypatch, number):
    """Raise at the n-th rename, wait or new folder; count the calls."""
    calls = []

    def failing(real):
        def call(*given, **options):
            calls.append(real.__name__)
            if len(calls) == number:
                raise _PowerCut
            return real(*given, **options)

        return call

    monkeypatch.setattr(os, "fsync", failing(os.fsync))
    monkeypatch.setattr(Path, "replace", failing(Path.replace))
    monkeypatch.setattr(Path, "mkdir", failing(Path.mkdir))
    return calls


@pytest.mark.parametrize("present", [True, False], ids=["again", "first"])
def test_an_interrupted_write_leaves_the_old_data_or_the_new_whole(
    folder, monkeypatch, present
):
    if present:
        written(folder)
    old = tree(folder.parent)
    seen = set()
    for number in range(1, 50):
        with monkeypatch.context() as patch:
            calls = _fail_at_call(patch, number)
            try:
                written(folder, last_seen_days=[7, 7])
            except _PowerCut:
                interrupted = True
            else:
                interrupted = False
        if not interrupted:
            break
        if tree(folder.parent) == old:
            seen.add("old")
        else:
            found = read_table(open_processed(folder), "clients")
            assert found["last_seen_days"].tolist() == [7, 7]
            seen.add("new")
        assert [path.name for path in folder.parent.iterdir()] in ([], ["demo"])

    assert len(calls) == number - 1 >= 7  # every call had its turn
    assert "old" in seen
    assert read_table(open_processed(folder), "clients")["last_seen_days"].tolist() == [
        7,
        7,
    ]


def test_what_a_killed_process_left_behind_is_swept_by_the_next(folder):
    written(folder)
    staging = folder.with_name(".demo.staging")
    staging.mkdir()
    (staging / "clients.parquet").write_bytes(b"half")
    (folder / "clients-0123456789ab.parquet").write_bytes(b"moved, never named")

    open_processed(folder)
    written(folder)

    assert not staging.exists()
    assert len(tree(folder)) == 2


def test_a_failed_write_beside_an_unreadable_manifest_removes_nothing(
    folder, monkeypatch
):
    written(folder)
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    before = tree(folder)
    _fail_at_call(monkeypatch, 6)

    with pytest.raises(_PowerCut):
        written(folder, last_seen_days=[7, 7])

    assert tree(folder) == before


def test_a_hash_is_that_of_the_bytes(tmp_path):
    path = tmp_path / "raaka.csv"
    path.write_bytes(b"hetu;ryhma\n")

    assert file_hash(path) == hashlib.sha256(b"hetu;ryhma\n").hexdigest()
