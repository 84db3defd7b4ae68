"""One writer at a time, and a lock that does not outlive its holder."""

import json
import socket
import subprocess
import sys

import pytest

from evallib.domain.errors import LockedError
from evallib.run.publishing.lock import FILE, only_writer

HOLD = """
import sys, time
from pathlib import Path
from evallib.run.publishing.lock import only_writer
with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_run_is_told_who_holds_the_lock(tmp_path, holder):
    with (
        pytest.raises(LockedError, match="E-LOCKED") as refused,
        only_writer(tmp_path),
    ):
        pytest.fail("the lock was given twice")

    facts = refused.value.problems[0].facts
    assert (facts["pid"], facts["host"]) == (holder.pid, socket.gethostname())
    assert refused.value.exit_code == 6


def test_the_lock_of_a_killed_run_is_taken_over(tmp_path, holder):
    holder.kill()
    holder.wait()

    with only_writer(tmp_path) as taken_over:
        assert taken_over
    with only_writer(tmp_path) as taken_over:
        assert not taken_over


def test_a_run_that_waits_begins_when_the_other_ends(tmp_path, holder):
    told = []

    def waiting(problem):
        told.append(problem.facts["pid"])
        holder.kill()

    with only_writer(tmp_path, waiting=waiting):
        assert told == [holder.pid]


def test_a_holder_on_another_computer_is_believed(tmp_path):
    (tmp_path / FILE).write_text(json.dumps({"pid": 1, "host": "toinen"}))

    with pytest.raises(LockedError, match="E-LOCKED"), only_writer(tmp_path):
        pytest.fail("the lock was taken from another computer")
