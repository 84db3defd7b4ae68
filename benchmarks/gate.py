"""What the disclosure gate costs: seconds, and numbers that are hidden.

    python benchmarks/gate.py

Makes the shipped projects in a temporary folder, then asks for every public report once
more in one process: the analysis, the gate with its audits, and the page each have a
clock. ``by rule`` counts the hidden cells that are unsafe themselves. No fewer can be
hidden; the solver proves for the counts among the others that they are the fewest that
keep these uncertain.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]
if sys.path[0] == str(Path(__file__).parent):
    sys.path[0] = str(ROOT)
COPIED = ("notebooks", "projects", "data")


@dataclass(frozen=True, slots=True)
class Cost:
    """One report: seconds of each part, hidden cells, those hidden by a rule."""

    report: str
    analysis: float
    gate: float
    page: float
    hidden: int
    by_rule: int
    withheld: int

    @property
    def portion(self) -> float:
        return self.gate / (self.analysis + self.gate + self.page)


def planted(root: Path) -> None:
    """The shipped projects, published once so that their data are clean."""
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name)
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    command = [
        sys.executable,
        "-m",
        "evallib",
        "run",
        "--all",
        "--report",
        "evaluation",
    ]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)


def cost(root: Path, project: str, round_id: str) -> Cost:
    """One report in this process, after everything has been imported."""
    from evallib.analysis.closing.contents import SECTIONS
    from evallib.data.study import load_study
    from evallib.present.blocks import section_html
    from evallib.present.language import words
    from evallib.release.gate import release
    from evallib.release.joint.earlier import Report
    from evallib.release.suppression import solver
    from evallib.watching import watch_of

    study = load_study(
        root, project, round_id=round_id, language="fi", audience="public", as_of=None
    )
    solver._proven.clear()  # as in a kernel of its own
    watch, report = watch_of(study, root, edition=("", "")), Report()
    seconds, withheld = [0.0, 0.0, 0.0], 0
    for ask in SECTIONS:
        marks = [time.perf_counter()]
        section = ask(study)
        marks.append(time.perf_counter())
        if section is not None:
            released = release(section, report, watch)
            marks.append(time.perf_counter())
            section_html(released, words("fi"))
            withheld += sum(bool(each.withheld) for each in released.tables.values())
        marks.append(time.perf_counter())
        spent = [late - soon for soon, late in pairwise(marks)]
        seconds = [a + b for a, b in zip(seconds, [*spent, 0, 0][:3], strict=True)]
    hidden = [cell for each in watch.evidence.values() for cell in each.hidden]
    by_rule = sum(bool(each.why) for each in hidden)
    return Cost(f"{project} {round_id}", *seconds, len(hidden), by_rule, withheld)


def main() -> None:
    """Every round of every shipped project; the first is asked twice."""
    with tempfile.TemporaryDirectory(prefix="evallib-gate-") as folder:
        root = Path(folder, "tree")
        root.mkdir()
        os.environ["EVALLIB_ROOT"] = str(root)
        os.environ["EVALLIB_KEY_FILE"] = str(Path(folder, "pseudonyms.key"))
        planted(root)
        from evallib.data.projects import list_projects, load_project

        reports = [
            (project, each.id)
            for project in list_projects(root)
            for each in load_project(root, project).rounds
        ]
        cost(root, *reports[0])  # imports
        head = ("analysis s", "gate s", "page s", "gate %", "hidden", "by rule")
        print(f"{'report':28}" + "".join(f"{each:>11}" for each in head) + "  tables")
        for project, round_id in reports:
            print(_line(cost(root, project, round_id)))


def _line(each: Cost) -> str:
    seconds = f"{each.analysis:11.2f}{each.gate:11.2f}{each.page:11.2f}"
    told = f"{100 * each.portion:11.0f}{each.hidden:11}{each.by_rule:11}"
    return f"{each.report:28}{seconds}{told}{each.withheld:8}"


if __name__ == "__main__":
    main()
