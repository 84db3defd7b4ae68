"""Makes one report in its run folder; what a worker process does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evallib.data.projects import require_round
from evallib.domain.errors import DisclosureError, Place, Problem
from evallib.domain.project import Project, Round
from evallib.domain.vocabulary import Text
from evallib.present.page import frame
from evallib.present.read_back import unreleased
from evallib.release.evidence import (
    EVIDENCE,
    attack_results,
    read_evidence,
    read_prose,
)
from evallib.run.making.execute import Executed, execute
from evallib.run.making.export import Frame, export_page
from evallib.run.making.notebook_source import read_notebook, require_parameters
from evallib.run.making.subject import subject
from evallib.run.making.unchecked import Checked, checked, withheld_cells
from evallib.run.provenance import Provenance, file_hash, provenance
from evallib.run.publishing.releasing import name_edition
from evallib.run.publishing.run_folder import mark_stage
from evallib.run.publishing.storage import disk_faults, json_text, write_file
from evallib.run.task import Task

RESULTS_FORMAT = 1
SHOWN_DIGITS = 12
PAGE, RESULTS = "page.html", "results.json"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished report that still lies in its run folder.

    Attributes
    ----------
    facts : mapping
        What the gallery shows of the project and the round.
    withheld : int
        How many tables the release gate withheld.
    notes : tuple of Problem
        Outputs, words and code of the notebook that a public page leaves out.
    """

    task: Task
    folder: Path
    origin: Provenance
    facts: Mapping[str, Any]
    withheld: int
    notes: tuple[Problem, ...] = ()


def make_report(task: Task, folder: Path, *, origin: Provenance | None = None) -> Made:
    """Execute, prove and export one report; publishes nothing.

    A plain function of values that can be sent to another process or computer; it
    writes only into the run folder.

    Parameters
    ----------
    task : Task
        Which report.
    folder : Path
        Its run folder, from ``open_run_folder``.
    origin : Provenance, optional
        Where it is known already, on a computer that sees more files.

    Raises
    ------
    UserError
        What the user can correct; every other exception is a fault of evallib.
    """
    shown = task.notebook.relative_to(task.root).as_posix()
    project = subject(task)
    chosen = require_round(project, task.round)
    origin = origin or provenance(task, project)
    notebook = read_notebook(task.notebook, shown=shown)
    require_parameters(notebook, task.parameters, shown=shown)
    with disk_faults("reports/.runs"):
        name_edition(task, folder, origin.numbers_fingerprint)
        mark_stage(folder, "execute")
        done = execute(
            notebook, task.parameters, root=task.root, folder=folder, shown=shown
        )
        mark_stage(folder, "render")
        facts = _facts(project, chosen, task)
        numbers = [each for line in done.shown for each in line.get("results", ())]
        checks, notes = _checks(task, project, done, folder)
        if task.audience == "public":
            attack_results(folder, numbers)
        around = {
            **_words_around(project, chosen, task),
            "parameters": task.parameters,
            "provenance": _footer(origin),
            "guarded": _guarded(folder),
        }
        public = task.audience == "public"
        page = export_page(
            done.notebook, Frame(task.language, public, done.shown, around, checks)
        )
        if public:
            _require_released(page, numbers, task)
        write_file(folder / PAGE, page)
        write_file(folder / RESULTS, _results(facts, numbers))
        mark_stage(folder, "publish")
    withheld = sum(len(line.get("withheld", ())) for line in done.shown)
    return Made(task, folder, origin, facts, withheld, notes)


def _require_released(
    page: str, numbers: Sequence[Mapping[str, Any]], task: Task
) -> None:
    """Audit A6 of the page: it tells the numbers that were attacked, and no others.

    Raises
    ------
    DisclosureError
        ``E-AUDIT`` with the table or section that tells something else.
    """
    strange = unreleased(page, numbers, task.language)
    if strange:
        raise DisclosureError([Problem("E-AUDIT", Place(each)) for each in strange])


def _checks(
    task: Task, project: Project, done: Executed, folder: Path
) -> tuple[Checked, tuple[Problem, ...]]:
    """How cells are checked, and what a public page leaves out of them.

    Raises
    ------
    DisclosureError
        If something is left out and the task is strict.
    """
    hidden, repeating = read_prose(folder)
    checks = checked(done.shown, hidden, project.disclosure.prose.reviewed_sha256)
    if task.audience == "internal":
        return checks, ()
    notebook = task.notebook.relative_to(task.root).as_posix()
    notes = [*withheld_cells(done.notebook, checks, notebook=notebook)]
    notes += [
        Problem(
            "W-TEXT-NUMBER", Place(f"projects/{project.id}/{name}"), {"sha256": sha}
        )
        for name, sha in repeating.items()
    ]
    if notes and task.strict:
        raise DisclosureError(notes)
    return checks, tuple(notes)


def _facts(project: Project, chosen: Round, task: Task) -> dict[str, Any]:
    return {
        "project": project.id,
        "name": _wording(project.name),
        "project_language": project.language,
        "round": chosen.id,
        "round_title": _wording(chosen.title),
        "kind": chosen.kind,
        "as_of": task.parameters.get("as_of") or chosen.as_of.isoformat(),
    }


def _words_around(project: Project, chosen: Round, task: Task) -> Mapping[str, object]:
    name, _ = project.name.in_language(task.language)
    title = chosen.title.in_language(task.language)[0] if chosen.title else chosen.id
    return frame(
        task.language,
        title=name,
        edition=f"{name} · {title}",
        simulated=project.simulated,
    )


def _wording(text: Text | None) -> dict[str, str | None] | None:
    if text is None:
        return None
    return {"fi": text.fi, "sv": text.sv, "en": text.en}


def _footer(origin: Provenance) -> dict[str, object]:
    """What the page says of its origin; the whole of it stands in the manifest."""
    return {
        "inputs": dict(origin.inputs),
        "notebook": dict(origin.notebook),
        "versions": dict(origin.versions),
        "package": origin.package,
        "lock": origin.lock,
    }


def _guarded(folder: Path) -> dict[str, object] | None:
    """How many cells are hidden, and the fingerprint of what the audits have found."""
    sections = read_evidence(folder / EVIDENCE)
    if not sections:
        return None
    digest = file_hash(folder / EVIDENCE)[:SHOWN_DIGITS]
    return {"hidden": sum(len(each["hidden"]) for each in sections), "digest": digest}


def _results(facts: Mapping[str, Any], numbers: Sequence[Mapping[str, Any]]) -> str:
    """Every released number, in the order of the report; no word of any language."""
    head = {name: facts[name] for name in ("project", "round", "as_of")}
    lines = [json.dumps(each, ensure_ascii=False, sort_keys=True) for each in numbers]
    opening = json_text({"format": RESULTS_FORMAT, **head}).rstrip("\n}")
    body = ",\n".join(f"  {line}" for line in lines)
    return f'{opening},\n "numbers": [\n{body}\n ]\n}}\n'
