"""No page knows what time it is: the same inputs give the same bytes on any day."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CLOCK = re.compile(r"\b(now|today|time\.time|time_ns|localtime|gmtime|strftime)\(")
# Who holds the lock and since when, what is a week old, what was published on which
# day, when a plan was locked, and whether a file was written a moment ago. A stopwatch
# that tells no time is free to all.
ASKING = {
    "cli/plans.py",
    "run/publishing/lock.py",
    "run/publishing/releasing.py",
    "run/publishing/run_folder.py",
    "run/standing/memory.py",
}


def test_only_these_modules_ask_for_the_time():
    package = ROOT / "evallib"
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if CLOCK.search(path.read_text("utf-8"))
    }

    assert found == ASKING
