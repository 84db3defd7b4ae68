"""A ledger that was touched is never believed, and a missing one is not empty."""

from __future__ import annotations

from datetime import date

import pytest

from evallib.release.differencing import Told
from evallib.release.ledger import LedgerBroken, Release, append, of_key, read_ledger

DAY = date(2026, 11, 23)


def release(report, kid="k1"):
    figures = (Told(frozenset({"b", "a"}), "work", 1, 2),)
    return Release(report, DAY, kid, "k = 5", figures)


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "ledger.jsonl"
    for report in ("vali-1", "vali-2", "loppu"):
        append(path, release(report))
    return path


def test_what_was_appended_is_read_back(ledger):
    found = read_ledger(ledger, released_before=True)

    assert found == (release("vali-1"), release("vali-2"), release("loppu"))


def test_before_the_first_release_there_is_no_ledger(tmp_path):
    assert read_ledger(tmp_path / "ledger.jsonl", released_before=False) == ()


def test_a_ledger_missing_after_a_release_is_not_an_empty_one(tmp_path):
    with pytest.raises(LedgerBroken, match="missing although a report is public"):
        read_ledger(tmp_path / "ledger.jsonl", released_before=True)


@pytest.mark.parametrize("line", [0, 1])
def test_a_changed_line_breaks_the_chain(ledger, line):
    lines = ledger.read_text(encoding="utf-8").splitlines()
    lines[line] = lines[line].replace('"high": 2', '"high": 1')
    ledger.write_text("\n".join(lines) + "\n", encoding="utf-8")

    with pytest.raises(LedgerBroken, match=f"chain breaks at line {line + 2}"):
        read_ledger(ledger, released_before=True)


def test_a_line_taken_out_breaks_the_chain(ledger):
    first, _, last = ledger.read_text(encoding="utf-8").splitlines()
    ledger.write_text(f"{first}\n{last}\n", encoding="utf-8")

    with pytest.raises(LedgerBroken, match="chain breaks at line 2"):
        read_ledger(ledger, released_before=True)


@pytest.mark.parametrize("rubbish", ["{", "[]", "{}", '{"previous": 1}'])
def test_an_unreadable_ledger_is_broken(tmp_path, rubbish):
    path = tmp_path / "ledger.jsonl"
    path.write_text(rubbish + "\n", encoding="utf-8")

    with pytest.raises(LedgerBroken, match=r"ledger\.jsonl"):
        read_ledger(path, released_before=True)


def test_nothing_is_appended_to_a_broken_ledger(ledger):
    before = ledger.read_text(encoding="utf-8").replace("vali-2", "vali-9")
    ledger.write_text(before, encoding="utf-8")

    with pytest.raises(LedgerBroken, match="chain breaks at line 3"):
        append(ledger, release("extra"))
    assert ledger.read_text(encoding="utf-8") == before


def test_figures_under_another_key_cannot_be_matched(tmp_path):
    path = tmp_path / "ledger.jsonl"
    append(path, release("vanha", kid="k0"))
    append(path, release("uusi", kid="k1"))

    found = of_key(read_ledger(path, released_before=True), "k1")

    assert found == release("uusi").figures
