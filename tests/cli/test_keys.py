"""The key is made once, told by its id, and never seen."""

from __future__ import annotations

import base64
import os
import stat

import pytest

from evallib.cli import program
from evallib.data.identity.keyfile import read_key

ON_POSIX = pytest.mark.skipif(
    os.name != "posix", reason="rights of group and others are POSIX's"
)


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A tree without projects, which the commands find from the working folder."""
    folder = tmp_path / "puu"
    (folder / "projects").mkdir(parents=True)
    for name in ("EVALLIB_ROOT", "EVALLIB_LANGUAGE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where the variable says that the key is."""
    path = tmp_path / "avaimet" / "avain"
    monkeypatch.setenv("EVALLIB_KEY_FILE", str(path))
    return path


@pytest.fixture
def typed(tree, capfd):
    """Runs a command line; gives its code and all that it said."""

    def run(*words):
        code = program.main([*words, "--ui-language", "en"])
        said = capfd.readouterr()
        return code, said.out + said.err

    return run


def test_a_new_key_is_told_by_its_id(typed, place):
    code, said = typed("key", "new")

    assert code == 0
    assert said.startswith(f"Key {read_key(place).kid} has been made.")
    assert "EVALLIB_KEY_FILE" in said
    assert str(place) not in said


@ON_POSIX
def test_a_new_key_is_its_owners_alone(typed, place):
    typed("key", "new")

    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_without_the_variable_the_key_is_made_in_the_accounts_own_place(
    typed, tmp_path, monkeypatch
):
    monkeypatch.delenv("EVALLIB_KEY_FILE", raising=False)
    path = tmp_path / "oma" / "evallib" / "pseudonyms.key"
    monkeypatch.setattr(
        "evallib.data.identity.keyfile._data_folder", lambda _: tmp_path / "oma"
    )
    code, said = typed("key", "new")

    assert code == 0
    assert f"Place: {path}." in said
    assert path.is_file()


def test_the_id_is_shown_again(typed, place):
    typed("key", "new")

    assert typed("key", "show-id") == (0, f"The key's id is {read_key(place).kid}.\n")


def test_a_key_that_is_there_is_not_replaced(typed, place):
    typed("key", "new")
    before = place.read_bytes()
    code, said = typed("key", "new")

    assert code == 7
    assert said.startswith("E-KEY-PLACE  EVALLIB_KEY_FILE")
    assert place.read_bytes() == before


@pytest.mark.parametrize("folder", ["varasto", "Dropbox", "OneDrive - Kaupunki"])
def test_a_key_is_not_made_where_others_would_get_it(
    typed, tmp_path, monkeypatch, folder
):
    (tmp_path / "varasto" / ".git").mkdir(parents=True)
    path = tmp_path / folder / "avain"
    monkeypatch.setenv("EVALLIB_KEY_FILE", str(path))
    code, said = typed("key", "new")

    assert code == 7
    assert said.startswith("E-KEY-PLACE")
    assert not path.exists()


def test_a_key_that_is_not_there_has_no_id(typed, place):
    code, said = typed("key", "show-id")

    assert code == 7
    assert said.startswith("E-KEY-MISSING")
    assert not place.exists()


def test_a_key_typed_in_place_of_its_path_is_not_repeated(typed, monkeypatch, tree):
    secret = "9f" * 32
    monkeypatch.setenv("EVALLIB_KEY_FILE", secret)
    code, said = typed("key", "new")
    kept = (tree / "reports" / ".runs" / "problems.json").read_text("utf-8")

    assert code == 7
    assert secret not in said + kept


def test_a_changed_key_is_told_by_both_ids(typed, place):
    typed("key", "new")
    before = read_key(place).kid
    code, said = typed("key", "rotate", "--all")

    assert code == 0
    assert f"new one has the id {read_key(place).kid}, the earlier one {before}" in said


def test_the_key_is_not_changed_for_nobody_in_particular(typed, place):
    typed("key", "new")
    code, said = typed("key", "rotate")

    assert code == 3
    assert said.startswith("E-NOTHING-TO-RUN  evallib key rotate")


def test_a_project_left_out_of_a_change_is_named(typed, place, tree):
    typed("key", "new")
    (tree / "data" / "processed" / "pori").mkdir(parents=True)
    (tree / "data" / "processed" / "pori" / "manifest.json").write_text("{", "utf-8")
    (tree / "projects" / "rauma").mkdir()
    (tree / "projects" / "rauma" / "project.toml").write_text('id = "rauma"', "utf-8")
    code, said = typed("key", "rotate", "rauma")

    assert code == 7
    assert said.startswith("E-KEY-MIX  evallib key rotate")
    assert "all of them named: pori" in said


@pytest.mark.parametrize("damage", ["none", "others may read", "too long"])
def test_the_bytes_of_the_key_are_nowhere(typed, tree, place, damage):
    said = typed("key", "new")[1]
    secret = place.read_bytes()
    if damage == "others may read":
        place.chmod(0o644)
    if damage == "too long":
        place.write_bytes(secret + b"k")
    said += typed("key", "show-id")[1] + typed("key", "new")[1]
    kept = [each for each in tree.rglob("*") if each.is_file()]
    told = said.encode() + b"".join(each.read_bytes() for each in kept)
    forms = (secret, secret.hex().encode(), base64.b64encode(secret))

    assert kept
    assert not [form for form in forms if form in told]
    assert not [name for name, value in os.environ.items() if secret.hex() in value]
