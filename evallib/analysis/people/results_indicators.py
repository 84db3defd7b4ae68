"""Result indicators of the European Social Fund, counted from states and by sex."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from evallib.analysis.people.groups import LEAST_FOR_OUTCOMES, counted
from evallib.data.cohorts.days import MISSING
from evallib.data.esf_indicators import (
    FundIndicator,
    FundPeriod,
    FundProgramme,
    esf_indicators,
)
from evallib.data.people import Covariate, People
from evallib.data.study import Study
from evallib.domain.calendar import STATUS_WINDOW_DAYS
from evallib.domain.project import Project
from evallib.domain.section import Block, Fact, Ref, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import LANGUAGES, Label, Language, Text

FUND = re.compile(
    r"\bES[RF]\b|sosiaalirahasto|socialfond|social fund"
    r"|rakennerahasto|strukturfond|structural fund"
    r"|uudistuva ja osaava|innovation and skills|förnybart och kunnigt",
    re.IGNORECASE,
)
FUND_CODE = re.compile(r"S\d+")  # the authority's codes: S for the social fund
LATER = re.compile(r"202[1-7]|ES[RF]\+|uudistuva ja osaava|förnybart", re.IGNORECASE)
LAST_YEAR_OF_2014_2020 = 2020
SEX = frozenset(("sukupuoli", "kön", "kon", "sex", "gender"))
AGE = frozenset(("ikä", "ika", "ålder", "alder", "age"))


def results_indicators(study: Study) -> Section | None:
    """Indicators of the project's programme period: those the data tell, and others."""
    people, period = counted(study), programme_period(study.project)
    if people is None or period is None:
        return None
    name = "results_indicators"
    if int(people.pilot.sum()) < LEAST_FOR_OUTCOMES:
        told = Sentence("results_indicators.too_few", tone="caution")
        return Section(name, study.scope, [told])
    programme = esf_indicators(period)
    reasons = {each.code: _why_not(people, each) for each in programme.indicators}
    available = [each for each in programme.indicators if reasons[each.code] is None]
    tables: dict[str, Table] = {}
    blocks: list[Block] = [_lead(programme)]
    if available:
        tables["results"] = _results(people, available)
        blocks += [*_told(tables["results"], available), TableBlock("results")]
        blocks.append(Sentence("results_indicators.subsidised_counts", tone="caution"))
        blocks.append(Sentence("results_indicators.gross", tone="note"))
        more_tables, more_blocks = _by_sex(people, available, study.project.language)
        tables |= more_tables
        blocks += more_blocks
    missing = [each for each in programme.indicators if reasons[each.code]]
    if missing:
        tables["not_available"] = _not_available(missing, reasons)
        blocks.append(Sentence("results_indicators.not_available", tone="caution"))
        blocks.append(TableBlock("not_available"))
    return Section(name, study.scope, blocks, tables)


def programme_period(project: Project) -> FundPeriod | None:
    """The period of the social fund that a project belongs to; None for other money.

    A programme's own words decide where they name years, then the project's start.
    """
    words = _words(project.programme)
    ours = bool(FUND.search(words)) or bool(FUND_CODE.fullmatch(project.code or ""))
    if not ours:
        return None
    if LATER.search(words):
        return "2021-2027"
    if "2014" in words or project.period is None:
        return "2014-2020"
    early = project.period.start.year <= LAST_YEAR_OF_2014_2020
    return "2014-2020" if early else "2021-2027"


def _words(text: Text | None) -> str:
    written = [getattr(text, each) for each in LANGUAGES] if text else []
    return " ".join(each for each in written if each)


def _why_not(people: People, indicator: FundIndicator) -> str | None:
    """What the data lack for an indicator, as a message key; None if nothing."""
    if indicator.why:
        return indicator.why
    if indicator.when == "leaving" and people.point(0) is None:
        return "no_status_on_leaving"
    if indicator.when == "six_months":
        at = people.point(6)
        if at is None:
            return "no_status_after_six_months"
        if people.points[at].anchor != "service_end" and not _starts_on_leaving(people):
            return "counted_from_start"
    if indicator.above_age is not None and _named(people, AGE, category=False) is None:
        return "no_age"
    return None


def _starts_on_leaving(people: People) -> bool:
    """Whether time zero is the day of leaving, give or take a status window."""
    ends = people.follow.service_end[people.pilot]
    told = ends[ends != MISSING]
    return len(told) > 0 and bool((abs(told) <= STATUS_WINDOW_DAYS).all())


