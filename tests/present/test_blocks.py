"""Sections as HTML: structure that can be navigated, and texts that stay texts."""

import pytest
from bs4 import BeautifulSoup
from pydantic import ValidationError

from evallib.domain.project import Source
from evallib.domain.section import (
    Figure,
    Heading,
    Prose,
    Quote,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import LANGUAGES, Entry, Label, Text
from evallib.present import blocks
from evallib.present.blocks import section_html, section_title
from evallib.present.language import Words, words
from evallib.release.gate import release
from tests.factories import scope
from tests.present.payloads import PAYLOADS, assert_inert

DEMO = {
    "demo.title": "Kokeilu",
    "demo.tables.t": "Taulukon otsikko",
    "demo.figures.f": "Kuvan otsikko",
    "demo.columns.name": "Ryhmä",
    "demo.columns.value": "Henkilöä",
    "demo.columns.of": "Kaikkiaan",
    "demo.columns.what": "Sanoin",
    "demo.said": "Sanoi: {what}.",
    "demo.empty": " ",
}
SPOKEN = {each: Words(each, words(each).catalogue | DEMO) for each in LANGUAGES}
WORDS = SPOKEN["fi"]
COLUMNS = (
    Column("name", "label"),
    Column("value", "persons"),
    Column("of", "persons"),
    Column("what", "text"),
)
RESTS = {"value": "of", "of": "of"}


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch):
    monkeypatch.setattr(blocks, "draw", lambda figure, words, section: "<svg/>")


def row(name="Pilotti", value=11, of=20, what=None, **more):
    cells = {"row": name, "name": Text(fi=name), "value": value, "of": of}
    return cells | {"what": Text(fi=what) if what else None} | more


def table(*rows, columns=COLUMNS, source="deck", **options):
    return Table("t", rows or [row()], columns, RESTS, source=source, **options)


def page(*shown, tables=None, name="demo", heading=None, language="fi", **options):
    """The HTML of one section with these blocks, parsed."""
    held = {"t": tables or table()}
    section = Section(name, scope(**options), shown, held, heading)
    html = section_html(release(section), SPOKEN[language])
    return BeautifulSoup(html, "html.parser")


def grid(*rows, **options):
    return page(TableBlock("t"), tables=table(*rows, **options))


def figure(alt="demo.said", what="kuva", **options):
    facts = {"what": Text(fi=what)}
    return Figure("f", "bars", "t", Sentence(alt, facts), options)


def texts(found):
    return [" ".join(each.get_text().split()) for each in found]


# --- sections and headings


def test_an_ordinary_section_has_one_h2_and_no_h1():
    headings = page().find_all(["h1", "h2"])

    assert [(each.name, each.get_text()) for each in headings] == [("h2", "Kokeilu")]


def test_the_front_has_the_only_h1():
    headings = page(name="front", heading=Text(fi="Hanke")).find_all(["h1", "h2"])

    assert [(each.name, each.get_text()) for each in headings] == [("h1", "Hanke")]


def test_a_section_is_named_by_its_heading():
    section = page().section

    assert section.find(id=section["aria-labelledby"]).get_text() == "Kokeilu"


def test_a_heading_inside_a_section_is_an_h3_that_can_be_linked_to():
    h3 = page(Heading(Text(fi="Osa"), "demo-part")).h3

    assert (h3["id"], h3.get_text()) == ("demo-part", "Osa")


def test_a_foreign_heading_is_marked_with_its_language():
    assert page(heading=Text(sv="Försök")).h2.span["lang"] == "sv"


def test_the_title_for_the_contents_has_no_markup():
    released = release(Section("demo", scope(), [], heading=Text(sv="Försök <b>")))

    assert section_title(released, WORDS) == "Försök <b>"


def test_an_internal_report_says_on_its_front_that_it_is_confidential():
    front = page(name="front", heading=Text(fi="Hanke"), audience="internal")

    assert front.find(class_="confidential").get_text().startswith("LUOTTAMUKSELLINEN")


@pytest.mark.parametrize("shown", [section_html, section_title])
def test_an_unreleased_section_is_refused(shown):
    with pytest.raises(TypeError, match="only Released sections are shown; got Sec"):
        shown(Section("demo", scope(), []), WORDS)


