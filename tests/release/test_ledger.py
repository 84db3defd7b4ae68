"""A ledger that was touched is never believed, and a missing one is not empty."""

from __future__ import annotations

import dataclasses
import json
import stat
from datetime import date

import pytest

from evallib.release.ledger import (
    LedgerBroken,
    Release,
    append,
    lines_relied_on,
    read_ledger,
)
from evallib.release.told import Told

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
    found = read_ledger(ledger)

    assert found == (release("vali-1"), release("vali-2"), release("loppu"))


def test_before_the_first_release_there_is_no_ledger(tmp_path):
    assert read_ledger(tmp_path / "ledger.jsonl", released_before=()) == ()


def test_a_ledger_missing_after_a_release_is_not_an_empty_one(tmp_path):
    with pytest.raises(LedgerBroken, match="missing although a report is public"):
        read_ledger(tmp_path / "ledger.jsonl", released_before=("0",))


@pytest.mark.parametrize("line", [0, 1])
def test_a_changed_line_breaks_the_chain(ledger, line):
    lines = ledger.read_text(encoding="utf-8").splitlines()
    lines[line] = lines[line].replace('"high": 2', '"high": 1')
    ledger.write_text("\n".join(lines) + "\n", encoding="utf-8")

    with pytest.raises(LedgerBroken, match=f"chain breaks at line {line + 2}"):
        read_ledger(ledger)


def test_a_line_taken_out_breaks_the_chain(ledger):
    first, _, last = ledger.read_text(encoding="utf-8").splitlines()
    ledger.write_text(f"{first}\n{last}\n", encoding="utf-8")

    with pytest.raises(LedgerBroken, match="chain breaks at line 2"):
        read_ledger(ledger)


@pytest.mark.parametrize("rubbish", ["{", "[]", "{}", '{"previous": 1}'])
def test_an_unreadable_ledger_is_broken(tmp_path, rubbish):
    path = tmp_path / "ledger.jsonl"
    path.write_text(rubbish + "\n", encoding="utf-8")

    with pytest.raises(LedgerBroken, match=r"ledger\.jsonl"):
        read_ledger(path)


def test_nothing_is_appended_to_a_broken_ledger(ledger):
    before = ledger.read_text(encoding="utf-8").replace("vali-2", "vali-9")
    ledger.write_text(before, encoding="utf-8")

    with pytest.raises(LedgerBroken, match="chain breaks at line 3"):
        append(ledger, release("extra"))
    assert ledger.read_text(encoding="utf-8") == before


def test_a_line_at_the_end_that_a_report_rests_on_is_missed(ledger):
    resting = append(ledger, release("lisa"))
    lines = ledger.read_text(encoding="utf-8").splitlines()
    ledger.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")

    with pytest.raises(LedgerBroken, match="a public report rests on"):
        read_ledger(ledger, released_before=(resting,))


def test_the_same_release_is_kept_once(ledger):
    before = ledger.read_text(encoding="utf-8")

    first, again = append(ledger, release("vali-2")), append(ledger, release("loppu"))

    assert ledger.read_text(encoding="utf-8") == before
    assert first != again


def test_a_release_with_other_figures_is_kept_beside_the_earlier_one(ledger):
    other = dataclasses.replace(release("vali-1"), figures=())
    append(ledger, other)

    assert read_ledger(ledger)[-1] == other


def test_a_line_torn_by_a_crash_is_passed_over_and_written_again(ledger):
    whole = ledger.read_bytes()
    append(ledger, release("lisa"))
    ledger.write_bytes(ledger.read_bytes()[:-20])

    assert len(read_ledger(ledger)) == 3
    append(ledger, release("lisa"))
    assert ledger.read_bytes().startswith(whole)
    assert read_ledger(ledger)[-1] == release("lisa")


def test_nobody_but_its_owner_may_read_it(ledger):
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600


def test_public_reports_say_on_which_lines_they_rest(tmp_path):
    folder = tmp_path / "public" / "koe" / "vali-1"
    folder.mkdir(parents=True)
    entries = {"evaluation.fi": {"ledger": "abc"}, "portfolio.fi": {}}
    text = json.dumps({"reports": entries})
    (folder / "manifest.json").write_text(text, encoding="utf-8")

    assert lines_relied_on(tmp_path, "koe") == {"abc"}
    assert lines_relied_on(tmp_path, "muu") == frozenset()


def test_a_manifest_that_cannot_be_read_is_not_an_empty_one(tmp_path):
    folder = tmp_path / "public" / "koe" / "vali-1"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{", encoding="utf-8")

    with pytest.raises(LedgerBroken, match=r"manifest\.json"):
        lines_relied_on(tmp_path, "koe")
