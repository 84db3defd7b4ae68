"""Thirty made-up persons go through every command; nothing that is written knows them.

They stand where client files have them: in the identity column, in columns that nobody
declared, on a hidden sheet, in open answers, and in rows with a fault.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.data.identity.canaries import canaries, disguised, traces

ROOT = Path(__file__).parents[2]
PEOPLE = canaries()
# Shorter ones turn up by chance in pictures and in compressed files.
SHORTEST = 7
TRACES = frozenset(
    trace for each in PEOPLE for trace in traces(each) if len(trace) >= SHORTEST
)
PROJECT = """\
id = "kanarialinnut"
simulated = true
time_zero = "alku"
as_of = 2099-12-31  # some of the thirty are not born yet
name = "Kanarialinnut"

[plan]
primary = "open_market_work"
horizon_months = 3

[files.asiakkaat]
path = "asiakkaat.csv"
kind = "clients"
on_row_error = "quarantine"
max_quarantine_share = 0.2
allow_temporary_ids = true
columns.hetu = { role = "person_id", type = "hetu" }
columns.ryhma = { role = "group", type = "category", labels = ["pilotti", "verrokki"] }
columns.alku = { role = "service_start", type = "date" }

[files.asiakkaat.columns.tila_3kk]
role = "outcome"
type = "category"
labels = ["työssä", "työtön"]
horizon_months = 3
anchor = "time_zero"

[files.kysely]
path = "kysely.xlsx"
kind = "survey"
sheet = "Vastaukset"
columns.vastaaja = { role = "respondent", type = "client_no" }
columns.arvio = { role = "item", type = "integer", low = 1, high = 5 }
columns.sana = { role = "comment", type = "text" }
"""
COMMANDS = (
    ("check", "kanarialinnut"),
    ("clean", "kanarialinnut"),
    ("run", "kanarialinnut"),
    ("run", "kanarialinnut", "--internal", "--language", "en"),
    ("audit", "kanarialinnut"),
    ("key", "show-id"),
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A project of the thirty, after every command; and all that the commands said."""
    root = tmp_path_factory.mktemp("canaries")
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    raw, own = root / "data/raw/kanarialinnut", root / "projects/kanarialinnut"
    for folder in (raw, own, root / "data/processed", root / "reports"):
        folder.mkdir(parents=True)
    (own / "project.toml").write_text(PROJECT, encoding="utf-8")
    (raw / "asiakkaat.csv").write_bytes(clients().encode("cp1252"))
    survey().save(raw / "kysely.xlsx")
    said = [typed(root, *words) for words in COMMANDS]
    assert [done.returncode for done in said] == [0] * len(COMMANDS), said
    (raw / "asiakkaat.csv").write_bytes(clients(faulty=True).encode("utf-16"))
    said.append(typed(root, "check", "kanarialinnut"))
    assert said[-1].returncode == 2
    return root, b"".join(done.stdout + done.stderr for done in said)


def typed(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """A command as a user types it, with the key in a place of its own."""
    key = root.with_name("key-of-canaries") / "pseudonyms.key"
    environment = os.environ | {
        "EVALLIB_ROOT": str(root),
        "EVALLIB_KEY_FILE": str(key),
    }
    return subprocess.run(
        [sys.executable, "-m", "evallib", *words],
        capture_output=True,
        cwd=root,
        env=environment,
        check=False,
    )


def clients(*, faulty: bool = False) -> str:
    """Everybody once; two rows are set aside for an impossible day."""
    lines = ["hetu;nimi;puhelin;katu;ryhma;alku;tila_3kk"]
    for at, each in enumerate(PEOPLE):
        day = "31.2.2099" if at in (3, 17) else "1.3.2099"
        code = each.code[:-1] if faulty and at % 4 == 0 else each.code
        group = "pilotti" if at % 2 else "verrokki"
        if faulty and at == 8:
            group = each.name
        state = "työssä" if at % 3 else "työtön"
        cells = (code, each.name, each.phone, each.street, group, day, state)
        lines.append(";".join(cells))
    return "\r\n".join(lines) + "\r\n"


def survey() -> openpyxl.Workbook:
    """Open answers that tell of the thirty, and a hidden sheet that does as well."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Vastaukset"
    page.append(["vastaaja", "arvio", "sana", "sähköposti"])
    hidden = book.create_sheet("piilo")
    hidden.sheet_state = "hidden"
    for at, each in enumerate(PEOPLE):
        form = disguised(each.code)[at % len(disguised(each.code))]
        text = f"Soita {each.phone} tai {each.email}, {form}, {each.iban}"
        page.append([f"V{at}", at % 5 + 1, text, each.email])
        hidden.append(list(each.facts))
    return book


def opened(path: Path) -> list[bytes]:
    """A file's bytes, and what is packed inside them."""
    content = path.read_bytes()
    found = [content]
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += [archive.read(name) for name in archive.namelist()]
    if path.suffix == ".parquet":
        rows = duckdb.read_parquet(str(path)).fetchall()
        found.append(repr(rows).encode())
    return found


def test_no_person_is_in_anything_that_was_written(tree):
    root, _ = tree
    written = [
        path
        for folder in ("data/processed", "reports")
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    ]
    everything = b"\n".join(part for path in written for part in opened(path))

    assert {path.suffix for path in written} >= {".html", ".json", ".parquet", ".xlsx"}
    assert sorted(trace for trace in TRACES if trace in everything) == []


def test_no_person_is_in_anything_that_was_said(tree):
    _, said = tree

    assert b"E-ID" in said
    assert sorted(trace for trace in TRACES if trace in said) == []


def test_the_key_is_nowhere_but_in_its_file(tree):
    root, said = tree
    key = (root.with_name("key-of-canaries") / "pseudonyms.key").read_bytes()
    forms = (key, key.hex().encode())
    files = [path for path in root.rglob("*") if path.is_file()]

    assert not any(form in said for form in forms)
    assert not any(form in path.read_bytes() for path in files for form in forms)