# --- sentences


@pytest.mark.parametrize("tone", ["caution", "evidence", "finding"])
def test_a_weighty_sentence_says_in_words_what_it_is(tone):
    said = page(Sentence("demo.said", {"what": Text(fi="a")}, tone=tone))

    assert said.find(class_="tag").get_text() == words("fi").say(f"tone.{tone}")


def test_a_plain_sentence_has_no_tag():
    said = page(Sentence("demo.said", {"what": Text(fi="a")}))

    assert said.find(class_="tag") is None


# --- tables


def test_a_table_has_its_caption():
    assert grid().caption.get_text() == "Taulukon otsikko"


def test_a_table_may_have_a_caption_of_its_own():
    assert grid(caption=Text(fi="Oma")).caption.get_text() == "Oma"


def test_every_column_head_has_its_scope():
    heads = grid().thead.find_all("th")

    assert [(each["scope"], each.get_text()) for each in heads] == [
        ("col", "Ryhmä"),
        ("col", "Henkilöä"),
        ("col", "Kaikkiaan"),
        ("col", "Sanoin"),
    ]


def test_the_first_cell_of_a_row_heads_the_row():
    heads = grid(row("Pilotti"), row("Muut")).tbody.find_all("th")

    assert [(each["scope"], each.get_text()) for each in heads] == [
        ("row", "Pilotti"),
        ("row", "Muut"),
    ]


def test_a_cell_knows_its_column_where_heads_are_out_of_sight():
    assert [each["data-label"] for each in grid().tbody.find_all("td")] == [
        "Henkilöä",
        "Kaikkiaan",
        "Sanoin",
    ]


def test_a_wide_table_can_be_scrolled_with_the_keyboard():
    box = grid().find(class_="table")

    assert (box["role"], box["tabindex"]) == ("group", "0")


def test_a_missing_figure_is_explained_below_its_table():
    assert ".. = tieto puuttuu" in grid(row(value=None)).get_text()


def test_a_missing_remark_is_not():
    assert "tieto puuttuu" not in grid(row(what=None)).get_text()


def test_a_missing_figure_is_read_aloud_in_words():
    cell = grid(row(value=None)).tbody.td

    assert cell.find(attrs={"aria-hidden": "true"}).get_text() == ".."
    assert cell.find(class_="unseen").get_text() == "tieto puuttuu"


SOURCED = (*COLUMNS, Column("source", "source"))


def test_one_source_for_all_rows_is_a_note_below_the_table():
    shown = grid(row(source="deck"), row("Muut", source="deck"), columns=SOURCED)

    assert texts(shown.find_all(class_="table-notes")) == ["Lähde: [1]"]


def test_one_source_for_all_rows_has_no_column():
    shown = grid(row(source="deck"), row("Muut", source="deck"), columns=SOURCED)

    assert "Lähde" not in texts(shown.thead.find_all("th"))


def test_several_sources_are_marks_in_a_column():
    shown = grid(row(source="deck"), row("Muut", source="own"), columns=SOURCED)

    assert texts(shown.tbody.find_all(class_="source")) == ["[1]", "[2]"]


def test_a_source_mark_leads_to_the_document_and_is_read_as_words():
    mark = grid(row(source="deck"), columns=SOURCED).find(class_="source")

    assert (mark["href"], mark["aria-label"]) == ("#source-deck", "Lähde 1")


def test_a_withheld_table_gives_its_reason():
    shown = grid(row(value=3, of=4), source="own")

    assert texts(shown.find_all("li")) == [
        "Jokin luku koskee liian harvaa henkilöä.",
        "Jokin ryhmä on liian pieni.",
        "Jonkin luvun ulkopuolelle jää liian vähän henkilöitä.",
    ]


def test_a_withheld_table_shows_no_number():
    shown = grid(row(value=3, of=4), source="own")

    assert not [sign for sign in shown.get_text() if sign.isdigit()]


def test_a_withheld_table_is_no_table():
    assert grid(row(value=3, of=4), source="own").table is None


def test_an_internal_table_says_that_a_public_one_would_hide_some():
    tables = table(row(value=3), source="own")
    shown = page(TableBlock("t"), tables=tables, audience="internal")

    assert "Julkisessa raportissa osa luvuista suojattaisiin" in shown.get_text()


