"""Where the two groups' chances of being in the pilot meet."""

from __future__ import annotations

from evallib.analysis.adjusting.estimators import Estimates
from evallib.domain.section import Block, Fact, Figure, Ref, Sentence, TableBlock, Tone
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.propensity import Propensity
from evallib.stats.weights.overlap import EXTREME_CHANCE

FINE_FROM = 60  # persons in the smaller group from which ten classes are drawn


def overlap_blocks(estimates: Estimates, tables: dict[str, Table]) -> list[Block]:
    """Sentence, figure and table of the overlap; nothing without a propensity."""
    propensity = estimates.propensity
    if propensity is None:
        return []
    tables["overlap"] = classes(propensity)
    tables["support"] = support(propensity)
    facts: dict[str, Fact] = {
        "outside": Ref("support", "pilot", "outside"),
        "pilot": Ref("support", "pilot", "persons"),
    }
    key = _key(propensity)
    tone: Tone = "note" if key == "whole" else "caution"
    told = Sentence(
        f"balance.overlap_{key}", facts if key == "partly" else {}, tone=tone
    )
    roles = {"bin": "chance", "pilot": "pilot", "control": "control"}
    seen: dict[str, Fact] = {
        "pilot": Ref("support", "pilot", "persons"),
        "control": Ref("support", "control", "persons"),
    }
    alt = Sentence("balance.alt_overlap", seen)
    return [
        told,
        Figure("overlap", "overlap", "overlap", alt, roles),
        TableBlock("support"),
    ]


def _key(propensity: Propensity) -> str:
    if propensity.overlap.support is None or propensity.method == "firth":
        return "none"
    return "partly" if propensity.overlap.pilot_outside else "whole"


def classes(propensity: Propensity) -> Table:
    """Shares of each group by class of its chance of being in the pilot."""
    pilot, chance = propensity.pilot, propensity.probability
    sizes = int(pilot.sum()), int((~pilot).sum())
    number = 10 if min(sizes) >= FINE_FROM else 5
    place = (chance * number).astype(int).clip(0, number - 1)
    rows: list[dict[str, Value]] = [
        {
            "row": str(each),
            "chance": Range(each / number, (each + 1) / number, "feasible"),
            "pilot": int((pilot & (place == each)).sum()) / sizes[0],
            "control": int((~pilot & (place == each)).sum()) / sizes[1],
            "pilot_persons": sizes[0],
            "control_persons": sizes[1],
        }
        for each in range(number)
    ]
    columns = (
        Column("chance", "portion"),
        Column("pilot", "share"),
        Column("control", "share"),
    )
    rests_on = {"pilot": "pilot_persons", "control": "control_persons"}
    return Table("overlap", rows, columns, rests_on=rests_on)


def support(propensity: Propensity) -> Table:
    """Persons outside the range of chances that both groups reach, by group."""
    overlap, pilot, chance = (
        propensity.overlap,
        propensity.pilot,
        propensity.probability,
    )
    extreme = (chance < EXTREME_CHANCE) | (chance > 1 - EXTREME_CHANCE)
    outside = {"pilot": overlap.pilot_outside, "control": overlap.control_outside}
    rows: list[dict[str, Value]] = [
        {
            "row": name,
            "group": Label(f"adjustment.group.{name}"),
            "persons": int(side.sum()),
            "outside": outside[name],
            "extreme": int((extreme & side).sum()),
        }
        for name, side in (("pilot", pilot), ("control", ~pilot))
    ]
    columns = (
        Column("group", "label"),
        Column("persons", "persons"),
        Column("outside", "persons"),
        Column("extreme", "persons"),
    )
    on = dict.fromkeys(("persons", "outside", "extreme"), "persons")
    return Table("support", rows, columns, rests_on=on)
