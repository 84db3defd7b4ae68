"""The usual faults of such files, planted where the tutorial finds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evallib.data.example.tables import Cell, Sheet


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault: the code that is to be told of it, and its place.

    ``row`` is the one that a person sees, ``cell`` what is written there. Without a
    column the whole row is at fault.
    """

    code: str
    file: str
    row: int
    column: str | None
    cell: Cell = None


PILOT, CONTROLS = "pilotti.xlsx", "verrokit.csv"
SPELLS, SURVEY = "tyollisyysjaksot.csv", "asiakaskysely.xlsx"
ABOVE = {PILOT: 1}  # rows above the header: the title of the workbook
PLANTED = (
    Fault("E-ID-CHECK", PILOT, 5, "Hetu"),
    Fault("E-DATE", PILOT, 8, "Palvelu alkoi", "31.2.2024"),
    Fault("E-DATE-YY", PILOT, 12, "Palvelu alkoi", "4.3.24"),
    Fault("E-DATE-SERIAL", PILOT, 15, "Palvelu alkoi", 45355),
    Fault("E-DATE-ORDER", PILOT, 21, "Palvelu päättyi", "1.2.2024"),
    Fault("E-DATE-PRECISION", PILOT, 26, "Palvelu päättyi", "kesäkuu 2024"),
    Fault("E-CAT", PILOT, 30, "Koulutus", "toinen asteen"),
    Fault("E-EMPTY", PILOT, 33, "Koulutus", ""),
    Fault("E-RANGE", PILOT, 41, "Työttömyys kk", 940),
    Fault("E-NUM", PILOT, 47, "Työttömyys kk", "noin 12"),
    Fault("E-FIELDS", CONTROLS, 18, None),
    Fault("E-CAT", CONTROLS, 25, "SUKUPUOLI", "nainenn"),
    Fault("E-ENC-MOJIBAKE", CONTROLS, 40, "KOTIKUNTA", "SÃ¤kylÃ¤"),
    Fault("E-NUM", CONTROLS, 52, "TYÖTTÖMYYDEN KESTO KK", "10 kk"),
    Fault("E-CAT", SPELLS, 60, "työllisyyskoodi", "77"),
    Fault("E-DATE", SPELLS, 90, "alkoi", "32.1.2024"),
    Fault("E-CAT", SURVEY, 9, "Palvelu vastasi tarpeisiini", "Ihan jees"),
    Fault("E-RANGE", SURVEY, 14, "Sain apua työnhakuun", "6"),
)


def plant(sheets: Mapping[str, Sheet]) -> None:
    """Put every fault into its place; the sheets are changed."""
    for fault in PLANTED:
        sheet = sheets[fault.file]
        row = sheet.row(fault.row - ABOVE.get(fault.file, 0))
        if fault.code == "E-FIELDS":
            row.append("Ulvila")
        elif fault.code == "E-ID-CHECK":
            row[0] = _wrong_check(str(row[0]))
        elif fault.column is not None:
            row[sheet.header.index(fault.column)] = fault.cell


def _wrong_check(code: str) -> str:
    return code[:-1] + ("A" if code[-1] != "A" else "B")
