"""The project file that an ESF project sheet becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evallib.data.eura import form
from evallib.data.eura.pages import TITLE
from evallib.data.eura.sheet import Party, ProjectSheet
from evallib.data.starting.toml_text import Value, headed, line, table

PROGRAMME = "Vipuvoimaa EU:lta, Euroopan sosiaalirahasto (ESR)"
FUNDER = "Euroopan sosiaalirahasto (ESR)"
SOURCE = "esr-kuvaus"
FINAL = {"fi": "Loppuarviointi", "sv": "Slututvärdering", "en": "Final evaluation"}
COMMENT = """\
# Made from an ESF project sheet by `evallib import-esf`, and yours to go on with:
# add texts in sv and en, conclusions.fi.md, and further tables as you get them.
"""


def project_toml(sheet: ProjectSheet, project: str, kinds: Sequence[str]) -> str:
    """The project file, with comments for whoever goes on with it."""
    parts = [
        COMMENT,
        _head(sheet, project),
        headed("1 Project"),
        table("period", {"start": sheet.start, "end": sheet.end}, repeated=False),
        *_facts(sheet),
        headed("2 Applicant and partners"),
        *_organisations(sheet),
        headed("5 Public funding, euros"),
        *_funding(sheet),
        headed("6 Area"),
        _area(sheet),
        headed("Source"),
        "# The programme publishes these sheets; otherwise remove already_public.\n"
        + table("sources", _source(sheet)),
        headed("Evaluation round"),
        "# The cut-off is the planned last day of the project.\n"
        + table(
            "rounds",
            {"id": "final", "kind": "final", "as_of": sheet.end, "title": FINAL},
        ),
        headed("Tables"),
        *(_file(kind) for kind in kinds),
    ]
    return "\n".join(parts)


def _head(sheet: ProjectSheet, project: str) -> str:
    rows = {"id": project, "language": "fi", "name": sheet.name}
    rows |= {"code": sheet.code, "programme": PROGRAMME}
    return "\n".join(line(key, value) for key, value in rows.items()) + "\n"


def _facts(sheet: ProjectSheet) -> Iterator[str]:
    held = {
        "priority": sheet.priority,
        "objective": sheet.objective,
        "state": sheet.state,
        "applicants": sheet.transfer,
        "address": sheet.applicant.address,
        "site": sheet.site,
        "website": sheet.applicant.website,
    }
    for money in sheet.funding:  # a funding line needs the plan; nothing is left out
        if money.planned is None and money.realised is not None:
            held[money.id] = _written(money.realised)
    for name, value in held.items():
        if value:
            label: Mapping[str, str] = form.terms()["facts"][name]
            yield table("facts", {"label": label, "value": value})


def _written(euros: float) -> str:
    parted = f"{euros:,.2f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
    return parted.removesuffix(",00")


def _organisations(sheet: ProjectSheet) -> Iterator[str]:
    yield _organisation(sheet.applicant, "applicant")
    for partner in sheet.partners:
        yield _organisation(partner, "partner")
    if sheet.authority:
        yield _organisation(Party(sheet.authority), "authority")
    yield _organisation(Party(FUNDER), "funder")


def _organisation(party: Party, role: str) -> str:
    rows: dict[str, Value | None] = {"name": party.name, "role": role}
    rows |= {"kind": party.kind, "business_id": party.business_id}
    return table("organisations", {**rows, "place": party.place, "url": party.url})


def _funding(sheet: ProjectSheet) -> Iterator[str]:
    for money in sheet.funding:
        if money.planned is not None:
            rows: dict[str, Value | None] = {"id": money.id, "source": SOURCE}
            rows |= {"planned_eur": money.planned, "realised_eur": money.realised}
            yield table("funding", rows)


def _area(sheet: ProjectSheet) -> str:
    rows = {
        "regions": sheet.regions,
        "subregions": sheet.subregions,
        "municipalities": sheet.municipalities,
    }
    return table("area", {k: v for k, v in rows.items() if v}, repeated=False)


def _source(sheet: ProjectSheet) -> dict[str, Value | None]:
    return {
        "id": SOURCE,
        "title": f"{TITLE}: {sheet.name}, {sheet.code}",
        "publisher": PROGRAMME,
        "already_public": True,
    }


def _file(kind: str) -> str:
    rows = {"path": f"{kind}.csv", "kind": kind, "source": SOURCE}
    return table(f"files.{kind}", rows, repeated=False)
