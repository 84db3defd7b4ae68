"""Every number in the tables of a page is the one in ``results.json``."""

from __future__ import annotations

import json
import re
from itertools import groupby

import pytest
from bs4 import BeautifulSoup

from tests.journeys.conftest import LANGUAGES, ROUNDS, report

REPORTS = [(project, language) for project in ROUNDS for language in LANGUAGES]
PRINTED = re.compile(r"[-−]?\d+(?:[.,]\d+)?")
GROUPED = re.compile(r"(?<=\d)[\s\u00a0\u202f,](?=\d{3}(?!\d))")
# A cell of nothing but figures, signs and units; dates and names have letters or dots.
NUMERIC = re.compile(r"(?!\d+[./]\d+[./]\d{4}$)[-−]?\d[\d\s,.\u2013\u00a0\u202f%€]*")
FEWEST = 10  # numbers in the tables of the shortest report
SCALES = (1, 100)  # a share is printed as a percentage
HALF = 0.5 + 1e-6  # of the last printed digit, and what binary fractions lose


def rows_of(table):
    """The cells of each row, as text."""
    for row in table.tbody.find_all("tr"):
        yield [each.get_text(" ", strip=True) for each in row.find_all(["th", "td"])]


def printed(text, language):
    """Numbers of a cell with the size of half their last digit."""
    grouped = (
        GROUPED if language == "en" else re.compile(GROUPED.pattern.replace(",", ""))
    )
    found = []
    for each in PRINTED.findall(grouped.sub("", text).replace(",", ".")):
        decimals = len(each.partition(".")[2])
        found.append((float(each.replace("−", "-")), HALF * 10**-decimals))
    return found


def told(record):
    if record["value"] is None:
        return [end for end in (record["low"], record["high"]) if end is not None]
    return [record["value"]]


def agrees(text, record, language):
    if record["status"] == "hidden":
        return text.startswith("…")
    if record["status"] == "missing":
        return not re.search(r"\d", text)
    if record["status"] == "as_written":
        return text == record["value"]
    found = printed(text, language)
    return any(
        all(
            any(abs(value - scale * end) <= half for value, half in found)
            for end in told(record)
        )
        for scale in SCALES
    )


@pytest.fixture
def compared(tree):
    def _compared(project, language):
        path = report(tree, project, language)
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        numbers = json.loads((path.parent / "results.json").read_text("utf-8"))
        for (section, name), records in groupby(
            numbers["numbers"], key=lambda each: (each["section"], each["table"])
        ):
            table = soup.find("table", id=f"{section}-{name}")
            if table is None or table.thead is None:
                continue
            by_row = [
                list(each) for _, each in groupby(records, key=lambda e: e["row"])
            ]
            yield f"{section}-{name}", list(rows_of(table)), by_row

    return _compared


def not_found(texts, records, language):
    """Records that no cell of the row shows, looked for from left to right."""
    cells = iter(texts)
    return [
        record
        for record in records
        if told(record) or record["status"] == "hidden"
        if not any(agrees(text, record, language) for text in cells)
    ]


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_every_released_number_is_printed_in_its_row(compared, project, language):
    checked, wrong = 0, []
    for name, rows, by_row in compared(project, language):
        assert len(rows) == len(by_row), name
        for texts, records in zip(rows, by_row, strict=True):
            checked += len(records)
            missed = not_found(texts, records, language)
            wrong += [(name, texts, each) for each in missed]

    assert wrong == []
    assert checked > FEWEST


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_no_number_is_printed_that_was_not_released(compared, project, language):
    """A numeric cell with a digit stands for one record of its row."""
    for name, rows, by_row in compared(project, language):
        for texts, records in zip(rows, by_row, strict=True):
            free = list(records)
            for text in (each for each in texts if NUMERIC.fullmatch(each)):
                own = next((e for e in free if agrees(text, e, language)), None)
                assert own is not None, (name, text)
                free.remove(own)


@pytest.mark.parametrize(("project", "language"), REPORTS)
def test_a_number_in_a_sentence_is_one_of_its_section(tree, project, language):
    path = report(tree, project, language)
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    numbers = json.loads((path.parent / "results.json").read_text("utf-8"))["numbers"]
    strange = [
        (section["id"], number.get_text())
        for section in soup.find_all("section", id=True)
        for number in section.select("p.say .number:not(.constant)")
        if not any(
            agrees(number.get_text(), each, language)
            for each in numbers
            if each["section"] == section["id"]
        )
    ]

    assert strange == []
