"""Files appear whole or not at all, and a full disk is told in words."""

import errno
import os

import pytest

from evallib.domain.errors import EnvironmentFault
from evallib.run.publishing import storage
from evallib.run.publishing.storage import (
    disk_faults,
    move_file,
    replace_file,
    require_space,
)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "E-DISK"),
        (errno.EACCES, "E-PERM"),
        (errno.EROFS, "E-PERM"),
    ],
)
def test_faults_of_the_disk_have_words(number, code):
    with pytest.raises(EnvironmentFault, match=code), disk_faults("reports"):
        raise OSError(number, os.strerror(number))


def test_other_faults_of_the_system_are_not_hidden():
    with pytest.raises(OSError, match="Bad file"), disk_faults("reports"):
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def test_too_little_space_is_noticed_before_work(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALLIB_FREE_MB", str(10**9))
    with pytest.raises(EnvironmentFault, match="E-DISK"):
        require_space(tmp_path)


def test_a_replaced_file_leaves_no_draft(tmp_path):
    path = tmp_path / "a.json"
    replace_file(path, "1\n", drafts=tmp_path / "drafts")
    replace_file(path, "ä\n", drafts=tmp_path / "drafts")

    assert path.read_bytes() == "ä\n".encode()
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["a.json", "drafts"]


def test_a_file_held_open_for_a_moment_is_waited_for(tmp_path, monkeypatch):
    source, target = tmp_path / "run" / "new.html", tmp_path / "old.html"
    held_open(monkeypatch, source, target, times=3)
    move_file(source, target)

    assert target.read_text() == "new"


def test_a_file_held_open_for_good_gets_the_new_one_beside_it(tmp_path, monkeypatch):
    source, target = tmp_path / "run" / "new.html", tmp_path / "old.html"
    held_open(monkeypatch, source, target, times=99)
    with pytest.raises(EnvironmentFault, match="E-PERM"):
        move_file(source, target)

    assert target.read_text() == "old"
    assert (tmp_path / "old.run.html").read_text() == "new"


def held_open(monkeypatch, source, target, *, times):
    source.parent.mkdir()
    source.write_text("new")
    target.write_text("old")
    left = [times]
    replace = type(source).replace

    def refuse(self, other):
        if other == target and left[0]:
            left[0] -= 1
            raise PermissionError(errno.EACCES, "held open")
        return replace(self, other)

    monkeypatch.setattr(type(source), "replace", refuse)
    monkeypatch.setattr(storage, "PAUSES", (0, 0, 0, 0))
