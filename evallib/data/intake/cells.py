"""One cell of a client file as the value that its column declares."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from evallib.data.delimited import normal
from evallib.data.identity.codes import client_number, personal_code
from evallib.data.identity.scanning import personal, scrub
from evallib.data.intake.categories import label_of, truth_of
from evallib.data.intake.dates import Form, day_of
from evallib.data.intake.numbers import number_of, share_of, whole_number_of
from evallib.data.surveys.scales import answer_code, is_chosen
from evallib.data.values import BadValue
from evallib.domain.files import ColumnEntry, DataFile

Value = str | int | float | bool | date | None
Reader = Callable[[str], Value]

LONGEST_TEXT = 5_000
# What a column may tell only if it is the declared identity column or free text.
TELLING = ("category", "boolean")


def reader_of(
    name: str, declared: ColumnEntry, file: DataFile, *, forms: set[Form], as_of: date
) -> Reader:
    """The function from a cell that is not missing to its value.

    Raises ``BadValue`` when it is called with a cell that the column does not allow.
    """
    if declared.role == "item":
        return partial(answer_code, declared=declared)
    if declared.role == "choice":
        return partial(is_chosen, declared=declared, heading=name)
    readers: dict[str, Reader] = {
        "hetu": partial(personal_code, allow_temporary=file.allow_temporary_ids),
        "client_no": client_number,
        "date": partial(day_of, forms=forms, declared=declared, as_of=as_of),
        "integer": partial(whole_number_of, declared=declared),
        "number": partial(number_of, declared=declared),
        "percent": partial(share_of, declared=declared),
        "category": partial(label_of, declared=declared),
        "boolean": partial(truth_of, declared=declared),
        "text": _text,
    }
    return readers[declared.type]


def is_missing(cell: str, declared: ColumnEntry) -> bool:
    """Whether a cell is declared to mean that nothing is known.

    An empty cell of free text, and of a choice that was not ticked, needs no
    declaration.
    """
    if not cell and declared.type == "text":
        return True
    marks = (*declared.missing, *declared.suppressed)
    return cell in marks or normal(cell) in map(normal, marks)


def leak_in(cell: str, declared: ColumnEntry) -> str | None:
    """What a cell tells of a person in a column that must not tell it."""
    if declared.type in ("hetu", "client_no", "text"):
        return None
    found = personal(cell)
    if declared.type not in TELLING:
        found = tuple(kind for kind in found if kind == "hetu")
    return found[0] if found else None


def _text(cell: str) -> str:
    if len(cell) > LONGEST_TEXT:
        raise BadValue("E-TEXT-LEN", limit=LONGEST_TEXT, found=len(cell))
    return scrub(cell).text
