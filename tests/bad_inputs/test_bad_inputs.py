"""Every documented fault of input files: told at its place, and nothing is harmed."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pandas as pd
import pytest

from evallib.data.clean import processed_folder
from evallib.data.store import open_processed, read_table
from evallib.data.study import load_study
from evallib.domain.errors import UserError
from evallib.run.checking import check_project
from tests.bad_inputs.conftest import (
    CASES,
    PROJECT,
    all_cases,
    declared,
    inputs,
    make_tree,
    spoil,
)

TEXT = (".csv", ".txt", ".tsv")
LONGEST = 10  # seconds that any small file may take
SHORTEST_SECRET = 4  # shorter cells are words of any message
OWN_WORDS = ("null",)  # of the file of problems itself


@contextmanager
def locked():
    """What Windows answers while Excel holds a file open."""
    really = Path.read_bytes

    def read(path):
        if "raw" in path.parts:
            raise PermissionError(13, "sharing violation", str(path))
        return really(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "read_bytes", read)
        yield


def places(problems):
    return [[each.code, each.place.row, each.place.column] for each in problems]


def found_in(root):
    """Every problem with its place, whether or not it stops."""
    try:
        return check_project(root, PROJECT).warnings
    except UserError as fault:
        return fault.problems


def cells_of(case, expected):
    """What no message may repeat: cells that the project file does not declare."""
    known = declared(case, expected).casefold()
    for name in inputs(case, expected):
        path = CASES / case / name
        if path.suffix not in TEXT or path.read_bytes().startswith(b"PK"):
            continue
        rows = path.read_bytes().decode("utf-8", "ignore").splitlines()[1:]
        for cell in re.split(r"[;,\t#\n]", "\n".join(rows)):
            told = cell.strip().strip('"')
            short = len(told) < SHORTEST_SECRET or told in OWN_WORDS
            if not short and told.casefold() not in known:
                yield told


@pytest.mark.parametrize(("case", "expected"), list(all_cases()))
def test_a_bad_input_is_told_and_harms_nothing(
    case, expected, tree, tmp_path, monkeypatch, capsys
):
    if "root" in expected:
        tree = make_tree(tmp_path, monkeypatch, capsys, expected["root"])
    before = tree.standing()
    spoil(tree, case, expected)
    with locked() if expected.get("state") == "locked" else nullcontext():
        began = time.monotonic()
        code, said, everything = tree.command("check", PROJECT)
        assert code == expected["exit"], said
        assert time.monotonic() - began < expected.get("seconds", LONGEST)
        assert_places(found_in(tree.root), expected)
        assert tree.standing() == before
        cleaned, _, also = tree.command("clean", PROJECT)
        assert cleaned == expected["exit"]
    assert_silence(case, expected, everything + also)
    for words in expected.get("says", []):
        assert words in said
    if expected["exit"] == 0:
        assert_stored(tree.root, expected)
        return
    assert tree.standing() == before
    tree.be_good()
    assert tree.command("clean", PROJECT)[0] == 0


def assert_places(problems, expected):
    wanted = expected["problems"]
    found = places(problems)
    stopping = [each for each in found if each[0].startswith("E-")]
    for code, row, column in wanted:
        same = [each for each in found if each[0] == code]
        assert any(_is_at(each, row, column) for each in same), found
    codes = sorted(each[0] for each in wanted if each[0].startswith("E-"))
    assert sorted(each[0] for each in stopping) == codes
    for code, count in expected.get("told", {}).items():
        assert [one.facts["count"] for one in problems if one.code == code] == [count]
    for near, row in expected.get("near", []):
        told = next(each for each in problems if each.place.row == row)
        assert told.facts["near"] == near


def _is_at(found, row, column):
    return (row is None or found[1] == row) and (column is None or found[2] == column)


def assert_silence(case, expected, everything):
    for secret in [*cells_of(case, expected), *expected.get("hidden", [])]:
        assert secret not in everything


def assert_stored(root, expected):
    processed = open_processed(processed_folder(root, PROJECT))
    clients = read_table(processed, "clients")
    for name, values in expected.get("stored", {}).items():
        assert told(clients[name]) == values
    for name, values in expected.get("answers", {}).items():
        assert told(read_table(processed, "survey_kysely")[name]) == values
    if "rows" in expected:
        assert len(clients) == expected["rows"]
    if "pids" in expected:
        assert clients["pid"].tolist() == expected["pids"]
    counts = next(iter(processed.manifest.provenance.counts.values()))
    if "counts" in expected:
        parts = counts.kept, counts.quarantined, counts.declared_duplicates
        assert [counts.rows_in, *parts] == expected["counts"]
    for path in processed.folder.iterdir():
        stored = path.read_bytes()
        for secret in expected.get("hidden", []):
            assert secret.encode("utf-8") not in stored
    for point, tally in expected.get("tally", {}).items():
        assert tally_of(root, point) == tally


def told(column):
    """Stored values as they stand in ``expect.json``."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.strftime("%Y-%m-%d").tolist()
    return [None if pd.isna(each) else each for each in column]


def tally_of(root, point):
    """Reached, known, pending and lost of open-market work, in persons."""
    study = load_study(
        root, PROJECT, round_id="final", language="fi", audience="internal", as_of=None
    )
    ids = [each.id for each in study.people.points]
    tally = study.people.tally(ids.index(point), "open_market_work")
    return [tally.reached, tally.known, tally.pending, tally.lost]
