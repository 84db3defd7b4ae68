"""Whether figures that a project has published agree with its client files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evallib.data.people import People
from evallib.data.tables.references import place_of
from evallib.domain.errors import Place, Problem
from evallib.domain.project import Project
from evallib.domain.records import Pilot


def published_otherwise(
    project: Project, pilots: Sequence[Pilot], people: People
) -> list[Problem]:
    """Published counts that differ from those of the client files.

    Read a ``W-PUBLIC-MISMATCH`` as: either is wrong, or they count at another time.
    The published figure is shown as it is; the difference itself is for internal eyes.

    Parameters
    ----------
    project : Project
        With its plan, which says when and what is counted.
    pilots : sequence of Pilot
        As published. The only one is about all pilot clients; of several, each is
        about the group of its own name.
    people : People
        Clients and controls.
    """
    file = f"projects/{project.id}/project.toml"
    places = [
        place_of(project, "pilots", column)
        for column in dict.fromkeys(_differing(project, pilots, people))
    ]
    places += [
        Place(file, column=f"already_public[{name}].cells")
        for name in _differing_statements(project, people)
    ]
    return [Problem("W-PUBLIC-MISMATCH", each) for each in places]


def _differing_statements(project: Project, people: People) -> Iterator[str]:
    """Statements about the whole pilot, or a group of its name, with another size."""
    groups = {str(name.fi).lower(): at for at, name in enumerate(people.clusters)}
    for figure in project.already_public:
        among = people.pilot
        if figure.population not in ("pilot", project.id):
            if figure.population not in groups:
                continue
            among = people.in_cluster(groups[figure.population])
        if figure.cells.get("n", int(among.sum())) != among.sum():
            yield figure.id


def _differing(
    project: Project, pilots: Sequence[Pilot], people: People
) -> Iterator[str]:
    groups = {name: number for number, name in enumerate(people.clusters)}
    plan = project.plan
    for pilot in pilots:
        among = people.pilot
        if len(pilots) > 1:
            if pilot.name not in groups:
                continue
            among = people.in_cluster(groups[pilot.name])
        if pilot.participants not in (None, int(among.sum())):
            yield "participants"
        point = people.point(plan.horizon_months) if plan else None
        if plan is None or point is None or pilot.outcome_kind != "employed":
            continue
        counted = people.tally(point, plan.primary, among=among)
        if not counted.pending and pilot.outcome_persons != counted.reached:
            yield "outcome_persons"
