"""From the lines of an ESF project sheet to its values, with every fault's place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from evallib.data import values
from evallib.data.eura import form
from evallib.data.eura.pages import read_pages
from evallib.data.eura.passages import Passage, paragraphs, split_at, whole
from evallib.data.eura.scores import replies, scores
from evallib.data.eura.sheet import Money, Party, ProjectSheet, Reach
from evallib.domain.errors import InputError, Problem

DATES = re.compile(r"Alkaa\s+(\S+)\s+ja\s+päättyy\s+(\S+)")
WITH_ID = re.compile(r"(?P<name>.+?),?\s*(?P<id>\d{7}-\d)")
ADDRESS = re.compile(r"https?://[^\s\"<>]+")
DISTRICT = "seutukunta"

Parts = Mapping[str, Passage]


def read_sheet(path: Path, *, shown: str) -> ProjectSheet:
    """The values of one ESF project sheet.

    Read ``funding[0].realised`` as: the euros of EU and state money that were used;
    None where the sheet leaves the line empty.

    Parameters
    ----------
    path : Path
        The sheet as plain text, as HTML, or as text taken from a PDF.
    shown : str
        How messages name the file.

    Returns
    -------
    ProjectSheet
        Without the contact person and without telephone numbers.

    Raises
    ------
    InputError
        ``E-ESF-LAYOUT`` with the line and what was expected there; values that cannot
        be read are told all together.

    Notes
    -----
    Headings and labels are those of the numbered form and must stand in its order. A
    value that is missing stays missing. Nothing is guessed from a sheet of another
    layout.
    """
    sheet = whole(shown, read_pages(path, shown=shown))
    parts = split_at(sheet, form.HEADINGS, optional=form.NOT_YET)
    problems: list[Problem] = []
    made = _values(parts, problems)
    if made is None or problems:
        raise InputError(problems)
    return made


def _values(parts: Parts, problems: list[Problem]) -> ProjectSheet | None:
    project = split_at(parts[form.PROJECT], form.PROJECT_LABELS)
    applicant = split_at(
        parts[form.APPLICANT], form.APPLICANT_LABELS, optional=(form.PARTNERS,)
    )
    area = split_at(parts[form.AREA], form.AREA_LABELS)
    code = _required(project[form.CODE], form.CODE, problems)
    name = _required(project[form.NAME], form.NAME, problems)
    period = _period(project[form.PERIOD], problems)
    party = _applicant(applicant, problems)
    money = _funding(parts[form.FUNDING], problems)
    equality = replies(parts[form.EQUALITY], problems)
    principles = scores(parts[form.DEVELOPMENT], problems)
    if period is None:
        return None
    return ProjectSheet(
        code=code,
        name=name,
        priority=project[form.PRIORITY].flat(),
        objective=project[form.OBJECTIVE].flat(),
        start=period[0],
        end=period[1],
        state=project[form.STATE].flat(),
        authority=project[form.AUTHORITY].flat(),
        applicant=party,
        transfer=applicant[form.TRANSFER].flat(),
        partners=_partners(applicant),
        summary=tuple(paragraphs(parts[form.SUMMARY])),
        direct_groups=tuple(paragraphs(parts[form.DIRECT])),
        indirect_groups=tuple(paragraphs(parts[form.INDIRECT])),
        funding=money,
        regions=_listed(area[form.REGIONS]),
        subregions=tuple(map(_district, _listed(area[form.SUBREGIONS]))),
        municipalities=_listed(area[form.MUNICIPALITIES]),
        site=_address(area),
        reach=_reach(parts),
        equality=equality,
        principles=principles,
        final_report=_final_report(parts),
    )


def _required(passage: Passage, label: str, problems: list[Problem]) -> str:
    found = passage.flat()
    if found is None:
        problems.append(passage.fault(label, case="value"))
    return found or ""


def _period(passage: Passage, problems: list[Problem]) -> tuple[date, date] | None:
    match = DATES.search(passage.flat() or "")
    try:
        if match:
            start, end = values.day(match[1]), values.day(match[2].rstrip("."))
            if start <= end:
                return start, end
    except values.BadValue:
        pass
    expected = "Alkaa p.k.vvvv ja päättyy p.k.vvvv"
    problems.append(passage.fault(expected, case="value"))
    return None


def _applicant(parts: Parts, problems: list[Problem]) -> Party:
    business_id = parts[form.BUSINESS_ID].flat()
    if business_id and not re.fullmatch(r"\d{7}-\d", business_id):
        problems.append(parts[form.BUSINESS_ID].fault("1234567-8", case="value"))
    website = parts[form.WEBSITE].flat()
    is_address = bool(website and ADDRESS.fullmatch(website))
    return Party(
        name=_required(parts[form.OFFICIAL_NAME], form.OFFICIAL_NAME, problems),
        kind=parts[form.ORGANISATION_KIND].flat(),
        business_id=business_id,
        place=parts[form.TOWN].flat(),
        url=website if is_address else None,
        address=_address(parts),
        website=None if is_address else website,
    )


def _partners(parts: Parts) -> tuple[Party, ...]:
    """One a line; a business id alone on a line belongs to the line above."""
    if form.PARTNERS not in parts:
        return ()
    lines = [line.text for line in parts[form.PARTNERS].lines if line.text]
    text = re.sub(r"\n(?=\d{7}-\d$)", " ", "\n".join(lines), flags=re.MULTILINE)
    found = []
    for line in text.split("\n") if text else ():
        match = WITH_ID.fullmatch(line)
        found.append(
            Party(match["name"], business_id=match["id"]) if match else Party(line)
        )
    return tuple(found)


def _address(parts: Parts) -> str | None:
    street = parts[form.STREET].flat()
    town = [parts[form.POSTCODE].flat(), parts[form.TOWN].flat()]
    return ", ".join(filter(None, (street, " ".join(filter(None, town))))) or None


def _funding(passage: Passage, problems: list[Problem]) -> tuple[Money, ...]:
    parts = split_at(passage, form.FUNDING_LABELS)

    def euros(label: str) -> float | None:
        written = parts[label].flat()
        try:
            amount = values.number(written) if written else None
        except values.BadValue:
            amount = -1
        if amount is not None and amount < 0:
            problems.append(parts[label].fault(f"{label}: 915 000", case="value"))
            return None
        return amount

    return (
        Money("eu_and_state", euros(form.GRANTED), euros(form.USED)),
        Money("public_total", euros(form.PLANNED_TOTAL), euros(form.USED_TOTAL)),
    )


def _listed(passage: Passage) -> tuple[str, ...]:
    parts = (part.strip() for part in (passage.flat() or "").split(","))
    return tuple(part for part in parts if part)


def _district(name: str) -> str:
    """The sheet writes only the genitive: ``Porin`` is the sub-region of Pori."""
    return name if name.endswith(DISTRICT) else f"{name} {DISTRICT}"


def _reach(parts: Parts) -> tuple[Reach, ...]:
    sections = (parts[form.COMPANIES], parts[form.PERSONS])
    found = []
    for passage, term in zip(sections, form.terms()["indicators"], strict=True):
        labels = split_at(
            passage, (form.PLANNED, form.REALISED), optional=(form.REALISED,)
        )
        realised = labels.get(form.REALISED)
        found.append(
            Reach(
                term["id"],
                labels[form.PLANNED].flat(),
                realised.flat() if realised else None,
            )
        )
    return tuple(found)


def _final_report(parts: Parts) -> tuple[str, ...]:
    found = parts.get(form.FINAL_REPORT)
    return tuple(paragraphs(found)) if found else ()
