"""An evaluator's own words, and whether each rests on something shown."""

from evallib.analysis.closing.conclusions import conclusions
from evallib.domain.section import Constant, Prose
from evallib.domain.vocabulary import Text
from tests.analysis.studies import indicator, sentences, study


def made(*paragraphs, language="fi"):
    written = Text(**{language: "\n\n".join(paragraphs)})
    return conclusions(study(conclusions=written, indicators=(indicator("9", "8"),)))


def orphans(section):
    return [each.facts["items"] for each in sentences(section, "conclusions.orphans")]


def test_a_paragraph_that_cites_nothing_is_counted():
    section = made("Tavoitettiin 80. [@reach]", "Kaikki sujui.", "Hyvin meni.")

    assert orphans(section) == [Constant(2)]


def test_a_paragraph_that_cites_a_section_is_no_orphan():
    assert orphans(made("Tavoitettiin 80. [@reach]")) == []


def test_a_heading_claims_nothing():
    assert orphans(made("## Tulokset", "Tavoitettiin 80. [@reach]")) == []


def test_a_claim_right_under_its_heading_is_a_claim():
    assert orphans(made("## Tulokset\nKaikki sujui.")) == [Constant(1)]


def test_a_heading_parts_what_stands_above_it_from_what_stands_below():
    section = made("Kaikki sujui.\n## Tulokset\nTavoitettiin 80. [@reach]")

    assert orphans(section) == [Constant(1)]


def test_a_number_sign_without_a_space_is_no_heading():
    assert orphans(made("#Kaikki sujui.")) == [Constant(1)]


def test_a_list_is_one_claim():
    assert orphans(made("- Kaikki sujui.\n- Hyvin meni.")) == [Constant(1)]


def test_a_citation_of_what_is_not_shown_is_named():
    (told,) = sentences(made("Halpa. [@budget] [@nowhere]"), "conclusions.unknown")

    assert told.facts["names"].fi == "budget, nowhere"


def test_a_citation_of_what_is_shown_is_not_remarked_upon():
    assert not sentences(made("Tavoitettiin. [@reach]"), "conclusions.unknown")


def test_only_sections_that_are_shown_may_be_linked_to():
    section = made("Tavoitettiin. [@reach] [@budget] [@reach]")

    (prose,) = [block for block in section.blocks if isinstance(block, Prose)]

    assert prose.cites == ("reach",)


def test_the_words_of_another_language_are_checked_too():
    assert orphans(made("Allt gick bra.", language="sv")) == [Constant(1)]


def test_without_conclusions_there_is_no_section():
    assert conclusions(study()) is None
