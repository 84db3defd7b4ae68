"""Pseudonyms as the guide prints them, and a key that does not slip out."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.data.identity.codes import personal_code
from evallib.data.identity.pseudonyms import Key, hkdf, pseudonymiser

MASTER = bytes(range(32))
# The four vectors of the guide for the master key 00 01 … 1f.
VECTORS = [
    ("esimerkki-a", "hetu", "010190-900P", "IEWZ5X6NC4L4KVVYRQEVKI2FOD"),
    ("esimerkki-a", "hetu", "010190Y900P", "DQBB7MKKRNHO22DVQA2N4DO5Y7"),
    ("esimerkki-a", "client_no", "00123", "DWJXB5LHXPSLJJUKRP5KCJGWCQ"),
    ("esimerkki-b", "hetu", "010190-900P", "A26EOGDIXC23QHG6RUBQDVDP2F"),
]
FORMS_OF_ONE = (
    "010190-900p",
    "010190\N{EN DASH}900P",
    " 010190-900P\N{ZERO WIDTH SPACE}",
)


@pytest.fixture
def key():
    return Key(MASTER)


@pytest.mark.parametrize(("domain", "kind", "identifier", "pid"), VECTORS)
def test_pseudonyms_are_those_of_the_guide(key, domain, kind, identifier, pid):
    assert pseudonymiser(key, domain, kind)(identifier) == pid


def test_the_key_is_known_by_its_id(key):
    assert key.kid == "512a731b"


def test_the_derivation_is_that_of_rfc_5869():
    """Test case 3: SHA-256 without salt and info; the first 32 of 42 bytes."""
    printed = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"

    assert hkdf(b"\x0b" * 22, b"").hex() == printed


def test_one_person_has_one_pseudonym_however_the_code_is_written(key):
    of_code = pseudonymiser(key, "esimerkki-a", "hetu")
    codes = [personal_code(form, allow_temporary=True) for form in FORMS_OF_ONE]

    assert len({of_code(code) for code in codes}) == 1


@given(st.sampled_from("-YXWVU"), st.sampled_from("-YXWVU"))
def test_two_signs_are_two_persons(one, other):
    of_code = pseudonymiser(Key(MASTER), "esimerkki-a", "hetu")
    same = of_code(f"010190{one}900P") == of_code(f"010190{other}900P")

    assert same == (one == other)


@pytest.mark.parametrize("shown", [repr, str, "{}".format, lambda key: f"{key!r:>30}"])
def test_a_key_prints_as_its_id(key, shown):
    assert shown(key).strip() == "<key kid=512a731b>"


@pytest.mark.parametrize(
    "leak",
    [pickle.dumps, copy.copy, copy.deepcopy, lambda key: key.__getstate__()],
    ids=["pickle", "copy", "deepcopy", "state"],
)
def test_a_key_is_neither_copied_nor_stored(key, leak):
    with pytest.raises(TypeError, match="read it from its file"):
        leak(key)


def test_a_key_has_no_dictionary_of_its_own(key):
    with pytest.raises(TypeError, match="__dict__"):
        vars(key)


def test_a_key_of_another_length_is_refused_without_being_shown():
    with pytest.raises(ValueError, match=r"^a key has 32 bytes; got 3$"):
        Key(b"abc")
