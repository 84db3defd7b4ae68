"""The example's files as tables of text: what each column holds, in which form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evallib.data.example.lives import Life
from evallib.data.example.replies import HELP, SCALE, STATEMENTS, Reply

Cell = str | int | date | None


@dataclass(slots=True)
class Sheet:
    """A header and its rows, which planted faults may change."""

    header: list[str]
    rows: list[list[Cell]]

    def row(self, number: int) -> list[Cell]:
        """A row by the number that a person sees where the header is row 1."""
        return self.rows[number - 2]


def pilot_sheet(people: Sequence[Life]) -> Sheet:
    """Pilot clients as the project's own Excel has them; a name column too many."""
    header = ["Hetu", "Nimi", "Ryhmä", "Palvelu alkoi", "Palvelu päättyi", "Keskeytti",
              "Sukupuoli", "Koulutus", "Työttömyys kk", "Kunta"]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            each.hetu,
            each.name,
            f"Ryhmä {each.group}",
            _either(each.start, number),
            _either(each.end, number) if each.end else None,
            "kyllä" if each.interrupted else "ei",
            ("Nainen" if number % 3 else "nainen ") if each.woman else "mies",
            each.education,
            each.months_unemployed,
            each.town,
        ]
        for number, each in enumerate(person for person in people if person.in_pilot)
    ]
    return Sheet(header, rows)


def control_sheet(people: Sequence[Life]) -> Sheet:
    """Controls as a register exported them: other headings, codes for categories."""
    header = ["HENKILÖTUNNUS", "VERTAILUPÄIVÄ", "SUKUPUOLI", "KOULUTUSASTE",
              "TYÖTTÖMYYDEN KESTO KK", "KOTIKUNTA"]  # fmt: skip
    levels = {"perusaste": "1", "toinen aste": "2", "korkea-aste": "3"}
    rows: list[list[Cell]] = [
        [
            each.hetu,
            finnish(each.start),
            "N" if each.woman else "M",
            levels[each.education],
            str(each.months_unemployed),
            each.town,
        ]
        for each in people
        if not each.in_pilot
    ]
    return Sheet(header, rows)


def spell_sheet(people: Sequence[Life]) -> Sheet:
    """Labour-market states of everybody, a row for each."""
    rows: list[list[Cell]] = [
        [
            each.hetu,
            finnish(spell.start),
            finnish(spell.end) if spell.end else "",
            spell.code,
        ]
        for each in people
        for spell in each.spells
    ]
    return Sheet(["hetu", "alkoi", "päättyi", "työllisyyskoodi"], rows)


def reply_sheet(replies: Sequence[Reply]) -> Sheet:
    """Survey answers in the three forms that exports have, one form a column."""
    header = ["Vastaaja", *STATEMENTS, *HELP, "Mitä muuta haluat sanoa?"]
    rows: list[list[Cell]] = [
        [
            f"V{each.number:03d}",
            *(_exported(code, at) for at, code in enumerate(each.codes)),
            *(
                words if tick else ""
                for words, tick in zip(HELP, each.ticks, strict=True)
            ),
            each.comment,
        ]
        for each in replies
    ]
    return Sheet(header, rows)


def finnish(day: date) -> str:
    """A date as a Finnish form has it."""
    return f"{day.day}.{day.month}.{day.year}"


def _either(day: date, number: int) -> Cell:
    """Half of the dates are real dates of the workbook, half are typed text."""
    return day if number % 2 else finnish(day)


def _exported(code: int | None, column: int) -> str:
    if code is None:
        return ""
    label = SCALE[code - 1]
    return (label, str(code), f"{code} = {label}", label)[column]
