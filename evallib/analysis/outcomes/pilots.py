"""The pilots: what was tried, when, with whom, and what is known of outcomes."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.analysis.outcomes.published import published_table
from evallib.data.study import Study
from evallib.domain.estimate import Tally
from evallib.domain.records import Pilot
from evallib.domain.section import (
    Block,
    Constant,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import LANGUAGES, Label, Text
from evallib.stats.proportions import SMALL_GROUP, rate_interval


def pilots(study: Study) -> Section | None:
    """Every pilot by name; outcomes with intervals; those without listed as such."""
    published = study.project.already_public
    if not study.pilots and not published:
        return None
    compared = {each.pilot for each in study.project.comparisons}
    outcomes = [each for each in study.pilots if _has_outcome(each)]
    without = [
        each
        for each in study.pilots
        if not _has_outcome(each) and each.id not in compared
    ]
    tables: dict[str, Table] = {}
    blocks: list[Block] = []
    if published:
        tables["published"] = published_table(published)
        blocks += [Sentence("pilots.published", tone="note"), TableBlock("published")]
    if not study.pilots:
        return Section("pilots", study.scope, blocks, tables)
    tables["overview"] = _overview(study.pilots)
    blocks.append(_count(study.pilots, outcomes))
    if dated := [each for each in study.pilots if each.start]:
        tables["timeline"] = _timeline(dated)
        blocks.append(_timeline_figure(dated))
    blocks.append(TableBlock("overview"))
    if outcomes:
        tables["outcomes"] = _outcomes(outcomes)
        blocks += _outcome_blocks(outcomes)
    if outcomes and without:
        tables["without"] = _names(without)
        blocks += [Sentence("pilots.without_outcomes", tone="caution")]
        blocks.append(TableBlock("without"))
    elif without:
        blocks.append(Sentence("pilots.no_outcomes_at_all", tone="caution"))
    if results := [each for each in study.pilots if each.result or each.aim]:
        tables["results"] = _results(results)
        blocks.append(TableBlock("results"))
    return Section("pilots", study.scope, blocks, tables)


def _has_outcome(pilot: Pilot) -> bool:
    return bool(pilot.participants) and pilot.outcome_persons is not None


def named_pilot(pilot: Pilot) -> Text:
    """The name with the letter that the source gives to a part."""
    if pilot.label is None:
        return pilot.name
    letter = f"{pilot.label.rstrip(')')}) "
    worded = {
        language: letter + words
        for language in LANGUAGES
        if (words := getattr(pilot.name, language))
    }
    return Text(**worded)


def _count(everyone: Sequence[Pilot], outcomes: Sequence[Pilot]) -> Sentence:
    parts = sum(each.parent is not None for each in everyone)
    facts = {
        "pilots": Constant(len(everyone) - parts),
        "parts": Constant(parts),
        "outcomes": Constant(len(outcomes)),
    }
    return Sentence("pilots.count_with_parts" if parts else "pilots.count", facts)


def _overview(pilots: Sequence[Pilot]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "pilot": named_pilot(each),
            "providers": each.providers,
            "time": each.written_time,
            "place": each.place,
            "target_persons": each.target_persons,
            "participants": each.participants,
            "women": each.women,
            "men": each.men,
            "source": each.source,
        }
        for each in pilots
    ]
    columns = (
        Column("pilot", "label"),
        Column("providers", "text"),
        Column("time", "text"),
        Column("place", "text"),
        Column("target_persons", "entry"),
        Column("participants", "persons"),
        Column("women", "persons"),
        Column("men", "persons"),
        Column("source", "source"),
    )
    used = tuple(
        column
        for column in columns
        if any(row[column.name] is not None for row in rows)
    )
    headcounts = {
        name: "participants"
        for name in ("participants", "women", "men")
        if any(column.name == name for column in used)
    }
    return Table("overview", rows, used, headcounts)


def _timeline(pilots: Sequence[Pilot]) -> Table:
    rows = [
        {
            "row": each.id,
            "pilot": named_pilot(each),
            "start": each.start,
            "end": each.end,
            "time": each.written_time,
        }
        for each in sorted(pilots, key=lambda each: (str(each.start), each.id))
    ]
    columns = (
        Column("pilot", "label"),
        Column("start", "date"),
        Column("end", "date"),
        Column("time", "text"),
    )
    return Table("timeline", rows, columns)


def _timeline_figure(dated: Sequence[Pilot]) -> Figure:
    days = [each.start for each in dated if each.start]
    alt = Sentence(
        "pilots.timeline_alt",
        {"pilots": Constant(len(dated)), "first": Constant(min(days))}
        | {"last": Constant(max(days))},
    )
    roles = {"label": "pilot", "start": "start", "end": "end"}
    return Figure("timeline", "timeline", "timeline", alt, roles)


def _outcomes(pilots: Sequence[Pilot]) -> Table:
    rows: list[dict[str, Value]] = []
    for each in pilots:
        tally = Tally(each.outcome_persons or 0, each.participants or 0)
        interval = rate_interval(tally)
        rows.append(
            {
                "row": each.id,
                "pilot": named_pilot(each),
                "outcome": Label(f"outcome.{each.outcome_kind}"),
                "reached": tally.reached,
                "of": tally.known,
                "share": tally.rate,
                "interval": Range(interval.low, interval.high, "confidence"),
                "source": each.source,
            }
        )
    columns = (
        Column("pilot", "label"),
        Column("outcome", "text"),
        Column("reached", "persons"),
        Column("of", "persons"),
        Column("share", "share", limits="interval"),
        Column("interval", "share"),
        Column("source", "source"),
    )
    headcounts = {"reached": "of", "of": "of", "share": "of", "interval": "of"}
    return Table("outcomes", rows, columns, headcounts)


def _outcome_blocks(outcomes: Sequence[Pilot]) -> list[Block]:
    blocks: list[Block] = [
        Sentence(
            f"pilots.outcome.{each.outcome_kind}",
            {
                name: Ref("outcomes", each.id, name)
                for name in ("pilot", "reached", "of", "interval")
            },
        )
        for each in outcomes
    ]
    blocks.append(Sentence("pilots.no_effect_claim", tone="caution"))
    if any((each.participants or 0) < SMALL_GROUP for each in outcomes):
        blocks.append(Sentence("pilots.small_groups", tone="caution"))
    alt = Sentence("pilots.forest_alt", {"pilots": Constant(len(outcomes))})
    roles = {"label": "pilot", "value": "share", "limits": "interval"}
    roles |= {"count": "reached", "of": "of", "group": "outcome"}
    figure = Figure("outcomes", "forest", "outcomes", alt, roles)
    return [*blocks, figure, TableBlock("outcomes")]


def _names(pilots: Sequence[Pilot]) -> Table:
    rows: list[dict[str, Value]] = [
        {"row": each.id, "why": _why(each), "pilot": named_pilot(each)}
        for each in pilots
    ]
    columns = (Column("why", "label"), Column("pilot", "text"))
    return Table("without", rows, columns, layout="lists")


def _why(pilot: Pilot) -> Label:
    known = "participants_only" if pilot.participants else "nothing_counted"
    return Label(f"pilots.why.{known}")


def _results(pilots: Sequence[Pilot]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "pilot": named_pilot(each),
            "aim": each.aim,
            "result": each.result,
            "link": Text(fi=each.url) if each.url else None,
        }
        for each in pilots
    ]
    columns = [Column("pilot", "label")]
    columns += [
        Column(name, "text")
        for name in ("aim", "result", "link")
        if any(row[name] is not None for row in rows)
    ]
    return Table("results", rows, tuple(columns), layout="facts")