def test_an_address_in_a_cell_is_a_link():
    assert grid(row(what="https://example.org/a")).td.find_next("a")["href"] == (
        "https://example.org/a"
    )


def test_a_status_has_a_symbol_that_is_not_read_aloud():
    columns = (Column("name", "label"), Column("status", "status"))
    shown = grid(row(status=Label("status.reached")), columns=columns)
    symbol = shown.find(class_="symbol")

    assert (symbol.get_text(), symbol["aria-hidden"]) == ("●", "true")


# --- the other layouts


def test_a_card_has_its_number_first_and_says_what_it_is():
    card = grid(layout="cards").li

    assert texts(card.find_all("p")) == ["11", "Pilotti", "Kaikkiaan 20"]


def test_a_card_leaves_out_what_is_missing():
    card = grid(row(value=None), layout="cards").li

    assert texts(card.find_all("p")) == ["20", "Pilotti"]


def test_facts_are_terms_with_their_values():
    columns = (Column("name", "label"), Column("what", "text"))
    shown = grid(row(what="sanoin"), columns=columns, layout="facts")

    assert (texts(shown.find_all("dt")), texts(shown.find_all("dd"))) == (
        ["Pilotti"],
        ["sanoin"],
    )


def test_facts_of_several_columns_say_which_is_which():
    shown = grid(row(what="sanoin"), layout="facts")

    assert texts(shown.find_all("dd")) == [
        "Henkilöä: 11",
        "Kaikkiaan: 20",
        "Sanoin: sanoin",
    ]


def test_lists_gather_rows_under_the_words_of_their_first_cell():
    columns = (Column("name", "label"), Column("what", "text"))
    rows = (row("A", what="1"), row("B", what="2"), row("A", what="3"))
    shown = grid(*rows, columns=columns, layout="lists")

    assert texts(shown.find_all(class_="list-title")) == ["A", "B"]
    assert texts(shown.find_all("li")) == ["1", "3", "2"]


@pytest.mark.parametrize("layout", ["grid", "facts", "cards", "lists"])
def test_every_layout_has_its_caption(layout):
    assert "Taulukon otsikko" in grid(layout=layout).get_text()


# --- figures, quotes, prose


def test_a_figure_is_replaced_by_its_sentence():
    assert page(figure(what="kaksi <b>")).img["alt"] == "Sanoi: kaksi <b>."


def test_a_figure_has_its_title():
    assert page(figure()).figcaption.get_text() == "Kuvan otsikko"


def test_a_figures_data_stand_beside_it_as_a_table():
    assert page(figure()).details.caption.get_text() == "Taulukon otsikko"


def test_the_same_table_twice_has_two_ids():
    ids = [each["id"] for each in page(figure(), TableBlock("t")).find_all("table")]

    assert ids == ["demo-t-data", "demo-t"]


def test_a_figure_without_words_is_refused():
    with pytest.raises(ValueError, match="figure 'f' has no alternative text"):
        page(figure("demo.empty"))


def test_a_figure_is_a_picture_inside_the_page(monkeypatch):
    monkeypatch.undo()
    shares = Table(
        "t",
        [{"row": "a", "name": Text(fi="Väittämä"), "value": 0.82}],
        (Column("name", "label"), Column("value", "share")),
        source="deck",
    )
    drawn = page(figure(label="name", value="value"), tables=shares)

    assert drawn.img["src"].startswith("data:image/svg+xml;base64,")


def test_a_quote_says_who_spoke_and_where_it_was_printed():
    shown = page(Quote(Text(fi="Hyvä."), Text(fi="Asiakas"), "own"))

    assert texts(shown.find_all(["blockquote", "figcaption"])) == [
        "Hyvä.",
        "Asiakas [2]",
    ]


def test_prose_in_another_language_is_marked():
    shown = page(Prose(Text(fi="Teksti")), language="en")

    assert shown.find(class_="prose")["lang"] == "fi"


def test_prose_links_to_the_sections_it_cites():
    shown = page(Prose(Text(fi="Näin on. [@reach]"), cites=("reach",)))

    assert shown.find(class_="cite")["href"] == "#reach"


