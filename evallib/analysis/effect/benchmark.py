"""The pilot's rate beside a rate of other people, which is no control group."""

from __future__ import annotations

from evallib.analysis.effect.compared import Compared
from evallib.analysis.effect.contrast import decimals
from evallib.analysis.effect.counts import confidence, on
from evallib.analysis.effect.tiers import Tier, tier
from evallib.data.study import Study
from evallib.domain.plan import Benchmark
from evallib.domain.section import Block, Fact, Heading, Ref, Sentence, TableBlock
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.proportions import BenchmarkComparison, against_benchmark, rate


def benchmark_blocks(
    study: Study, both: Compared, tables: dict[str, Table]
) -> list[Block]:
    """The benchmark set apart, with its own heading; adds its tables."""
    plan = study.project.plan
    if plan is None or plan.benchmark is None:
        return []
    if tier(both.pilot.known) < Tier.COUNTS:
        return []
    chosen = plan.benchmark
    tables["benchmark"] = _printed(chosen)
    facts: dict[str, Fact] = {
        "name": chosen.name,
        "rate": Ref("benchmark", "benchmark", "rate"),
    }
    blocks: list[Block] = [
        Heading(Label("effect.benchmark_title"), "effect-benchmark"),
        Sentence("effect.benchmark_rate", facts),
        Sentence("effect.benchmark_is_no_group", tone="caution"),
        TableBlock("benchmark"),
    ]
    if not 0 < chosen.low <= chosen.high < 1:
        return [*blocks, Sentence("effect.benchmark_extreme", tone="note")]
    table, key = _against(both, chosen)
    tables["against"] = table
    limits: dict[str, Fact] = {"limits": Ref("against", "difference", "limits")}
    said = Sentence(f"effect.benchmark_{key}", limits, tone="finding")
    return [*blocks, said, TableBlock("against")]


def _printed(chosen: Benchmark) -> Table:
    same = chosen.low == chosen.high
    row: dict[str, Value] = {
        "row": "benchmark",
        "name": chosen.name,
        "rate": chosen.low if same else Range(chosen.low, chosen.high, "published"),
        "others": chosen.persons,
        "source": chosen.source,
    }
    # Other people's printed rate: nothing of the project's own clients is in it.
    columns = [Column("name", "label"), Column("rate", "portion")]
    if chosen.persons is not None:
        columns.append(Column("others", "units"))
    columns.append(Column("source", "source"))
    return Table("benchmark", [row], tuple(columns))


def _against(both: Compared, chosen: Benchmark) -> tuple[Table, str]:
    """The difference to the nearer and the farther end of what was printed."""
    low = against_benchmark(both.pilot, chosen.high)
    high = against_benchmark(both.pilot, chosen.low)
    fine = decimals(both.pilot.known)
    same = chosen.low == chosen.high
    row: dict[str, Value] = {
        "row": "difference",
        "share": rate(both.pilot).value,
        "share_limits": confidence(rate(both.pilot).interval),
        "difference": low.value if same else Range(low.value, high.value, "published"),
        "limits": Range(low.interval.low, high.interval.high, "confidence"),
        "known": both.pilot.known,
    }
    columns = (
        Column("share", "share", fine, limits="share_limits"),
        Column("share_limits", "share", fine),
        Column("difference", "points", fine),
        Column("limits", "points", fine),
        Column("known", "persons"),
    )
    names = (each.name for each in columns)
    return Table("against", [row], columns, on("known", *names)), _side(low, high)


def _side(low: BenchmarkComparison, high: BenchmarkComparison) -> str:
    if low.interval.low > 0:
        return "higher"
    return "lower" if high.interval.high < 0 else "open"