def _named(
    people: People, names: frozenset[str], *, category: bool
) -> Covariate | None:
    """The covariate that the project calls by one of these names."""
    for each in people.covariates:
        called = {each.name, *(getattr(each.label, one) or "" for one in LANGUAGES)}
        if bool(each.labels) == category and names & {one.casefold() for one in called}:
            return each
    return None


def _members(people: People, indicator: FundIndicator) -> Any:
    """The pilot's participants whom an indicator is about."""
    age = _named(people, AGE, category=False)
    if indicator.above_age is None or age is None:
        return people.pilot
    return people.pilot & (age.values > indicator.above_age)


def _row(people: People, indicator: FundIndicator, among: Any) -> dict[str, Value]:
    at = people.point(0 if indicator.when == "leaving" else 6)
    tally = people.count(at or 0, indicator.states, among=among)
    return {
        "code": indicator.code,
        "reached": tally.reached if tally.known else None,
        "known": tally.known,
        "pending": tally.pending,
        "lost": tally.lost,
        "share": tally.rate if tally.known >= LEAST_FOR_OUTCOMES else None,
        "persons": tally.enrolled,
    }


COUNTS = (
    Column("reached", "persons"),
    Column("known", "persons"),
    Column("share", "share"),
    Column("pending", "persons"),
    Column("lost", "persons"),
)
RESTS_ON = {
    "reached": "known",
    "share": "known",
    "known": "persons",
    "pending": "persons",
    "lost": "persons",
}


def _results(people: People, available: Sequence[FundIndicator]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.code,
            **_row(people, each, _members(people, each)),
            "indicator": each.wording,
        }
        for each in available
    ]
    columns = (Column("code", "label"), Column("indicator", "text"), *COUNTS)
    return Table("results", rows, columns, RESTS_ON)


def _lead(programme: FundProgramme) -> Sentence:
    facts: dict[str, Fact] = {
        "programme": programme.name,
        "regulation": programme.regulation,
    }
    return Sentence("results_indicators.lead", facts, tone="lead")


def _told(results: Table, available: Sequence[FundIndicator]) -> list[Sentence]:
    """Employment on leaving and after six months, as far as anybody is known."""
    told = []
    for each, row in zip(available, results.rows, strict=True):
        if "subsidised_work" not in each.states or each.above_age is not None:
            continue
        facts: dict[str, Fact] = {"code": Text(each.code, each.code, each.code)}
        key = f"results_indicators.open_{each.when}"
        if row["known"]:
            key = f"results_indicators.seen_{each.when}"
            facts["reached"] = Ref("results", each.code, "reached")
            facts["known"] = Ref("results", each.code, "known")
        told.append(Sentence(key, facts))
    return told


def _by_sex(
    people: People, available: Sequence[FundIndicator], language: Language
) -> tuple[dict[str, Table], list[Block]]:
    """The same indicators for each sex; said to be unknown where it is not declared."""
    sex = _named(people, SEX, category=True)
    if sex is None:
        return {}, [Sentence("results_indicators.no_sex", tone="caution")]
    labels: list[tuple[str, Text | Label, Any]] = [
        (
            str(place + 1),
            sex.shown.get(label) or Text(**{language: label}),
            sex.values == place,
        )
        for place, label in enumerate(sex.labels)
    ]
    unknown = Label("results_indicators.sex_unknown")
    labels.append(("unknown", unknown, sex.values != sex.values))
    rows: list[dict[str, Value]] = [
        {
            "row": f"{each.code}-{name}",
            **_row(people, each, members),
            "sex": label,
        }
        for each in available
        for name, label, mask in labels
        if (members := _members(people, each) & mask).any()
    ]
    if not rows:
        return {}, []
    columns = (Column("code", "label"), Column("sex", "label"), *COUNTS)
    table = Table("by_sex", rows, columns, RESTS_ON)
    return {"by_sex": table}, [TableBlock("by_sex")]


def _not_available(
    missing: Sequence[FundIndicator], reasons: dict[str, str | None]
) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.code,
            "code": each.code,
            "indicator": each.wording,
            "why": Label(f"results_indicators.why.{reasons[each.code]}"),
        }
        for each in missing
    ]
    columns = (
        Column("code", "label"),
        Column("indicator", "text"),
        Column("why", "text"),
    )
    return Table("not_available", rows, columns)
