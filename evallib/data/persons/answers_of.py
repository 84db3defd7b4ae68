"""Processed survey answers as the answers of a study."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from evallib.data.intake.checking import client_files
from evallib.data.persons.answer_rows import answer_entries, table_name
from evallib.data.persons.shown import numbers_of
from evallib.data.persons.stored_names import stored_names
from evallib.data.store import Processed, read_table
from evallib.data.surveys.answers import (
    Alternative,
    Answers,
    ChoiceAnswers,
    ItemAnswers,
)
from evallib.data.surveys.scales import bounds
from evallib.domain.files import ColumnEntry, DataFile
from evallib.domain.project import Project
from evallib.domain.vocabulary import Text

Names = Mapping[str, str]


def answers_of(processed: Processed, project: Project) -> tuple[Answers, ...]:
    """The answers of every survey file of a project, in declared order."""
    return tuple(
        _answers(name, declared, read_table(processed, table_name(name)))
        for name, declared in client_files(project).items()
        if declared.kind == "survey"
    )


def _answers(name: str, declared: DataFile, stored: pd.DataFrame) -> Answers:
    entries = answer_entries(declared.columns)
    names = stored_names(entries)
    items = tuple(
        _item(column, entry, stored[names[column]])
        for column, entry in entries.items()
        if entry.role == "item"
    )
    questions = dict.fromkeys(
        each.question or "" for each in entries.values() if each.role == "choice"
    )
    return Answers(
        survey=name,
        name=declared.name or Text(fi=name),
        respondents=declared.respondents,
        persons=len(stored),
        invited=declared.invited,
        items=items,
        choices=tuple(_choice(each, entries, names, stored) for each in questions),
    )


def _item(column: str, entry: ColumnEntry, stored: pd.Series) -> ItemAnswers:
    low, high = bounds(entry)
    codes = numbers_of(stored)
    label = entry.label or Text(fi=column)
    return ItemAnswers(column, label, low, high, entry.labels, codes, entry.shown)


def _choice(
    question: str,
    entries: Mapping[str, ColumnEntry],
    names: Names,
    stored: pd.DataFrame,
) -> ChoiceAnswers:
    own = {
        column: entry
        for column, entry in entries.items()
        if entry.role == "choice" and (entry.question or "") == question
    }
    alternatives = tuple(
        Alternative(
            column,
            entry.label or Text(fi=column),
            stored[names[column]].fillna(False).to_numpy(dtype=bool),
        )
        for column, entry in own.items()
    )
    labels = [each.question_label for each in own.values() if each.question_label]
    label = labels[0] if labels else Text(fi=question)
    answered = np.logical_or.reduce([each.chosen for each in alternatives])
    return ChoiceAnswers(question, label, alternatives, answered)
