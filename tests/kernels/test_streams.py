"""A kernel's streams wake nobody when there is nothing to publish."""

import pytest
from ipykernel.iostream import OutStream

from evallib.kernels.streams import PromptStream


@pytest.fixture
def flushed(monkeypatch):
    """A stream without a kernel, and how often it was really flushed."""
    times = []
    monkeypatch.setattr(OutStream, "write", lambda self, text: len(text))
    monkeypatch.setattr(OutStream, "flush", lambda self: times.append(1))
    return PromptStream.__new__(PromptStream), times


def test_nothing_written_is_nothing_to_wait_for(flushed):
    stream, times = flushed
    stream.flush()

    assert times == []


def test_a_text_is_published_once(flushed):
    stream, times = flushed
    assert stream.write("tulos") == 5
    stream.flush()
    stream.flush()

    assert times == [1]


def test_a_text_after_a_flush_is_published_by_the_next(flushed):
    stream, times = flushed
    for _ in range(2):
        stream.write("tulos")
        stream.flush()

    assert times == [1, 1]
