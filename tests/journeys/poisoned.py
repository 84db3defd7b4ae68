"""The shipped projects, and one of people, with active content in every free text.

Places take turns: the first one gets the payload ``start``, the next one the payload
after it, and so on, so that all starts together put every payload in every place.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from tests.journeys.projects_of_people import Crowd, write_project
from tests.present.payloads import PAYLOADS

# A control character is refused in a project file; see the tests of its texts.
IN_TOML = [each for each in PAYLOADS if each.isprintable()]
KEYS = re.compile(
    r"\s*(fi|sv|en|name|title|publisher|about|programme|code|place|label|value|scale"
    r"|question|method|data|goal|outcome|benchmark_name|regions|subregions"
    r"|municipalities) = "
)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
COLUMNS = re.compile(
    r"(name|group|note|question|speaker|approved_by|written_time|dimension)(_sv|_en)?"
    r"|text|label|providers|place|aim|result|reason"
)
PEOPLE = Crowd(
    """
    pilot A | 2024-02-05 | work 18 | unemployed 22
    pilot B | 2024-06-03 | work 16 | unemployed 24
    control | 2024-02-05 | work 15 | unemployed 38 | lost 7
    control | 2024-06-03 | work 15 | unemployed 45
    """
)
WORDS_OF_PEOPLE = ("woman", "man", "A", "B", "sex", "Koerekisteri")
FILE = "' onfocus='alert(1)' autofocus='.csv"  # a name that a file may have
FAULTY = """\
id = "faulty"
name = {name}
{key} = 1
[[rounds]]
id = "final"
kind = {value}
as_of = 2022-01-31
"""

Poison = Callable[[str], str]


def poison_tables(root: Path, start: int) -> None:
    """Every text of the project files, tables and prose that lie in the tree."""
    toml = _poison(IN_TOML, start)
    for path in sorted(root.glob("projects/*/project.toml")):
        text = "\n".join(
            _line(each, toml) for each in path.read_text("utf-8").split("\n")
        )
        path.write_text(text, "utf-8")
    cells = _poison(PAYLOADS, start)
    tables = [*root.glob("data/raw/*/*.csv"), *root.glob("projects/*/quotes.csv")]
    for path in sorted(tables):
        _poison_table(path, cells)
    for path in sorted(root.glob("projects/*/*.md")):
        prose = "\n\n".join([path.read_text("utf-8"), *PAYLOADS])
        path.write_text(prose, "utf-8")


def write_poisoned_people(root: Path, start: int) -> None:
    """Labels, groups, a heading and a file name of clients."""
    write_project(root, "people", PEOPLE)
    poison = _poison([each for each in IN_TOML if ";" not in each], start)
    new = {word: poison(word) for word in WORDS_OF_PEOPLE}
    raw, own = root / "data" / "raw" / "people", root / "projects" / "people"
    for path in raw.glob("*.csv"):
        rows = [[new.get(cell, cell) for cell in row] for row in _rows(path)]
        _write(path, rows)
    (raw / "pilot.csv").rename(raw / FILE)
    text = (own / "project.toml").read_text("utf-8").replace('"pilot.csv"', f'"{FILE}"')
    text = text.replace(".columns.sex]", '.columns."sex"]')
    words = {
        json.dumps(old): json.dumps(word, ensure_ascii=False)
        for old, word in new.items()
    }
    text = STRING.sub(lambda found: words.get(found[0], found[0]), text)
    (own / "project.toml").write_text(text, "utf-8")


def write_faulty(root: Path, start: int) -> None:
    """A project whose faults are payloads too: they stand on the page that tells."""
    poison = _poison(IN_TOML, start)
    key, value, name = (json.dumps(poison(each), ensure_ascii=False) for each in "kvn")
    folder = root / "projects" / "faulty"
    folder.mkdir()
    text = FAULTY.format(key=key, value=value, name=name)
    (folder / "project.toml").write_text(text, "utf-8")


def _poison(payloads: list[str], start: int) -> Poison:
    """A new text for an old one, the same for the same."""
    turns, new = count(start), {}

    def poison(old: str) -> str:
        if old not in new:
            turn = next(turns)
            new[old] = f"{payloads[turn % len(payloads)]} {turn}"
        return new[old]

    return poison


def _line(line: str, poison: Poison) -> str:
    listed = line.startswith('    "')
    if not listed and not KEYS.match(line):
        return line

    def changed(found: re.Match[str]) -> str:
        return json.dumps(poison(found[1]), ensure_ascii=False)

    return STRING.sub(changed, line)


def _poison_table(path: Path, poison: Poison) -> None:
    head, *rows = _rows(path)
    free = [
        COLUMNS.fullmatch(name) and f"{path.name} {name}" != "budget.csv group"
        for name in head
    ]
    changed = [
        [
            poison(cell) if cell and own else cell
            for cell, own in zip(row, free, strict=True)
        ]
        for row in rows
    ]
    _write(path, [head, *changed])


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return iter(list(csv.reader(file, delimiter=";")))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
