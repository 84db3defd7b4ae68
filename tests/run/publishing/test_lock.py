"""One writer at a time, and a lock that does not outlive its holder."""

import json
import socket
import subprocess
import sys
import time

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

# Twenty times at the same moment; who is let in must be alone.
COMPETE = """
import sys, time
from pathlib import Path
from evallib.domain.errors import LockedError
from evallib.run.publishing.lock import only_writer
reports, start = Path(sys.argv[1]), float(sys.argv[2])
mark = reports / "inside"
for number in range(20):
    time.sleep(max(0, start + number / 20 - time.time()))
    try:
        with only_writer(reports):
            mark.touch(exist_ok=False)
            time.sleep(0.01)
            mark.unlink()
            print("in", flush=True)
    except LockedError:
        print("out", flush=True)
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


def test_two_runs_at_once_are_never_both_let_in(tmp_path):
    start = time.time() + 2
    command = [sys.executable, "-c", COMPETE, str(tmp_path), str(start)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in "ab"]
    said = [run.communicate(timeout=60)[0].split() for run in runs]

    assert [run.returncode for run in runs] == [0, 0]
    assert all(len(each) == 20 and set(each) <= {"in", "out"} for each in said)
    assert all("in" in pair for pair in zip(*said, strict=True))


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
