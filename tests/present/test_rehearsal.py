"""Nothing of a rehearsal is left that could change a report."""

import subprocess
import sys

import matplotlib

from evallib.present.blocks import block_templates
from evallib.present.rehearsal import rehearse

QUIET = """
import sys, threading
from evallib.present.rehearsal import rehearse
rehearse()
print("matplotlib.pyplot" in sys.modules, threading.active_count())
"""


def test_settings_are_as_before():
    before = dict(matplotlib.rcParams.copy())
    rehearse()

    assert dict(matplotlib.rcParams.copy()) == before


def test_every_template_is_compiled():
    rehearse()
    templates = block_templates()

    assert len(templates.cache) == len(templates.list_templates())


def test_no_thread_and_no_chosen_backend_stand_in_the_way_of_a_fork():
    done = subprocess.run(
        [sys.executable, "-c", QUIET], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "1"]
