"""The key changes for everybody at once, whatever interrupts the change."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from evallib.data.clean import clean, processed_folder
from evallib.data.identity.keyfile import create_key, read_key
from evallib.data.identity.pseudonyms import pseudonymiser
from evallib.data.projects import load_project
from evallib.data.store import open_processed, read_table
from evallib.domain.errors import (
    ConfigurationError,
    EnvironmentFault,
    InputError,
    LockedError,
)
from evallib.run.publishing.lock import only_writer
from evallib.run.rekeying import rekey

PROJECT = """\
id = "{id}"
as_of = 2022-06-30

[files.pilotti]
path = "pilotti.csv"
kind = "clients"
group = "pilot"

[files.pilotti.columns.nro]
type = "client_no"

[files.pilotti.columns.alku]
type = "date"
"""
TOWNS = ("pori", "rauma")
# What a change does to the disk; an interruption may come before any of these.
STEPS = (
    (os, "fsync"),
    (os, "link"),
    (os, "open"),
    (os, "write"),
    (Path, "mkdir"),
    (Path, "replace"),
    (Path, "unlink"),
    (shutil, "rmtree"),
)
FEWEST_STEPS = 40  # of two projects; with fewer, not every step would be counted


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Two projects whose data were made with one key."""
    monkeypatch.setenv("EVALLIB_KEY_FILE", str(tmp_path / "avaimet" / "avain"))
    for name in TOWNS:
        begin(tmp_path / "puu", name)
    return tmp_path / "puu"


@pytest.fixture
def key_file(tmp_path):
    return tmp_path / "avaimet" / "avain"


def begin(root, name):
    (root / "projects" / name).mkdir(parents=True)
    (root / "data" / "raw" / name).mkdir(parents=True)
    project = root / "projects" / name / "project.toml"
    project.write_text(PROJECT.format(id=name), "utf-8")
    raw(root, name).write_text("nro;alku\n1;1.10.2021\n2;2.10.2021\n", "utf-8")
    clean(root, load_project(root, name))


def raw(root, name):
    return root / "data" / "raw" / name / "pilotti.csv"


def kids(root, name):
    return open_processed(processed_folder(root, name)).manifest.provenance.key_ids


def pseudonyms(root, name):
    clients = read_table(open_processed(processed_folder(root, name)), "clients")
    return clients["pid"].tolist()


def made_with(key, name):
    of_number = pseudonymiser(key, name, "client_no")
    return [of_number("1"), of_number("2")]


def keys_there(key_file):
    return sorted(each.name for each in key_file.parent.iterdir())


def stored(root):
    paths = sorted((root / "data" / "processed").rglob("*"))
    return {path: path.read_bytes() for path in paths if path.is_file()}


@pytest.mark.parametrize("named", [TOWNS, ()], ids=["named", "all"])
def test_everybody_gets_a_pseudonym_of_the_new_key(root, key_file, named):
    before = read_key(key_file)
    changed = rekey(root, named, everything=not named)
    after = read_key(key_file)

    assert (changed.earlier_kid, changed.kid) == (before.kid, after.kid)
    for name in TOWNS:
        assert pseudonyms(root, name) == made_with(after, name)
        assert kids(root, name) == (before.kid, after.kid)
    assert keys_there(key_file) == ["avain"]


def test_the_ids_of_all_earlier_keys_stay_in_the_manifest(root):
    first = rekey(root, TOWNS)
    second = rekey(root, TOWNS)

    assert kids(root, "pori") == (first.earlier_kid, first.kid, second.kid)


def test_each_project_is_told_once_its_data_are_ready(root):
    told = []
    rekey(root, (), everything=True, tell=told.append)

    assert told == list(TOWNS)


def test_a_project_that_was_not_named_stops_the_change(root, key_file):
    before, data = key_file.read_bytes(), stored(root)

    with pytest.raises(EnvironmentFault, match="E-KEY-MIX") as caught:
        rekey(root, ["pori"])
    (problem,) = caught.value.problems
    assert problem.facts == {"case": "unnamed", "allowed": ["rauma"]}
    assert key_file.read_bytes() == before
    assert stored(root) == data
    assert keys_there(key_file) == ["avain"]


def test_a_project_without_processed_data_need_not_be_named(root):
    shutil.rmtree(processed_folder(root, "rauma"))

    assert rekey(root, ["pori"]).kid == kids(root, "pori")[-1]
    assert not processed_folder(root, "rauma").exists()


def test_data_that_cannot_tell_their_key_are_made_again(root, key_file):
    manifest = processed_folder(root, "rauma") / "manifest.json"
    manifest.write_text("{", "utf-8")

    with pytest.raises(EnvironmentFault, match="E-KEY-MIX"):
        rekey(root, ["pori"])
    rekey(root, TOWNS)
    assert pseudonyms(root, "rauma") == made_with(read_key(key_file), "rauma")


