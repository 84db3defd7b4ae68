"""Keyed pseudonyms: without the key nobody can try all codes until one fits."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from typing import Literal, Never

IdentifierKind = Literal["hetu", "client_no"]

KEY_BYTES = 32
PID_LENGTH = 26  # 130 of the 256 bits; two persons never meet in practice
LINKAGE, PID, KID = b"evallib-linkage-v1", b"evallib-pid-v1", b"evallib-kid-v1"
SEPARATOR = b"\x00"
DIGEST = "sha256"


class Key:
    """A master key that can be used but not shown, copied or stored.

    Attributes
    ----------
    kid : str
        Eight hexadecimal digits that tell keys apart and nothing about them.
    """

    __slots__ = ("__master",)

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes; got {len(master)}")
        self.__master = bytes(master)

    @property
    def kid(self) -> str:
        return hmac.digest(self.__master, KID, DIGEST)[:4].hex()

    def subkey(self, domain: str) -> bytes:
        """The key of one linkage domain; it tells nothing about another domain's."""
        return hkdf(self.__master, LINKAGE + SEPARATOR + domain.encode())

    def __repr__(self) -> str:
        return f"<key kid={self.kid}>"

    def __reduce_ex__(self, protocol: object) -> Never:
        raise TypeError("a key is neither copied nor stored; read it from its file")

    def __getstate__(self) -> Never:
        raise TypeError("a key does not hand out its state; read it from its file")


def pseudonymiser(key: Key, domain: str, kind: IdentifierKind) -> Callable[[str], str]:
    """The function from canonical identifiers to pseudonyms of one domain.

    Read two equal pseudonyms as: the same identifier under the same key, domain and
    kind. Nobody without the key can go back, or try all codes one by one.

    Parameters
    ----------
    key : Key
        The master key.
    domain : str
        Id of the project, or of the projects that may be linked.
    kind : str
        ``hetu`` or ``client_no``.

    Returns
    -------
    callable
        From a canonical identifier to 26 characters A to Z and 2 to 7.

    Notes
    -----
    A subkey by HKDF-SHA256 for every domain, then HMAC-SHA256. The valid codes of
    everybody alive are fewer than thirty million, so that a hash without a key is
    undone in half a minute; it must not be used for anything.

    References
    ----------
    Krawczyk H, Eronen P (2010). HMAC-based Extract-and-Expand Key Derivation
    Function (HKDF). RFC 5869.

    Examples
    --------
    >>> of_code = pseudonymiser(Key(bytes(range(32))), "esimerkki-a", "hetu")
    >>> of_code("010190-900P")
    'IEWZ5X6NC4L4KVVYRQEVKI2FOD'
    """
    subkey = key.subkey(domain)
    start = PID + SEPARATOR + kind.encode() + SEPARATOR

    def pseudonym(identifier: str) -> str:
        digest = hmac.digest(subkey, start + identifier.encode(), DIGEST)
        return base64.b32encode(digest).decode()[:PID_LENGTH]

    return pseudonym


def hkdf(secret: bytes, info: bytes) -> bytes:
    """HKDF-SHA256 without salt: the first 32 bytes, which are one block."""
    extracted = hmac.digest(bytes(KEY_BYTES), secret, DIGEST)
    return hmac.digest(extracted, info + b"\x01", DIGEST)
