"""What the numbers of a comparison let the report say, as sentence keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from evallib.analysis.effect.compared import Compared, detectable, still_needed
from evallib.analysis.effect.contrast import Contrast
from evallib.analysis.effect.guards import in_few_groups
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.section import Block, Constant, Fact, Ref, Sentence
from evallib.domain.table import Table
from evallib.stats.proportions import ExactTest

Case = Literal[
    "higher",
    "higher_touching",  # the nearer limit rounds to zero
    "lower",
    "lower_touching",
    "open",
    "open_higher",
    "open_lower",
    "open_nearly_equal",
]
ALPHA = 0.05
DIFFERENCE = (Ref("difference", "counted", "difference"),)
MOST_VERB = 4  # levels 4 and 5 share their words
CAUSAL_FROM = 4


def case_of(found: Contrast) -> Case:
    """Which of the wordings the interval calls for."""
    low, high = found.limits.low, found.limits.high
    below, above = found.rounds_to_zero(low), found.rounds_to_zero(high)
    if low > 0:
        return "higher_touching" if below else "higher"
    if high < 0:
        return "lower_touching" if above else "lower"
    if below and above:
        return "open_nearly_equal"
    if below:
        return "open_higher"
    return "open_lower" if above else "open"


def settled(found: Contrast) -> bool:
    """Whether the interval lies on one side of zero, and the plain one as well."""
    pairs = [found.limits] if found.adjusted else [found.limits, found.counted]
    above = all(each.low > 0 for each in pairs)
    return above or all(each.high < 0 for each in pairs)


def significant(found: Contrast, test: ExactTest | None) -> bool:
    """Whether the report may call it significant; an adjusted one has no exact test."""
    if not settled(found):
        return False
    return found.adjusted or (test is not None and test.p_value <= ALPHA)


def seen(both: Compared, name: str) -> Sentence:
    """One group's count, share and interval."""
    columns = ("reached", "known", "share", "limits")
    facts: dict[str, Fact] = {each: Ref("groups", name, each) for each in columns}
    key = f"effect.seen_{name}"
    return Sentence(key, facts | naming(both), tone="lead")


def naming(both: Compared) -> dict[str, Fact]:
    """The outcome and the follow-up point in words."""
    return {"outcome": both.label, "point": both.point}


def claim(found: Contrast, verb: int) -> list[Block]:
    """The primary effect in words, with the verb that its design bears."""
    case = case_of(found)
    said = {name: Ref("said", "main", name) for name in ("lower_by", "higher_by")}
    if case in ("higher", "lower"):
        size: dict[str, Fact] = {"size": Ref("said", "main", "size")}
        level = min(max(verb, 1), MOST_VERB)
        return [Sentence(f"effect.{case}.verb_{level}", size, tone="finding")]
    shown = {
        "higher_touching": ("higher_by",),
        "lower_touching": ("lower_by",),
        "open": ("lower_by", "higher_by"),
        "open_higher": ("higher_by",),
        "open_lower": ("lower_by",),
        "open_nearly_equal": (),
    }[case]
    facts: dict[str, Fact] = {name: said[name] for name in shown}
    on = tuple(said.values())
    if not case.startswith("open"):
        return [Sentence(f"effect.{case}", facts, tone="finding", rests_on=on)]
    if still_needed(found.both) is None:
        key = f"effect.{case}.unknown"
        return [Sentence(key, facts, tone="finding", rests_on=on)]
    for name in ("more_pilots", "more_controls"):
        facts[name] = Ref("said", "main", name)
    return [Sentence(f"effect.{case}.needed", facts, tone="finding", rests_on=on)]


def verdict(
    study: Study, people: People, found: Contrast, *, test: ExactTest | None
) -> list[Block]:
    """Significance, in a final report only, and only where the test agrees."""
    if unfinished(study, found.both):
        return [standing(study, people, found.both)]
    if significant(found, test):
        few = "_few_groups" if in_few_groups(people) else ""
        return [
            Sentence(f"effect.significant{few}", tone="finding", rests_on=DIFFERENCE)
        ]
    by_test = test is not None and test.p_value <= ALPHA
    by_interval = found.limits.low > 0 or found.limits.high < 0
    if found.adjusted or by_test == by_interval == settled(found):
        return []
    return [Sentence("effect.disagreement", tone="caution", rests_on=DIFFERENCE)]


def unfinished(study: Study, both: Compared) -> bool:
    """Whether a later look is still to come, so that no test is reported (ST21)."""
    return study.round.kind == "interim" or both.pending


def standing(study: Study, people: People, both: Compared) -> Sentence:
    """How far the follow-up is on the day of the data."""
    day: dict[str, Fact] = {"day": Constant(people.as_of)}
    if not both.pending:
        return Sentence("effect.interim_round", day, tone="caution")
    at = people.point(both.months)
    groups = [
        people.tally(at, both.outcome, among=people.in_cluster(number) & people.pilot)
        for number in range(len(people.clusters) if at is not None else 0)
        if at is not None
    ]
    groups = [each for each in groups if each.enrolled]
    if len(groups) < 2:
        return Sentence("effect.interim", day, tone="caution")
    counts: dict[str, Fact] = {
        "open": Constant(sum(each.pending > 0 for each in groups)),
        "groups": Constant(len(groups)),
    }
    return Sentence("effect.interim_groups", day | counts, tone="caution")


def relative(difference: Table) -> Sentence:
    """The relative effect beside the absolute one."""
    if difference.rows[0].get("ratio") is None:
        return Sentence("effect.no_ratio", tone="note", rests_on=DIFFERENCE)
    names = ("ratio", "ratio_limits")
    facts: dict[str, Fact] = {n: Ref("difference", "counted", n) for n in names}
    return Sentence("effect.relative", facts)


def tested(found: Contrast, table: Table) -> list[Block]:
    """The exact test and, always beside it, the smallest difference it could find."""
    held = {column.name for column in table.columns}
    facts: dict[str, Fact] = {
        name: Ref("test", "test", name)
        for name in ("boschloo", "fisher", "detectable")
        if name in held
    }
    blocks: list[Block] = []
    if "fisher" in held:
        kind = "boschloo" if "boschloo" in held else "fisher"
        p_values = {name: facts[name] for name in facts if name != "detectable"}
        blocks.append(Sentence(f"effect.test_{kind}", p_values))
    if detectable(found.both) is not None:
        size = {"detectable": facts["detectable"]}
        blocks.append(Sentence("effect.detectable", size, tone="note"))
    return blocks


def press(
    study: Study,
    both: Compared,
    found: Contrast,
    *,
    tables: Mapping[str, Table],
    verb: int,
) -> Sentence:
    """One sentence for a press release: absolute and relative effect together."""
    facts = naming(both)
    for side in ("pilot", "control"):
        for name in ("reached", "known", "share"):
            facts[f"{side}_{name}"] = Ref("groups", side, name)
    for name in ("difference", "limits"):
        facts[name] = Ref("difference", found.main, name)
    form = "adjusted" if found.adjusted else "absolute"
    alone = found.declared is None  # the ratio is counted, like the difference then
    if alone and tables["difference"].rows[0].get("ratio") is not None:
        form = "both"
        for name in ("ratio", "ratio_limits"):
            facts[name] = Ref("difference", "counted", name)
    if unfinished(study, both):
        state = "interim"
    elif not settled(found):
        state = "open"
    else:
        state = "caused" if verb >= CAUSAL_FROM else "unproven"
    return Sentence(f"effect.press.{state}_{form}", facts, tone="note")
