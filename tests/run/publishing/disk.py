"""A disk that counts what is done to it, and fails at a step of one's choice."""

import errno
import io
import os

KILLED = 137


class Disk:
    """Counts the steps that change a disk: files made, written, synced, moved, removed.

    Attributes
    ----------
    at : int, optional
        The step that fails, counted from nought; none fails where it is not told.
    """

    def __init__(self, at=None):
        self.at, self.steps = at, []

    def step(self, name, half=lambda: None):
        """Count a step; ``half`` is what is done of it when the disk fails."""
        self.steps.append(name)
        if self.at is not None and self.fails(name, len(self.steps) - 1):
            half()
            self.fail()

    def fails(self, name, number):
        return number == self.at

    def fail(self):
        raise NotImplementedError

    def watch(self, monkeypatch):
        """See everything that Python does to files from now on."""
        for name in ("fsync", "replace", "unlink", "mkdir", "rmdir"):
            monkeypatch.setattr(os, name, self._counted(name, getattr(os, name)))
        monkeypatch.setattr(os, "open", self._os_open(os.open))
        monkeypatch.setattr(io, "open", self._io_open(io.open))

    def _counted(self, name, real):
        def call(*arguments, **named):
            self.step(name)
            return real(*arguments, **named)

        return call

    def _os_open(self, real):
        def call(path, flags, *arguments, **named):
            if flags & os.O_CREAT:
                self.step("open")
            return real(path, flags, *arguments, **named)

        return call

    def _io_open(self, real):
        def call(path, mode="r", buffering=-1, *text, **named):
            if not set(mode) & set("wax+"):
                return real(path, mode, buffering, *text, **named)
            self.step("open")
            raw = _Watched(path, mode.translate({ord(each): "" for each in "bt"}))
            raw.disk = self
            buffer = (io.BufferedRandom if "+" in mode else io.BufferedWriter)(raw)
            return buffer if "b" in mode else io.TextIOWrapper(buffer, *text, **named)

        return call


class _Watched(io.FileIO):
    def write(self, data):
        write = super().write
        self.disk.step("write", lambda: write(data[: len(data) // 2]))
        return write(data)


class DyingDisk(Disk):
    """The process is gone in the middle of the step, and nothing is unwound."""

    def fail(self):
        os._exit(KILLED)


GROWING = ("open", "write", "mkdir", "fsync")  # what needs room; moves do not


class FullDisk(Disk):
    """No byte more from the step on."""

    def fails(self, name, number):
        return number >= self.at and name in GROWING

    def fail(self):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class ReadOnlyDisk(Disk):
    """Nothing can be changed from the step on."""

    def fails(self, name, number):
        return number >= self.at

    def fail(self):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))


class NearlyFullDisk(FullDisk):
    """No room at the step, and some again right after it."""

    def fails(self, name, number):
        return number == self.at
