"""Definitions and methods that this report used, with where they come from."""

from __future__ import annotations

from evallib.data.study import Study
from evallib.domain.section import Section, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label

ALWAYS = ("already_public", "missing", "portion")


def methods(study: Study) -> Section:
    """One line a method: what it is, how it is computed, and its source."""
    rows: list[dict[str, Value]] = [
        {
            "row": name,
            "term": Label(f"methods.{name}.term"),
            "meaning": Label(f"methods.{name}.meaning"),
        }
        for name in _used(study)
    ]
    columns = (Column("term", "label"), Column("meaning", "text"))
    table = Table("definitions", rows, columns, layout="facts")
    return Section(
        "methods", study.scope, [TableBlock("definitions")], {"definitions": table}
    )


def _used(study: Study) -> list[str]:
    used = [
        *("wilson" for _ in study.pilots[:1]),
        *(("top_box", "grim") if study.survey_items else ()),
        *(("mean_rank",) if study.ranked_items else ()),
        *(("envelope", "newcombe", "benchmark") if study.project.comparisons else ()),
        *(("unit_cost",) if study.budget_lines else ()),
    ]
    return [*used, *ALWAYS]
