"""Cells that a workbook holds as dates and numbers instead of text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from evallib.data.intake.cells import Reader, Value, reader_of
from evallib.data.values import BadValue, shape
from evallib.domain.files import ColumnEntry, DataFile

IDENTIFIERS = ("hetu", "client_no")
NUMBERS = ("integer", "number", "percent")
MOST_DECIMALS = 9


def stored_reader(
    name: str, declared: ColumnEntry, file: DataFile, *, read: Reader, as_of: date
) -> Callable[[str, str], Value]:
    """The function from a cell and the kind that a workbook gives it to its value.

    Read ``E-XLS-PRECISION`` as: the identifier had more digits than a workbook keeps,
    so it is another one now. A real date needs no declared form, and a stored number
    no declared mark.
    """
    plain = declared.model_copy(
        update={"decimal": ",", "thousands": None, "decimals": MOST_DECIMALS}
    )
    of_number = reader_of(name, plain, file, forms={"fi"}, as_of=as_of)
    of_day = reader_of(name, declared, file, forms={"fi"}, as_of=as_of)

    def stored(cell: str, kind: str) -> Value:
        if declared.type in IDENTIFIERS and kind == "long":
            raise BadValue("E-XLS-PRECISION", shape=shape(cell))
        if declared.type in IDENTIFIERS and kind == "scientific":
            raise BadValue("E-ID-EXCEL", shape=shape(cell))
        if declared.type == "date" and kind == "date":
            return of_day(cell)
        return of_number(cell) if declared.type in NUMBERS else read(cell)

    return stored
