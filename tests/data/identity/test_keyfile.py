"""The key lies outside, belongs to one account, and is never replaced."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from evallib.data.identity.keyfile import create_key, key_path, read_key
from evallib.domain.errors import EnvironmentFault

ON_POSIX = pytest.mark.skipif(
    os.name != "posix", reason="rights of group and others are POSIX's"
)


@pytest.fixture
def place(tmp_path):
    return tmp_path / "avaimet" / "pseudonyms.key"


def refused(code, act, path):
    with pytest.raises(EnvironmentFault, match=code) as fault:
        act(path)
    (problem,) = fault.value.problems
    return problem


def test_a_new_key_is_read_back(place):
    made = create_key(place)

    assert read_key(place).kid == made.kid
    assert len(place.read_bytes()) == 32
    assert [each.name for each in place.parent.iterdir()] == [place.name]


def test_two_keys_differ(tmp_path):
    one, other = create_key(tmp_path / "a"), create_key(tmp_path / "b")

    assert one.kid != other.kid


@ON_POSIX
def test_only_the_owner_may_read_a_new_key(place):
    before = os.umask(0)
    try:
        create_key(place)
    finally:
        os.umask(before)

    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


@ON_POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_key_that_others_reach_is_refused(place, mode):
    create_key(place)
    place.chmod(mode)

    refused("E-KEY-PERM", read_key, place)


def test_a_key_is_never_replaced(place):
    create_key(place)
    before = place.read_bytes()

    assert refused("E-KEY-PLACE", create_key, place).facts == {"case": "exists"}
    assert place.read_bytes() == before
    assert [each.name for each in place.parent.iterdir()] == [place.name]


def test_an_absent_key_is_told(place):
    assert refused("E-KEY-MISSING", read_key, place).facts == {}


@pytest.mark.parametrize("content", [b"", b"k" * 31, b"k" * 33])
def test_a_file_of_another_length_is_no_key(tmp_path, content):
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)

    assert refused("E-KEY-MISSING", read_key, path).facts == {"case": "damaged"}


def test_a_folder_is_no_key(tmp_path):
    refused("E-KEY-MISSING", read_key, tmp_path)


@pytest.mark.parametrize("mark", ["folder", "file of a linked work tree"])
@pytest.mark.parametrize("act", [create_key, read_key])
def test_a_key_in_a_git_work_tree_is_refused(tmp_path, act, mark):
    git = tmp_path / ".git"
    git.mkdir() if mark == "folder" else git.write_text("gitdir: x", encoding="utf-8")

    assert refused("E-KEY-PLACE", act, tmp_path / "a" / "key").facts == {}
    assert not (tmp_path / "a").exists()


def test_a_tree_of_evallib_needs_no_git_to_be_refused(tmp_path):
    (tmp_path / "projects").mkdir()
    (tmp_path / "data" / "raw").mkdir(parents=True)

    refused("E-KEY-PLACE", create_key, tmp_path / "key")


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive - Kaupunki",
        "Dropbox",
        "iCloudDrive",
        "Mobile Documents/com~apple~CloudDocs",
        "Google Drive",
        "GoogleDrive-maija",
        "Nextcloud",
    ],
)
def test_a_key_in_a_synchronised_folder_is_refused(tmp_path, folder):
    problem = refused("E-KEY-PLACE", create_key, tmp_path / folder / "key")

    assert problem.facts == {"case": "synchronised"}


def test_a_link_into_a_synchronised_folder_is_followed(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "avaimet").symlink_to(tmp_path / "Dropbox")

    refused("E-KEY-PLACE", create_key, tmp_path / "avaimet" / "key")


def test_a_folder_that_may_not_be_written_is_told(tmp_path):
    (tmp_path / "tiedosto").write_text("x", encoding="utf-8")

    refused("E-PERM", create_key, tmp_path / "tiedosto" / "alla" / "key")


def test_the_variable_names_the_place(tmp_path):
    assert key_path({"EVALLIB_KEY_FILE": str(tmp_path / "k")}) == tmp_path / "k"


def test_without_the_variable_the_place_is_the_accounts_own(tmp_path):
    environment = {"XDG_DATA_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    path = key_path(environment)

    assert path.parts[-2:] == ("evallib", "pseudonyms.key")
    assert path.is_absolute()
    assert Path(__file__).parents[3] not in path.parents


def test_a_key_in_place_of_its_path_is_not_echoed():
    secret = "9f" * 32

    problem = refused("E-KEY-PLACE", key_path, {"EVALLIB_KEY_FILE": secret})

    assert problem.facts == {"case": "relative"}
    assert secret not in repr(problem)


def test_the_home_of_an_account_that_is_not_there_is_no_place():
    named = {"EVALLIB_KEY_FILE": "~nobody-by-this-name/pseudonyms.key"}

    assert refused("E-KEY-PLACE", key_path, named).facts == {"case": "relative"}
