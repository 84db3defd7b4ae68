"""The project in its own words."""

from __future__ import annotations

from evallib.data.study import Study
from evallib.domain.section import Prose, Section, Sentence


def description(study: Study) -> Section | None:
    """What the project says of itself, unabridged and set apart from findings."""
    if study.description is None:
        return None
    return Section(
        "description",
        study.scope,
        [Sentence("description.own_words", tone="note"), Prose(study.description)],
    )
