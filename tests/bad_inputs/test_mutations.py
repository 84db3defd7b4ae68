"""Files spoiled at random: a documented end, in bounded time, and nothing is harmed."""

from __future__ import annotations

import random
import time

import pytest

from evallib.run.checking import check_project
from tests.bad_inputs.conftest import GOOD, PROJECT
from tests.bad_inputs.make_workbooks import client, identity, sheet, workbook

ENDS = (0, 2, 7)  # accepted, faulty, locked by another program
LONGEST = 10  # seconds that any small file may take
SEED = 20211001
ROWS = 12
CODES = tuple(identity(at) for at in range(ROWS))
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "cp850", "utf-7")
SEPARATORS = (";", ",", "\t", "|", '"', "\n", "\r", "\x00", "\u200b", "=")


def good_text():
    header = GOOD.splitlines()[0]
    rows = [";".join(map(str, client(at))) for at in range(ROWS)]
    return "\n".join([header, *rows]) + "\n"


def flipped(content, draw):
    """Some bytes with one bit changed."""
    spoiled = bytearray(content)
    for _ in range(draw.randint(1, 8)):
        at = draw.randrange(len(spoiled))
        spoiled[at] ^= 1 << draw.randrange(8)
    return bytes(spoiled)


def truncated(content, draw):
    return content[: draw.randrange(len(content))]


def doubled(content, draw):
    at, to = sorted(draw.randrange(len(content)) for _ in range(2))
    return content[:to] + content[at:]


def separated(content, draw):
    """Separators, quotes and line ends put in or taken out of the text."""
    text = content.decode("utf-8")
    for _ in range(draw.randint(1, 6)):
        at, mark = draw.randrange(len(text)), draw.choice(SEPARATORS)
        keep = text[at:] if draw.random() < 0.5 else text[at + 1 :]
        text = text[:at] + mark + keep
    return text.encode("utf-8")


def swapped(content, draw):
    """Two columns in each other's place, in the header, the rows or both."""
    rows = [line.split(";") for line in content.decode("utf-8").splitlines()]
    one, other = draw.sample(range(len(rows[0])), 2)
    for row in rows[draw.choice((0, 1)) :]:
        row[one], row[other] = row[other], row[one]
    return "\n".join(";".join(row) for row in rows).encode("utf-8")


def recoded(content, draw):
    text = content.decode("utf-8")
    return text.encode(draw.choice(ENCODINGS), "replace")


def shuffled(content, draw):
    """Cells of one column among other rows."""
    rows = [line.split(";") for line in content.decode("utf-8").splitlines()]
    column = draw.randrange(len(rows[0]))
    cells = [row[column] for row in rows]
    draw.shuffle(cells)
    for row, cell in zip(rows, cells, strict=True):
        row[column] = cell
    return "\n".join(";".join(row) for row in rows).encode("utf-8")


OF_TEXT = (flipped, truncated, doubled, separated, swapped, recoded, shuffled)
OF_WORKBOOKS = (flipped, truncated, doubled)


def play(tree, name, contents):
    """Check each content under a name; a fault of ours would be exit 70."""
    before = tree.standing()
    for content in contents:
        (tree.raw / name).write_bytes(content)
        began = time.monotonic()
        code, said, everything = tree.command("check", PROJECT)
        assert time.monotonic() - began < LONGEST
        assert code in ENDS, (said, content)
        assert not [who for who in CODES if who in everything]
        if code == 0:
            assert_accounted(tree.root)
    assert tree.standing() == before


def assert_accounted(root):
    for count in check_project(root, PROJECT).counts.values():
        parts = count.kept, count.quarantined, count.declared_duplicates
        assert count.rows_in == sum(parts)


def mutations(content, ways, *, times):
    draw = random.Random(SEED)
    for at in range(times):
        spoiled = ways[at % len(ways)](content, draw)
        yield flipped(spoiled, draw) if spoiled and at % 5 == 4 else spoiled


def text_mutations(times):
    return mutations(good_text().encode("utf-8"), OF_TEXT, times=times)


def workbook_mutations(times):
    content = workbook(sheet([client(at) for at in range(ROWS)]))
    return mutations(content, OF_WORKBOOKS, times=times)


def use_workbook(tree):
    (tree.raw / "asiakkaat.csv").unlink()
    text = tree.project_file.read_text("utf-8")
    tree.declare(text.replace("asiakkaat.csv", "asiakkaat.xlsx"))


def test_a_spoiled_text_file_has_a_documented_end(tree):
    play(tree, "asiakkaat.csv", text_mutations(240))


def test_a_spoiled_workbook_has_a_documented_end(tree):
    use_workbook(tree)
    play(tree, "asiakkaat.xlsx", workbook_mutations(60))


@pytest.mark.slow
def test_thousands_of_spoiled_text_files_have_a_documented_end(tree):
    play(tree, "asiakkaat.csv", text_mutations(4_500))


@pytest.mark.slow
def test_hundreds_of_spoiled_workbooks_have_a_documented_end(tree):
    use_workbook(tree)
    play(tree, "asiakkaat.xlsx", workbook_mutations(500))