def test_prose_has_no_link_to_a_section_that_is_not_shown():
    shown = page(Prose(Text(fi="Näin on. [@reach]")))

    assert shown.find(class_="prose").get_text().strip() == "Näin on. [@reach]"


# --- simulated data


@pytest.mark.parametrize("layout", ["grid", "facts", "cards", "lists"])
def test_a_table_of_simulated_data_says_so_in_its_caption(layout):
    shown = page(TableBlock("t"), tables=table(layout=layout), simulated=True)
    caption = shown.select_one("caption, p.caption")

    assert texts([caption]) == ["Taulukon otsikko Simuloitu aineisto"]


def test_a_figure_of_simulated_data_says_so_above_and_instead_of_it():
    shown = page(figure(what="kaksi"), simulated=True)

    assert texts([shown.figcaption]) == ["Kuvan otsikko Simuloitu aineisto"]
    assert shown.img["alt"] == "Simuloitu aineisto. Sanoi: kaksi."


def test_the_front_says_below_its_title_that_nobody_real_is_behind_the_figures():
    front = page(name="front", heading=Text(fi="Hanke"), simulated=True)

    assert front.h1.find_next_sibling()["class"] == ["simulated-front"]


def test_nothing_is_called_simulated_in_a_report_of_real_people():
    shown = page(TableBlock("t"), figure(what="kaksi"))

    assert "imuloitu" not in str(shown)


# --- texts that would be something else


def in_project_name(payload):
    return page(name="front", heading=Text(fi=payload)).h1


def in_heading(payload):
    return page(Heading(Text(fi=payload), "demo-part")).h3


def in_row_label(payload):
    return grid(row(payload)).tbody.th


def in_category(payload):
    columns = (Column("name", "label"), Column("what", "text"))
    shown = grid(row(payload, what="x"), columns=columns, layout="lists")
    return shown.find(class_="list-title")


def in_note(payload):
    return grid(row(what=payload)).tbody.find_all("td")[-1]


def in_words_for_a_number(payload):
    columns = (Column("name", "label"), Column("target", "entry"))
    return grid(row(target=Entry(payload)), columns=columns).tbody.td


def in_fact(payload):
    columns = (Column("name", "label"), Column("what", "text"))
    return grid(row(what=payload), columns=columns, layout="facts").dd


def in_card(payload):
    return grid(row(payload), layout="cards").find(class_="what")


def in_quote(payload):
    return page(Quote(Text(fi=payload), Text(fi="Asiakas"), "deck")).blockquote.p


def in_caption(payload):
    return grid(caption=Text(fi=payload)).caption


def in_foreign_caption(payload):
    return grid(caption=Text(sv=payload)).caption.span


PLACES = [
    in_project_name,
    in_heading,
    in_row_label,
    in_category,
    in_note,
    in_words_for_a_number,
    in_fact,
    in_card,
    in_quote,
    in_caption,
    in_foreign_caption,
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_shown_as_it_was_written(payload, place):
    assert place(payload).get_text() == payload


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_not_active(payload, place):
    assert_inert(str(list(place(payload).parents)[-1]))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_a_column_head_is_text_and_label(payload):
    head = payload.replace("{", "{{").replace("}", "}}")  # as a catalogue writes them
    spoken = Words("fi", WORDS.catalogue | {"demo.columns.value": head})
    section = Section("demo", scope(), [TableBlock("t")], {"t": table()})
    shown = assert_inert(section_html(release(section), spoken))

    assert shown.thead.find_all("th")[1].get_text() == payload
    assert shown.tbody.td["data-label"] == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_an_alternative_text_stays_in_it(payload):
    shown = assert_inert(str(page(figure(what=payload))))

    assert shown.img["alt"] == f"Sanoi: {payload}."


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_the_speakers_name_is_text(payload):
    shown = page(Quote(Text(fi="Hyvä."), Text(fi=payload), "deck"))

    assert assert_inert(str(shown)).figcaption.get_text() == f"{payload} [1]"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_prose_is_not_active(payload):
    assert_inert(str(page(Prose(Text(fi=payload)))))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_source_has_no_payload_for_an_address(payload):
    with pytest.raises(ValidationError, match="String should match pattern"):
        Source(id="deck", title=Text(fi="Raportti"), url=payload)
