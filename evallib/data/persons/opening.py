"""The processed client files of a project, opened for one round of a study."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evallib.data.clean import input_hashes, processed_folder
from evallib.data.intake.checking import client_files
from evallib.data.people import People
from evallib.data.persons.answers_of import answers_of
from evallib.data.persons.people_of import people_of
from evallib.data.store import Provenance, open_processed
from evallib.data.surveys.answers import Answers
from evallib.domain.project import Project, Round


@dataclass(frozen=True, slots=True)
class Earlier:
    """The clients of today's data as they stood at the cut-off of an earlier round."""

    round: Round
    people: People


@dataclass(frozen=True, slots=True)
class Opened:
    """What the client files of a project say at one cut-off."""

    people: People | None = None
    earlier: Earlier | None = None
    answers: tuple[Answers, ...] = ()
    intake: Provenance | None = None


NOBODY = Opened()


def opened(root: Path, project: Project, chosen: Round, *, as_of: date) -> Opened:
    """Open the processed data of a project, if it has client files.

    Read ``earlier`` as: the same people at the cut-off of the round before, by what
    is known of them today.

    Parameters
    ----------
    root : Path
        The folder that holds ``data/``.
    project : Project
        What it declares.
    chosen : Round
        The round that the study is of.
    as_of : date
        Its cut-off.

    Returns
    -------
    Opened
        Empty for a project without client files.

    Raises
    ------
    InputError
        ``E-STALE`` if they are missing, edited, or made of other files than those
        that lie in ``data/raw`` now.
    """
    if not client_files(project):
        return NOBODY
    inputs = input_hashes(root, project)
    raw_is_here = any(digest for name, digest in inputs.items() if "/raw/" in name)
    processed = open_processed(
        processed_folder(root, project.id), inputs=inputs if raw_is_here else None
    )
    before = [each for each in project.rounds if each.as_of < as_of and each != chosen]
    earlier = None
    if before:
        last = max(before, key=lambda each: each.as_of)
        people = people_of(processed, project, as_of=last.as_of)
        earlier = Earlier(last, people) if people is not None and len(people) else None
    return Opened(
        people=people_of(processed, project, as_of=as_of),
        earlier=earlier,
        answers=answers_of(processed, project),
        intake=processed.manifest.provenance,
    )
