"""What identifies a person is found in every form, and harmless figures are not."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.data.identity.scanning import personal, scrub
from tests.data.identity.canaries import canaries, disguised

PEOPLE = canaries()
PHONES = [
    "040 123 4567",
    "0401234567",
    "040-1234567",
    "045/123 4567",
    "050.123.4567",
    "+358 40 123 4567",
    "+358 (0)40 123 4567",
    "00358401234567",
    "(040) 123 4567",
    "09 1234567",
    "(02) 123 4567",
    "03-123 4567",
    "0295 025 500",
    "0800 123 456",
]
HARMLESS = [
    "",
    "Säkylä",
    "S21634",
    "1.10.2021–31.12.2022",
    "05-12-2021",
    "2021-05-12 12:30",
    "20 728,50 €",
    "12 345 678 €",
    "1 020 300",
    "klo 08-16",
    "02150 Espoo",
    "y-tunnus 0204819-8",
    "[@reach] [@indicators]",
    "010190-900X",  # the check character is wrong
    "https://example.org/a?page=2&year=2021",
    "FI21 1234 5600 0007 86",  # and so are these check digits
]
CODES = st.sampled_from([form for each in PEOPLE for form in disguised(each.code)])
PIECES = st.lists(
    st.one_of(
        CODES,
        st.sampled_from(PHONES),
        st.sampled_from([each.email for each in PEOPLE]),
        st.sampled_from([each.iban for each in PEOPLE]),
        st.text(max_size=8),
        st.text("0123456789+-ABCXYP .@", max_size=12),
    ),
    max_size=6,
)


def test_an_answer_keeps_its_words_and_loses_its_person():  # B115
    scrubbed = scrub("Soita 040 123 4567 / maija@x.fi / 010190-900P")

    assert scrubbed.text == "Soita [PUHELIN] / [SÄHKÖPOSTI] / [HETU]"
    assert scrubbed.counts == {"hetu": 1, "email": 1, "phone": 1}
    assert scrubbed.count == 3


@pytest.mark.parametrize("cell", HARMLESS)
def test_a_harmless_cell_is_left_alone(cell):
    assert personal(cell) == ()
    assert scrub(cell).text == cell


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.code[-4:])
def test_a_code_is_found_in_every_form_a_reader_would_recognise(person):
    missed = [form for form in disguised(person.code) if personal(form) != ("hetu",)]

    assert not missed


def test_a_code_without_its_sign_is_still_somebody():
    assert personal("asiakas 010190900P") == ("hetu",)


@pytest.mark.parametrize(
    "cell", ["hetu010190-900P", "HETU:010190Y900P, Pori", "(010190-900P)"]
)
def test_a_code_is_found_among_other_characters(cell):
    assert personal(cell) == ("hetu",)


def test_an_impossible_day_does_not_hide_a_code():
    assert personal("310290-900V") == ("hetu",)


@pytest.mark.parametrize("phone", PHONES)
def test_a_finnish_telephone_number_is_found(phone):
    assert scrub(f"Soita {phone}, kiitos.").text == "Soita [PUHELIN], kiitos."


def test_numbers_in_a_row_are_all_found():
    scrubbed = scrub("040 123 4567 050 987 6543 044 555 6667")

    assert scrubbed.counts == {"phone": 3}


@pytest.mark.parametrize(
    "address",
    ["maija@x.fi", "maija.m+a@posti.x.fi", "maija(at)x.fi", "maija [ät] x.fi"],
)
def test_an_address_is_found(address):
    assert scrub(f"<{address}>").text == "<[SÄHKÖPOSTI]>"


@pytest.mark.parametrize("cell", ["maija&#64;x.fi", "maija%40x.fi", r"maija\@x.fi"])
def test_an_address_is_found_as_a_page_would_show_it(cell):
    assert personal(cell) == ("email",)
    assert scrub(cell).counts == {"email": 1}


@pytest.mark.parametrize(
    "account",
    ["FI2112345600000785", "fi21 1234 5600 0007 85", "GB29 NWBK 6016 1331 9268 19"],
)
def test_an_account_is_found(account):
    assert scrub(f"tili {account} kiitos").text == "tili [TILINUMERO] kiitos"


def test_numbers_of_devices_are_no_persons():
    """Digests hold digits and letters; a code in one is chance."""
    ids = [
        str(uuid.UUID(int=at * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128))
        for at in range(2000)
    ]

    assert [each for each in ids if "hetu" in personal(each)] == []


@given(PIECES)
def test_a_scrubbed_text_holds_nothing_personal(pieces):
    assert personal(scrub(" ".join(pieces)).text) == ()


@given(PIECES)
def test_scrubbing_twice_is_scrubbing_once(pieces):
    once = scrub(" ".join(pieces))

    assert scrub(once.text).text == once.text


@given(st.text(), CODES)
def test_no_neighbour_hides_a_code(text, code):
    assert "hetu" in personal(f"{text} {code} {text}")
