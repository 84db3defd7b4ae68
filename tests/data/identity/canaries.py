"""Thirty made-up persons, and every form in which a file could give one away."""

from __future__ import annotations

import base64
import hashlib
import html
from dataclasses import dataclass
from urllib.parse import quote

from evallib.data.identity.codes import CHECKS

PERSONS = 30
FIRST_NUMBER = 940
SIGNS = "-YXWVUABCDEF"
GIVEN = ("Aamuska", "Eelimari", "Ilpotar", "Ounervo", "Untamoinen")
FAMILY = ("Kuusvirtala", "Lumihetteikko", "Mansikkoniitty")


@dataclass(frozen=True, slots=True)
class Canary:
    """One person; nobody real has a number from 900 to 999."""

    code: str
    name: str
    phone: str
    email: str
    iban: str
    street: str
    phrase: str

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)


def identity_code(born: str, sign: str, number: int) -> str:
    """A code with the right check character."""
    return f"{born}{sign}{number}{CHECKS[int(f'{born}{number}') % 31]}"


def canaries() -> list[Canary]:
    return [_canary(at) for at in range(PERSONS)]


def disguised(code: str) -> tuple[str, ...]:
    """One code in the forms that the same reader would still take for it."""
    return (
        code,
        code.lower(),
        code.replace("-", "\N{EN DASH}"),
        code.replace("-", "\N{MINUS SIGN}"),
        f" {code}\N{ZERO WIDTH SPACE}",
        f"{code[:6]} {code[6]} {code[7:]}",
        f"{code[:4]}\N{SOFT HYPHEN}{code[4:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in code),  # full-width letters
        "".join(f"&#{ord(c)};" for c in code),
        "".join(f"%{ord(c):02x}" for c in code),
    )


def traces(person: Canary) -> set[bytes]:
    """Every string of bytes that must be in no output."""
    texts = {shape for fact in person.facts for shape in (fact, fact.lower())}
    texts |= {person.name.upper(), person.code[:6] + person.code[7:]}
    texts |= {person.code[7:], *disguised(person.code)}
    texts |= {html.escape(text) for text in texts} | {quote(text) for text in texts}
    raw = {coded for text in texts for coded in _coded(text)}
    return raw | {form for text in texts for form in _packed(text)}


def _coded(text: str) -> tuple[bytes, ...]:
    return tuple(text.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be"))


def _packed(text: str) -> tuple[bytes, ...]:
    plain = text.encode()
    hashes = [hashlib.new(name, plain) for name in ("md5", "sha1", "sha256")]
    digests = [each.hexdigest().encode() for each in hashes]
    # the whole groups of three bytes; the rest depends on what stands behind
    based = base64.b64encode(plain)[: len(plain) // 3 * 4]
    return (plain.hex().encode(), plain.hex().upper().encode(), based, *digests)


def _canary(at: int) -> Canary:
    born = f"{at % 28 + 1:02}{at % 12 + 1:02}{60 + at:02}"
    given, family = GIVEN[at % len(GIVEN)], FAMILY[at % len(FAMILY)]
    return Canary(
        code=identity_code(born, SIGNS[at % len(SIGNS)], FIRST_NUMBER + at),
        name=f"{given} {family}-{at}",
        phone=f"04577{at:02}8{at:02}7",
        email=f"{given}.{at}@kanarialintu.example".lower(),
        iban=_iban(at),
        street=f"Olematon kuja {300 + at} as. {at}",
        phrase=f"sininen porkkana lauloi kellarissa {at} kertaa",
    )


def _iban(at: int) -> str:
    account = f"799779{at:08}"
    check = 98 - int(f"{account}151800") % 97  # F is 15 and I is 18
    return f"FI{check:02}{account}"
