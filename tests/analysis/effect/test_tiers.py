"""Claim tiers: how many persons each kind of statement needs."""

import pytest

from evallib.analysis.effect.tiers import Tier, tier
from evallib.domain.vocabulary import LANGUAGES
from evallib.present.language import words


@pytest.mark.parametrize(
    ("persons", "expected"),
    [
        (0, Tier.TOOK_PLACE),
        (4, Tier.TOOK_PLACE),
        (5, Tier.THEMES),
        (9, Tier.THEMES),
        (10, Tier.COUNTS),
        (29, Tier.COUNTS),
        (30, Tier.ADJUSTED),
        (59, Tier.ADJUSTED),
        (60, Tier.EVERYTHING),
    ],
)
def test_a_tier_begins_with_the_persons_that_the_report_promises(persons, expected):
    assert tier(persons) is expected


def test_fewer_than_nobody_is_refused():
    with pytest.raises(ValueError, match="counted from 0; got -1"):
        tier(-1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("each", Tier)
def test_every_tier_has_words(each, language):
    assert words(language).say(each.label.key)
