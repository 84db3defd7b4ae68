"""One code of a fault for every cell, in the order of the guide; signs are kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fi import hetu

from evallib.data.identity.codes import (
    CENTURIES,
    birth_date,
    business_id,
    canonical,
    client_number,
    personal_code,
)
from evallib.data.values import BadValue
from tests.data.identity.canaries import identity_code

BIRTHS = st.dates(date(1900, 1, 1), date(1999, 12, 31)).map(lambda day: f"{day:%d%m%y}")
NUMBERS = st.integers(900, 999)
SAME_PERSON = (
    "010190-900p",
    "010190\N{EN DASH}900P",
    "010190\N{MINUS SIGN}900P",
    " 010190-900P\N{ZERO WIDTH SPACE}",
    "010190\N{NON-BREAKING HYPHEN}900P",
    "010190 -\N{NO-BREAK SPACE}900P",
)
REFUSED = [
    ("", "E-ID-EMPTY"),
    (" \N{ZERO WIDTH SPACE}", "E-ID-EMPTY"),
    ("1,01E+10", "E-ID-EXCEL"),  # B047
    ("1.0019E+9", "E-ID-EXCEL"),
    ("10190900.0", "E-ID-EXCEL"),
    ("000000-0000", "E-ID-PLACEHOLDER"),
    ("111111-111C", "E-ID-PLACEHOLDER"),
    ("123456-7890", "E-ID-PLACEHOLDER"),
    ("123456-789X", "E-ID-PLACEHOLDER"),
    ("987654-3210", "E-ID-PLACEHOLDER"),
    ("XXXXXX-XXXX", "E-ID-PLACEHOLDER"),
    ("ppkkvv-xxxx", "E-ID-PLACEHOLDER"),
    ("010190-XXXX", "E-ID-PLACEHOLDER"),
    ("010190\N{CYRILLIC CAPITAL LETTER A}900P", "E-ID-CHAR"),
    ("010190-900\N{GREEK CAPITAL LETTER RHO}", "E-ID-CHAR"),
    ("010190900P", "E-ID-SEP"),  # B042
    ("010190\N{SOFT HYPHEN}900P", "E-ID-SEP"),
    ("010190 900P", "E-ID-SEP"),
    ("010190G900P", "E-ID"),
    ("010190-900O", "E-ID"),
    ("10190-900P", "E-ID"),
    ("Virtanen", "E-ID"),
    ("310290-900V", "E-ID-DATE"),  # B039
    ("290201A901M", "E-ID-DATE"),  # B039
    ("290200-901X", "E-ID-DATE"),  # 1900 was no leap year
    ("010190-000A", "E-ID-NUM"),
    ("010190-001A", "E-ID-NUM"),
    ("010190-900X", "E-ID-CHECK"),  # B038
]


@pytest.mark.parametrize(("cell", "code"), REFUSED, ids=lambda part: ascii(part))
def test_a_cell_gets_the_first_code_that_applies(cell, code):
    with pytest.raises(BadValue, match=f"^{code}$"):
        personal_code(cell, allow_temporary=True)


def test_a_refused_code_is_shown_by_its_shape():  # B038
    with pytest.raises(BadValue, match="E-ID-CHECK") as bad:
        personal_code("010190-900X")

    assert bad.value.facts == {"shape": "######-###a"}


@pytest.mark.parametrize("code", ["010594Y9032", "020594X903P", "020516C903K"])
def test_the_signs_of_2023_are_accepted_as_they_stand(code):  # B040
    assert personal_code(code, allow_temporary=True) == code


def test_another_sign_is_another_person():  # B041
    codes = [personal_code(f"010190{each}900P", allow_temporary=True) for each in "-Y"]

    assert codes == ["010190-900P", "010190Y900P"]


@pytest.mark.parametrize("cell", SAME_PERSON, ids=ascii)
def test_one_person_is_written_in_many_ways(cell):  # B043
    assert personal_code(cell, allow_temporary=True) == "010190-900P"


def test_a_temporary_code_has_to_be_allowed():  # B046
    with pytest.raises(BadValue, match="E-ID-TEMP"):
        personal_code("010190-900P")


@pytest.mark.parametrize(
    ("code", "born"),
    [
        ("010190-900P", date(1990, 1, 1)),
        ("010190Y900P", date(1990, 1, 1)),
        ("020516C903K", date(2016, 5, 2)),
        ("010190+900P", date(1890, 1, 1)),
    ],
)
def test_the_sign_tells_the_century_of_birth(code, born):
    assert birth_date(code) == born


@given(BIRTHS, NUMBERS, st.sampled_from(sorted(CENTURIES)))
def test_right_codes_are_right_for_python_stdnum_too(born, number, sign):
    code = identity_code(born, sign, number)
    try:
        accepted = personal_code(code, allow_temporary=True) == code
    except BadValue:
        accepted = False

    assert accepted == hetu.is_valid(code, allow_temporary=True)


@given(st.text())
def test_the_canonical_form_is_its_own(cell):
    assert canonical(canonical(cell)) == canonical(cell)


def test_a_client_number_keeps_its_zeros_and_small_letters():
    assert client_number(" 00123a\N{ZERO WIDTH SPACE}") == "00123a"


def test_an_empty_client_number_is_told():
    with pytest.raises(BadValue, match="E-ID-EMPTY"):
        client_number("\N{NO-BREAK SPACE}")


@pytest.mark.parametrize("cell", ["2077474-0", "20774740", " 2077474\N{EN DASH}0"])
def test_a_business_id_is_told_with_its_hyphen(cell):
    assert business_id(cell) == "2077474-0"


@pytest.mark.parametrize(
    ("cell", "code"),
    [("", "E-ID-EMPTY"), ("2077474-1", "E-ID-CHECK"), ("207747-A", "E-ID$")],
)
def test_a_wrong_business_id_is_refused(cell, code):
    with pytest.raises(BadValue, match=code):
        business_id(cell)