def test_data_of_a_third_key_stop_the_change(root, key_file):
    key_file.unlink()
    create_key(key_file)
    shutil.rmtree(processed_folder(root, "pori"))
    clean(root, load_project(root, "pori"))
    data = stored(root)

    with pytest.raises(EnvironmentFault, match="E-KEY-MIX") as caught:
        rekey(root, (), everything=True)
    assert [each.place.file for each in caught.value.problems] == [
        "data/processed/rauma"
    ]
    assert stored(root) == data
    assert keys_there(key_file) == ["avain"]


def test_the_data_of_another_key_may_stay_if_they_are_not_named(root, key_file):
    key_file.unlink()
    create_key(key_file)
    shutil.rmtree(processed_folder(root, "pori"))
    clean(root, load_project(root, "pori"))
    before = pseudonyms(root, "rauma")
    rekey(root, ["pori"])

    assert pseudonyms(root, "rauma") == before


@pytest.mark.parametrize("fault", ["missing", "spoiled"])
def test_raw_files_with_a_fault_stop_the_change_before_it_begins(root, key_file, fault):
    raw(root, "rauma").unlink()
    if fault == "spoiled":
        raw(root, "rauma").write_text("nro;alku\n1;31.2.2021\n", "utf-8")
    before, data = key_file.read_bytes(), stored(root)

    with pytest.raises(InputError, match=r"E-DATE|E-FILE-MISSING"):
        rekey(root, TOWNS)
    assert key_file.read_bytes() == before
    assert stored(root) == data
    assert keys_there(key_file) == ["avain"]


def test_a_change_needs_projects_that_exist(root, key_file):
    with pytest.raises(ConfigurationError, match="E-NOTHING-TO-RUN"):
        rekey(root, ())
    with pytest.raises(ConfigurationError, match="E-CFG-FILE"):
        rekey(root, ["pori", "ulvila"])
    assert keys_there(key_file) == ["avain"]


def test_no_key_is_changed_while_reports_are_made(root, key_file):
    with (
        only_writer(root / "reports"),
        pytest.raises(LockedError, match="E-LOCKED"),
    ):
        rekey(root, TOWNS)
    assert keys_there(key_file) == ["avain"]


def test_data_cleaned_with_the_old_key_meanwhile_are_made_again(root, key_file):
    def tell(project):
        if project == "rauma" and not processed_folder(root, "ulvila").exists():
            begin(root, "ulvila")

    rekey(root, (), everything=True, tell=tell)

    assert pseudonyms(root, "ulvila") == made_with(read_key(key_file), "ulvila")


def test_between_two_keys_a_project_is_not_cleaned_with_the_old_one(root):
    def interrupt(project):
        raise KeyboardInterrupt(project)

    with pytest.raises(KeyboardInterrupt, match="pori"):
        rekey(root, TOWNS, tell=interrupt)
    with pytest.raises(EnvironmentFault, match="E-KEY-MIX"):
        clean(root, load_project(root, "pori"))
    assert rekey(root, TOWNS).kid == kids(root, "pori")[-1]


class Interrupter:
    """Counts the steps of a change, and interrupts it before the one that is due."""

    def __init__(self, monkeypatch):
        self.made, self.due = 0, None
        for where, name in STEPS:
            monkeypatch.setattr(where, name, self.counted(getattr(where, name)))

    def counted(self, step):
        def run(*args, **options):
            self.made += 1
            if self.made == self.due:
                raise KeyboardInterrupt
            return step(*args, **options)

        return run


@pytest.mark.parametrize("stride", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_a_change_interrupted_at_any_step_is_taken_up_again(
    root, key_file, monkeypatch, stride
):
    """Each round interrupts some steps later, until a change gets through."""
    interrupter = Interrupter(monkeypatch)
    for due in range(1, 1_000, stride):
        before = read_key(key_file)
        interrupter.made, interrupter.due = 0, due
        try:
            rekey(root, TOWNS)
            break
        except KeyboardInterrupt:
            interrupter.due = None
        for name in TOWNS:
            assert len(pseudonyms(root, name)) == 2, f"step {due}"
        if read_key(key_file).kid == before.kid:
            assert rekey(root, TOWNS).earlier_kid == before.kid, f"step {due}"
        for name in TOWNS:
            assert pseudonyms(root, name) == made_with(read_key(key_file), name)
            assert before.kid in kids(root, name)
        assert keys_there(key_file) == ["avain"], f"step {due}"
    assert due > FEWEST_STEPS
