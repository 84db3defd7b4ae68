"""Somebody's own words beside hidden numbers: what repeats one waits for a review."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import groupby

from evallib.domain.section import Prose, Scope
from evallib.domain.table import Table
from evallib.domain.vocabulary import Text
from evallib.release.joint.counted import Spot
from evallib.release.released import (
    SEAL,
    Released,
    ReleasedBlock,
    ReleasedSentence,
)
from evallib.release.rules.prose import PARAGRAPHS, repeating, written
from evallib.release.watch import Watch

WITHHELD = "release.prose_withheld"


def hidden_numerals(
    tables: Mapping[str, Table], hidden: frozenset[Spot]
) -> Iterator[str]:
    """Every hidden number of a section, as somebody would write it."""
    for spot in hidden:
        table = tables.get(spot.table)
        column = table and next(
            (c for c in table.columns if c.name == spot.column), None
        )
        if table and column:
            value = table.rows[spot.row].get(spot.column)
            yield from written(value, share=column.kind == "share")


def worded(guarded: Released, scope: Scope, watch: Watch) -> Released:
    """A section in the language of the scope, without what its texts may not repeat.

    Each paragraph that repeats a hidden number is replaced by a notice until the text
    has been reviewed; the watch takes its name. An internal report shows all of it.
    """
    blocks: list[ReleasedBlock] = []
    for block in guarded.blocks:
        if isinstance(block, Prose):
            blocks += _released_prose(block, scope, guarded.name, watch)
        else:
            blocks.append(block)
    return Released(
        SEAL, guarded.name, scope, guarded.heading, tuple(blocks), guarded.tables
    )


def _released_prose(
    block: Prose, scope: Scope, section: str, watch: Watch
) -> Iterator[Prose | ReleasedSentence]:
    text, language = block.text.in_language(scope.language)
    reviewed = scope.disclosure.prose.reviewed_sha256
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    telling = {*repeating(text, watch.numerals)}
    if scope.audience == "internal" or not telling or digest in reviewed:
        watch.prose.pop(section, None)
        yield block
        return
    watch.prose[section] = digest
    paragraphs = PARAGRAPHS.split(text)
    for withheld, parts in groupby(paragraphs, key=lambda each: each in telling):
        if withheld:
            yield ReleasedSentence(SEAL, WITHHELD, {}, "caution")
        else:
            kept = Text(**{language: "\n\n".join(parts)})
            yield Prose(kept, block.cites)
