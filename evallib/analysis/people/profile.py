"""Who the pilot's clients were beside the controls: shares, means, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from evallib.analysis.people.groups import LEAST_FOR_OUTCOMES, Group
from evallib.analysis.people.named import told_name, trait_name
from evallib.data.people import Covariate, People
from evallib.data.study import Study
from evallib.domain.section import Block, Fact, Figure, Ref, Sentence, TableBlock
from evallib.domain.table import Column, Named, Table, Value, Where
from evallib.domain.vocabulary import LANGUAGES, Language, Text

LEAST_FOR_SPREAD = 15  # a mean with its spread gives away the values of fewer
MUCH_MISSING = 0.2


def profile(
    study: Study, people: People, shown: Sequence[Group]
) -> tuple[dict[str, Table], list[Block]]:
    """Tables and sentences of the profile; nothing without covariates."""
    if not people.covariates:
        return {}, [Sentence("participants.no_covariates", tone="note")]
    large = [side for side in shown if side.persons >= LEAST_FOR_OUTCOMES]
    if not large or large[0].kind != "pilot":
        return {}, [Sentence("participants.too_few_for_profile", tone="caution")]
    tables: dict[str, Table] = {}
    blocks: list[Block] = []
    shares = _shares(people, large, study.project.language)
    if shares.rows:
        tables["profile"] = shares
        blocks += _share_blocks(shares)
    numbers = _numbers(people, large)
    if numbers.rows:
        tables["numbers"] = numbers
        blocks += [*_means(people, numbers), TableBlock("numbers")]
    missing = _missing(people, large)
    if missing.rows:
        tables["missing"] = missing
        blocks += [*_much_missing(people, large), TableBlock("missing")]
    return tables, blocks


def _told(covariate: Covariate) -> Any:
    """Of whom it is known: a missing value is not equal even to itself."""
    return covariate.values == covariate.values


def _shares(people: People, large: Sequence[Group], language: Language) -> Table:
    rows: list[dict[str, Value]] = []
    who: dict[Where, Named] = {}
    for covariate in people.covariates:
        known = _told(covariate)
        for place, label in enumerate(covariate.labels):
            category = covariate.shown.get(label) or Text(**{language: label})
            row: dict[str, Value] = {"row": f"{covariate.name}-{place + 1}"}
            row["category"] = _named(covariate.label, category)
            for side in large:
                told = (f"{people.as_of}/{side.id}", told_name(covariate.name))
                traits = (*told, trait_name(covariate.name, place))
                who[f"{covariate.name}-{place + 1}", f"{side.id}_of"] = told
                who[f"{covariate.name}-{place + 1}", side.id] = traits
                out_of = int((known & side.members).sum())
                count = int(((covariate.values == place) & side.members).sum())
                row[side.id] = count
                row[f"{side.id}_of"] = out_of
                if out_of >= LEAST_FOR_OUTCOMES:
                    row[f"{side.id}_share"] = count / out_of
            if any(row[side.id] for side in large):
                rows.append(row)
    columns = [Column("category", "label")]
    headcounts: dict[str, str] = {}
    for side in large:
        names = (side.id, f"{side.id}_of", f"{side.id}_share")
        columns += [Column(name, "persons") for name in names[:2]]
        columns.append(Column(names[2], "share"))
        headcounts |= dict.fromkeys(names, f"{side.id}_of")
    if not rows:
        return Table("profile", ())
    return Table("profile", rows, tuple(columns), headcounts, who=who)


def _named(covariate: Text, category: Text) -> Text:
    """``Sex: woman``, in the languages that both are written in."""
    pairs = {
        each: (getattr(covariate, each), getattr(category, each)) for each in LANGUAGES
    }
    worded = {
        each: f"{one}: {other}" for each, (one, other) in pairs.items() if one and other
    }
    return Text(**worded) if worded else category


def _share_blocks(shares: Table) -> list[Block]:
    both = [
        (abs(one - other), shares.row_id(at))
        for at, row in enumerate(shares.rows)
        if isinstance(one := row.get("pilot_share"), float)
        and isinstance(other := row.get("control_share"), float)
    ]
    if not both:
        return [TableBlock("profile")]
    _, row = max(both, key=lambda each: each[0])
    category = next(each["category"] for each in shares.rows if each["row"] == row)
    facts: dict[str, Fact] = {
        name: Ref("profile", row, name)
        for side in ("pilot", "control")
        for name in (side, f"{side}_of", f"{side}_share")
    }
    if isinstance(category, Text):
        facts["category"] = category
    roles = {"bin": "category", "pilot": "pilot_share", "control": "control_share"}
    alt = Sentence("participants.profile_alt", facts)
    return [
        Sentence("participants.largest_difference", facts),
        Figure("profile", "overlap", "profile", alt, roles),
    ]


def _numbers(people: People, large: Sequence[Group]) -> Table:
    rows: list[dict[str, Value]] = []
    for covariate in people.covariates:
        for side in large:
            values = covariate.values[side.members & _told(covariate)]
            if not covariate.labels and len(values) >= LEAST_FOR_OUTCOMES:
                rows.append(
                    {
                        "row": f"{covariate.name}-{side.id}",
                        "covariate": covariate.label,
                        "group": side.label,
                        "persons": len(values),
                        **_summed_up(values),
                    }
                )
    columns = (
        Column("covariate", "label"),
        Column("group", "label"),
        Column("persons", "persons"),
        Column("mean", "score", 1),
        Column("spread", "score", 1),
        Column("median", "score", 1),
    )
    names = ("persons", "mean", "spread", "median")
    return Table("numbers", rows, columns, dict.fromkeys(names, "persons"))


def _summed_up(values: Any) -> Mapping[str, Value]:
    spread = float(values.std(ddof=1)) if len(values) >= LEAST_FOR_SPREAD else None
    middle = float(median(values.tolist()))
    return {"mean": float(values.mean()), "spread": spread, "median": middle}


def _means(people: People, numbers: Table) -> list[Sentence]:
    named = {numbers.row_id(at) for at in range(len(numbers.rows))}
    return [
        Sentence(
            "participants.means",
            {
                "covariate": each.label,
                "pilot": Ref("numbers", f"{each.name}-pilot", "mean"),
                "control": Ref("numbers", f"{each.name}-control", "mean"),
            },
        )
        for each in people.covariates
        if {f"{each.name}-pilot", f"{each.name}-control"} <= named
    ]


def _missing(people: People, large: Sequence[Group]) -> Table:
    rows: list[dict[str, Value]] = []
    for covariate in people.covariates:
        unknown = ~_told(covariate)
        row: dict[str, Value] = {"row": covariate.name, "covariate": covariate.label}
        for side in large:
            row[f"{side.id}_missing"] = int((unknown & side.members).sum())
            row[f"{side.id}_all"] = side.persons
        if unknown.any():
            rows.append(row)
    if not rows:
        return Table("missing", ())
    columns = [Column("covariate", "label")]
    headcounts: dict[str, str] = {}
    for side in large:
        names = (f"{side.id}_missing", f"{side.id}_all")
        columns += [Column(name, "persons") for name in names]
        headcounts |= dict.fromkeys(names, names[1])
    return Table("missing", rows, tuple(columns), headcounts)


def _much_missing(people: People, large: Sequence[Group]) -> list[Sentence]:
    told = []
    for covariate in people.covariates:
        for side in large:
            unknown = int((~_told(covariate) & side.members).sum())
            if unknown / side.persons >= MUCH_MISSING:
                facts: dict[str, Fact] = {
                    "covariate": covariate.label,
                    "persons": Ref("missing", covariate.name, f"{side.id}_missing"),
                    "of": Ref("missing", covariate.name, f"{side.id}_all"),
                }
                key = f"participants.much_missing_{side.id}"
                told.append(Sentence(key, facts, tone="caution"))
    return told
