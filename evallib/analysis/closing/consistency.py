"""Every published number that was checked, and those that cannot be right."""

from __future__ import annotations

from collections.abc import Iterator

from evallib.analysis.monitoring.budget import adds_up
from evallib.analysis.voices.printed_shares import printed_share
from evallib.data.study import Study
from evallib.domain.records import SurveyItem
from evallib.domain.section import Block, Constant, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label, Text
from evallib.stats.consistency import mean_possible, rank_sum
from evallib.stats.proportions import Published, feasible_counts


def consistency(study: Study) -> Section | None:
    """The checks of published figures; a failed one is told, never mended."""
    findings = list(_findings(study))
    if not findings:
        return None
    failed = sum(not fine for _, _, fine, _ in findings)
    facts = {"checked": Constant(len(findings)), "failed": Constant(failed)}
    blocks: list[Block] = [
        Sentence("consistency.lead", facts, tone="finding")
        if failed
        else Sentence("consistency.all_fine", {"checked": facts["checked"]}),
    ]
    if failed:
        blocks.append(Sentence("consistency.kept", tone="note"))
    blocks.append(TableBlock("findings"))
    return Section("consistency", study.scope, blocks, {"findings": _table(findings)})


Finding = tuple[str, Text, bool, str]


def _findings(study: Study) -> Iterator[Finding]:
    for item in study.survey_items:
        if item.statistic == "top2_percent":
            yield "percent", item.name, printed_share(item).possible, item.source
        else:
            yield "mean", item.name, _mean_possible(study, item), item.source
    yield from _rank_sums(study)
    for line in study.budget_lines:
        yield "unit_cost", line.name, adds_up(line), line.source
    for compared in study.project.comparisons:
        rate = compared.pilot_rate
        ends = {rate.low, rate.high}
        fine = all(
            feasible_counts(Published(end, n=rate.persons, decimals=rate.decimals))
            for end in ends
        )
        yield "percent", compared.outcome, fine, compared.source


def _mean_possible(study: Study, item: SurveyItem) -> bool:
    survey = next(each for each in study.project.surveys if each.id == item.survey)
    if survey.scale_low is None or survey.scale_high is None:
        return True
    scale = (survey.scale_low, survey.scale_high)
    checked = mean_possible(
        item.value, item.answered, scale=scale, decimals=item.decimals
    )
    return checked.possible


def _rank_sums(study: Study) -> Iterator[Finding]:
    for survey in study.project.surveys:
        items = [item for item in study.ranked_items if item.survey == survey.id]
        if len(items) > 1 and survey.complete_ranking:
            checked = rank_sum(
                [item.mean_rank for item in items], decimals=items[0].decimals
            )
            yield "rank_sum", items[0].question, checked.possible, items[0].source


def _table(findings: list[Finding]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "rule": Label(f"consistency.rule.{rule}"),
            "subject": subject,
            "check": Label("check.possible" if fine else "check.impossible"),
            "source": source,
        }
        for rule, subject, fine, source in findings
    ]
    columns = (
        Column("subject", "label"),
        Column("rule", "text"),
        Column("check", "status"),
        Column("source", "source"),
    )
    return Table("findings", rows, columns)
