"""Finnish personal identity codes and business ids, tested in a fixed order.

Nothing is guessed or repaired: the century sign tells persons apart since 2023, so it
is kept as it stands. The sex that an individual number once told is never derived.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.fi import ytunnus

from evallib.data.values import BadValue, shape

CENTURIES = {
    "+": 1800,
    **dict.fromkeys("-YXWVU", 1900),
    **dict.fromkeys("ABCDEF", 2000),
}
CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
FORM = re.compile(
    rf"(?P<day>[0-9]{{2}})(?P<month>[0-9]{{2}})(?P<year>[0-9]{{2}})"
    rf"(?P<sign>[{re.escape(''.join(CENTURIES))}])"
    rf"(?P<number>[0-9]{{3}})(?P<check>[{CHECKS}])"
)
NO_SIGN = re.compile(r"[0-9]{9}[0-9A-Z]")
# 1,01E+10 is what Excel makes of digits; a code has six digits before its sign.
EXCEL_NUMBER = re.compile(r"[0-9](?:[.,][0-9]+)?E[+-]?[0-9]{1,3}|[0-9]+[.,]0+")
DIGITS_AND_MARKS = re.compile(r"[0-9]+[-+A-FU-Y]?[0-9]*[A-Z]?")
RUNNING = ("01234567890123456789", "98765432109876543210")
LETTERS_FOR_DIGITS = re.compile(
    r"(?=.*[A-ZÅ?*_])(?:[0-9]{6}|[XNPKVDMYTÅ?*_]{6})[-+A-FU-Y]?"
    r"(?:[0-9]{3}|[XNPKVDMYTÅ?*_]{3})[0-9A-Z?*_]?"
)
STANDS_FOR_A_DIGIT = re.compile(r"[XNPKVDMYTÅ?*_]{3}")
FIRST_NUMBER = 2
FIRST_TEMPORARY = 900


def canonical(cell: str) -> str:
    """An identity code as it is compared, whoever wrote it and with which dash.

    Read ``"010190-900P"`` as: the same person as ``" 010190–900p"``. The sign of the
    century stays what it is, because another sign is another person.

    Parameters
    ----------
    cell : str
        What was written.

    Returns
    -------
    str
        NFKC, upper case, without white space and invisible characters, every dash a
        hyphen-minus. Not checked to be a code.

    Examples
    --------
    >>> canonical(" 010190\N{EN DASH}900p\N{ZERO WIDTH SPACE}")
    '010190-900P'
    """
    while (folded := _folded(cell)) != cell:
        cell = folded
    return cell


def _folded(text: str) -> str:
    """One round; capitals and dropped characters can make new composed ones."""
    plain = unicodedata.normalize("NFKC", text)
    kept = (c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf")
    return "".join("-" if is_dash(c) else c.upper() for c in kept)


def is_dash(character: str) -> bool:
    """Whether a character is written where a hyphen belongs."""
    return character == "\N{MINUS SIGN}" or unicodedata.category(character) == "Pd"


def personal_code(cell: str, *, allow_temporary: bool = False) -> str:
    """The canonical form of a valid personal identity code.

    Read an answer as: this is a code that can exist. It does not tell that the
    person does.

    Parameters
    ----------
    cell : str
        What was written.
    allow_temporary : bool, default False
        Whether individual numbers 900 to 999 are accepted. They are given for a time
        only, and synthetic people use them.

    Returns
    -------
    str
        Eleven characters.

    Raises
    ------
    BadValue
        The first that applies of ``E-ID-EMPTY``, ``E-ID-EXCEL``,
        ``E-ID-PLACEHOLDER``, ``E-ID-CHAR``, ``E-ID-SEP``, ``E-ID``, ``E-ID-DATE``,
        ``E-ID-NUM``, ``E-ID-CHECK`` and ``E-ID-TEMP``; with the shape of the cell,
        never its content.

    References
    ----------
    Digital and Population Data Services Agency: The personal identity code. The new
    signs are those of the decree that came into force on 1 January 2023.

    Examples
    --------
    >>> personal_code("010594y9032", allow_temporary=True)
    '010594Y9032'
    """
    code = canonical(cell)
    fault = _fault_of_form(code) or _fault_of_content(code)
    if fault is None and is_temporary(code) and not allow_temporary:
        fault = "E-ID-TEMP"
    if fault is not None:
        raise _refused(fault, cell)
    return code


def is_temporary(code: str) -> bool:
    """Whether a valid canonical code was given for a time only (900 to 999)."""
    return int(code[7:10]) >= FIRST_TEMPORARY


def birth_date(code: str) -> date:
    """Day of birth that a valid canonical code tells.

    Read ``1994-05-01`` as: born on 1 May 1994. It serves the age at start and is not
    stored.

    Parameters
    ----------
    code : str
        From ``personal_code``.

    Returns
    -------
    date
        In the century of the sign.

    Examples
    --------
    >>> birth_date("020516C903K")
    datetime.date(2016, 5, 2)
    """
    century = CENTURIES[code[6]]
    return date(century + int(code[4:6]), int(code[2:4]), int(code[:2]))


def has_right_check(code: str) -> bool:
    """Whether the last character follows from the nine digits, with sign or without."""
    return CHECKS[int(code[:6] + code[-4:-1]) % len(CHECKS)] == code[-1]


def is_placeholder(code: str) -> bool:
    """Whether a canonical text only stands where a code should be.

    Read ``True`` as: all digits equal, digits that run up or down, or letters in
    place of digits, as in ``000000-0000``, ``123456-7890`` and ``PPKKVV-XXXX``.
    """
    digits = "".join(c for c in code if c in "0123456789")
    same = len(set(digits)) == 1 and DIGITS_AND_MARKS.fullmatch(code)
    running = len(digits) >= 9 and any(digits in line for line in RUNNING)
    lettered = LETTERS_FOR_DIGITS.fullmatch(code) and STANDS_FOR_A_DIGIT.search(code)
    one_letter = len({c for c in code if c.isalnum()}) == 1
    return bool(same or running or lettered or one_letter)


def client_number(cell: str) -> str:
    """Another identifier than an identity code: text, whatever it looks like.

    Read ``"00123"`` as: that client, and not client 123.

    Parameters
    ----------
    cell : str
        What was written.

    Returns
    -------
    str
        NFKC, without invisible characters and outer spaces; zeros and letters stay.

    Raises
    ------
    BadValue
        ``E-ID-EMPTY`` if nothing is left.
    """
    plain = unicodedata.normalize("NFKC", cell)
    number = "".join(c for c in plain if unicodedata.category(c) != "Cf").strip()
    if not number:
        raise _refused("E-ID-EMPTY", cell)
    return number


def business_id(cell: str) -> str:
    """A Finnish business id (Y-tunnus) with its hyphen.

    Read ``"2077474-0"`` as: a number that the register can have given.

    Parameters
    ----------
    cell : str
        What was written.

    Returns
    -------
    str
        Seven digits, a hyphen and the check digit.

    Raises
    ------
    BadValue
        ``E-ID-EMPTY``, ``E-ID-CHECK`` or ``E-ID``, with ``case = "business"``.

    Examples
    --------
    >>> business_id(" 2077474\N{EN DASH}0")
    '2077474-0'
    """
    written = canonical(cell)
    if not written:
        raise _refused("E-ID-EMPTY", cell)
    try:
        return str(ytunnus.format(ytunnus.validate(written)))
    except InvalidChecksum:
        raise _refused("E-ID-CHECK", cell, case="business") from None
    except ValidationError:
        raise _refused("E-ID", cell, case="business") from None


def _refused(code: str, cell: str, **facts: object) -> BadValue:
    return BadValue(code, shape=shape(cell), **facts)


def _fault_of_form(code: str) -> str | None:
    faults = {
        "E-ID-EMPTY": not code,
        "E-ID-EXCEL": EXCEL_NUMBER.fullmatch(code) is not None,
        "E-ID-PLACEHOLDER": is_placeholder(code),
        "E-ID-CHAR": not code.isascii(),
        "E-ID-SEP": NO_SIGN.fullmatch(code) is not None,
        "E-ID": FORM.fullmatch(code) is None,
    }
    return next((fault for fault, applies in faults.items() if applies), None)


def _fault_of_content(code: str) -> str | None:
    try:
        birth_date(code)
    except ValueError:
        return "E-ID-DATE"
    if int(code[7:10]) < FIRST_NUMBER:
        return "E-ID-NUM"
    return None if has_right_check(code) else "E-ID-CHECK"
