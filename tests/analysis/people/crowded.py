"""Studies of people that several tests of this folder draw, and how they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from evallib.data.study import Earlier
from evallib.domain.plan import Plan
from evallib.domain.section import Figure, Sentence
from evallib.domain.vocabulary import LANGUAGES
from evallib.present.blocks import section_html
from evallib.present.language import words
from evallib.release.gate import release
from tests.analysis.crowds import people, study_of
from tests.analysis.studies import INTERIM

PLAN = Plan(primary="open_market_work", horizon_months=6)
FOUR_GROUPS = """
    pilot A | 5 | work 3 | unemployed 2
    pilot B | 5 | work 2 | subsidised 1 | unemployed 2
    pilot C | 5 | work 1 | pending 4
    pilot D | 5 | pending 5
    control | 18 | work 2 | unemployed 14 | lost 2
"""
EVERY_EDGE = {
    "no controls": "pilot | 20 | work 8 | unemployed 12",
    "everybody pending": "pilot | 20 | pending 20\ncontrol | 18 | pending 18",
    "everybody lost": "pilot | 20 | lost 20",
    "nobody employed": "pilot | 20 | unemployed 20\ncontrol | 18 | unemployed 18",
    "everybody employed": "pilot | 20 | work 20\ncontrol | 18 | work 18",
    "subsidised only": "pilot | 20 | subsidised 9 | unemployed 11",
    "one group of 7": "pilot A | 7 | work 3 | unemployed 4",
    "three clients": "pilot | 3 | work 3\ncontrol | 18 | work 2 | unemployed 16",
    "four groups": FOUR_GROUPS,
    "few controls": "pilot | 20 | work 8 | unemployed 12\ncontrol | 4 | work 4",
    "few known": "pilot | 20 | work 2 | pending 18",
}


def drawn(picture: str, *, plan=PLAN, months=(6,), **project):
    """A study of the people in a picture."""
    return study_of(people(picture, months=months), plan=plan, **project)


def with_earlier(study, picture: str, *, as_of=date(2021, 12, 1)):
    """The same study with its people as the round before saw them."""
    before = replace(people(picture), as_of=as_of)
    return replace(study, earlier=Earlier(INTERIM, before))


def keys(section) -> set[str]:
    """The keys of all sentences of a section, those of its figures included."""
    told = [each for each in section.blocks if isinstance(each, Sentence)]
    told += [each.alt for each in section.blocks if isinstance(each, Figure)]
    return {each.key.partition(".")[2] for each in told}


def worded(section) -> dict[str, str]:
    """What each language makes of a section, for the public and for the project."""
    made = {}
    for audience in ("public", "internal"):
        shown = replace(section, scope=replace(section.scope, audience=audience))
        for language in LANGUAGES:
            made[audience, language] = section_html(release(shown), words(language))
    return made
