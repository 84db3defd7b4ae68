"""The key changes in one step, and an interrupted change is taken up again."""

from __future__ import annotations

import os
import stat

import pytest

from evallib.data.identity.keyfile import create_key, read_key
from evallib.data.identity.rotation import begin_rotation, finish_rotation, waiting_key
from evallib.domain.errors import EnvironmentFault

ON_POSIX = pytest.mark.skipif(
    os.name != "posix", reason="rights of group and others are POSIX's"
)


@pytest.fixture
def place(tmp_path):
    """A key in place, alone in its folder."""
    path = tmp_path / "avaimet" / "pseudonyms.key"
    create_key(path)
    return path


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def test_the_present_key_stays_in_force_while_the_next_one_waits(place):
    before = place.read_bytes()
    rotation = begin_rotation(place)

    assert place.read_bytes() == before
    assert rotation.earlier_kid == read_key(place).kid
    assert rotation.key.kid != rotation.earlier_kid
    assert names(place.parent) == ["pseudonyms.key", "pseudonyms.key.next"]


@ON_POSIX
def test_only_the_owner_may_read_the_next_key(place):
    begin_rotation(place)

    assert stat.S_IMODE(place.with_name("pseudonyms.key.next").stat().st_mode) == 0o600


def test_a_finished_change_leaves_the_next_key_and_no_other(place):
    rotation = begin_rotation(place)
    finish_rotation(place, rotation)

    assert read_key(place).kid == rotation.key.kid
    assert names(place.parent) == ["pseudonyms.key"]


def test_an_interrupted_change_goes_on_with_the_same_next_key(place):
    interrupted = begin_rotation(place)
    again = begin_rotation(place)

    assert again.key.kid == interrupted.key.kid
    assert again.earlier_kid == interrupted.earlier_kid


def test_a_change_after_a_finished_one_has_a_third_key(place):
    first = begin_rotation(place)
    finish_rotation(place, first)
    second = begin_rotation(place)

    assert second.earlier_kid == first.key.kid
    assert second.key.kid not in (first.key.kid, first.earlier_kid)


def test_a_next_key_that_was_exchanged_replaces_nothing(place):
    rotation, before = begin_rotation(place), place.read_bytes()
    waiting = place.with_name("pseudonyms.key.next")
    waiting.unlink()
    create_key(waiting)

    with pytest.raises(ValueError, match="begin it again"):
        finish_rotation(place, rotation)
    assert place.read_bytes() == before


def test_a_present_key_that_was_exchanged_is_not_replaced(place):
    rotation = begin_rotation(place)
    place.unlink()
    other = create_key(place)

    with pytest.raises(ValueError, match="begin it again"):
        finish_rotation(place, rotation)
    assert read_key(place).kid == other.kid


def test_a_change_that_is_finished_is_not_finished_twice(place):
    rotation = begin_rotation(place)
    finish_rotation(place, rotation)

    with pytest.raises(EnvironmentFault, match="E-KEY-MISSING"):
        finish_rotation(place, rotation)
    assert read_key(place).kid == rotation.key.kid


def test_a_damaged_next_key_is_told(place):
    begin_rotation(place)
    place.with_name("pseudonyms.key.next").write_bytes(b"k" * 31)

    with pytest.raises(EnvironmentFault, match="E-KEY-MISSING"):
        begin_rotation(place)


def test_without_a_key_there_is_nothing_to_change(tmp_path):
    with pytest.raises(EnvironmentFault, match="E-KEY-MISSING"):
        begin_rotation(tmp_path / "pseudonyms.key")
    assert names(tmp_path) == []


def test_a_link_to_the_key_stays_a_link(place, tmp_path):
    link = tmp_path / "avain"
    link.symlink_to(place)
    rotation = begin_rotation(link)
    finish_rotation(link, rotation)

    assert link.is_symlink()
    assert read_key(place).kid == rotation.key.kid
    assert names(place.parent) == ["pseudonyms.key"]


def test_no_draft_of_the_old_key_outlives_the_change(place):
    left = [".pseudonyms.key.0123456789abcdef", ".pseudonyms.key.next.0123456789abcdef"]
    for name in (*left, "pseudonyms.key.varmuuskopio"):
        place.with_name(name).write_bytes(place.read_bytes())
    finish_rotation(place, begin_rotation(place))

    assert names(place.parent) == ["pseudonyms.key", "pseudonyms.key.varmuuskopio"]


def test_before_a_change_no_key_waits(place):
    assert waiting_key(place) is None

    assert begin_rotation(place).key.kid == waiting_key(place).kid


def test_a_key_that_may_not_be_replaced_is_told(place, monkeypatch):
    rotation, before = begin_rotation(place), place.read_bytes()

    def held(*_):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.replace", held)
    with pytest.raises(EnvironmentFault, match="E-PERM"):
        finish_rotation(place, rotation)
    assert place.read_bytes() == before


def test_what_is_said_of_a_change_holds_no_key(place):
    rotation = begin_rotation(place)
    waiting = place.with_name("pseudonyms.key.next").read_bytes()

    assert waiting.hex() not in repr(rotation)
    assert repr(waiting)[2:-1] not in repr(rotation)
