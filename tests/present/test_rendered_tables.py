"""Random groups, released and rendered: the page gives nothing hidden away (A6)."""

from __future__ import annotations

import numpy as np
import pytest

from evallib.domain.section import Section, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import LANGUAGES, Text
from evallib.present.blocks import section_html
from evallib.present.language import words
from evallib.present.read_back import unreleased
from evallib.release.blackbox import bounded
from evallib.release.gate import release
from evallib.release.results import records
from evallib.release.watch import Watch
from tests.factories import scope

COLUMNS = (
    Column("group", "label"),
    Column("known", "persons"),
    Column("reached", "persons"),
    Column("share", "share"),
)
ON = dict.fromkeys(("known", "reached", "share"), "known")
SECONDS = 20


def rows(seed):
    """Two to five groups of 3 to 40 people, and all of them together."""
    drawn = np.random.default_rng(seed)
    sizes = drawn.integers(3, 41, size=drawn.integers(2, 6))
    reached = drawn.binomial(sizes, drawn.uniform(0.05, 0.95))
    counts = [(int(r), int(n)) for r, n in zip(reached, sizes, strict=True)]
    counts.append((int(reached.sum()), int(sizes.sum())))
    return [_row(f"g{at}", *each) for at, each in enumerate(counts)]


def _row(name, reached, known) -> dict[str, Value]:
    group = Text(fi=name, sv=name, en=name)
    return {
        "row": name,
        "group": group,
        "known": known,
        "reached": reached,
        "share": reached / known,
    }


def rendered(seed, language):
    """What a page says of random groups, its records, and what is attacked."""
    watch = Watch()
    tables = {"groups": Table("groups", rows(seed), COLUMNS, rests_on=ON)}
    section = Section(
        "effect", scope(language=language), [TableBlock("groups")], tables
    )
    released = release(section, watch=watch)
    return section_html(released, words(language)), records(released), watch


def given_away(seed):
    language = LANGUAGES[seed % len(LANGUAGES)]
    page, numbers, watch = rendered(seed, language)
    strange = unreleased(page, numbers, language)
    attacked = bounded(watch.shape, numbers, seconds=SECONDS) if watch.shape else ()
    return strange, [each for each in attacked if not each.passed]


@pytest.mark.parametrize("seed", range(20))
def test_a_rendered_table_gives_nothing_away(seed):
    assert given_away(seed) == ((), [])


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(20, 200))
def test_two_hundred_rendered_tables_give_nothing_away(seed):
    assert given_away(seed) == ((), [])


def test_there_is_something_to_hide_in_most_of_them():
    hidden = [
        any(each["status"] == "hidden" for each in rendered(seed, "fi")[1])
        for seed in range(5)
    ]

    assert sum(hidden) > len(hidden) / 2
