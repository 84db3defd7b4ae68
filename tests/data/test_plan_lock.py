"""Locks of a plan: what is written, what is noticed, what is refused."""

import json
from datetime import date
from hashlib import sha256

import pytest

from evallib.data.plan_lock import lock_file, lock_plan, plan_hash, read_lock
from evallib.data.study import load_study
from evallib.domain.errors import ConfigurationError
from evallib.domain.plan import Plan
from evallib.domain.project import Project
from evallib.domain.vocabulary import Text
from tests.analysis.studies import FINAL

FIRST, LATER = date(2022, 1, 10), date(2022, 3, 1)
PROJECT = """\
id = "demo"
[[rounds]]
id = "final"
kind = "final"
as_of = 2022-04-29
[plan]
primary = "any_work"
horizon_months = 3
"""


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "projects" / "demo"
    folder.mkdir(parents=True)
    (folder / "project.toml").write_text(PROJECT, "utf-8")
    return tmp_path


def planned(**changes):
    declared = {"primary": "any_work", "horizon_months": 3} | changes
    return Project(
        id="demo", name=Text(fi="Demo"), rounds=(FINAL,), plan=Plan(**declared)
    )


def held(root):
    return json.loads(lock_file(root, "demo").read_text("utf-8"))


def broken(root, text):
    lock_file(root, "demo").write_text(text, "utf-8")


def test_a_lock_holds_the_day_the_hash_and_the_plan(root):
    lock = lock_plan(root, planned(), FIRST)
    (written,) = held(root)["locks"]

    assert (lock.locked_on, lock.changed, lock.earlier) == (FIRST, (), ())
    assert written["sha256"] == lock.sha256 == plan_hash(planned().plan)
    assert written["plan"]["horizon_months"] == 3


def test_a_plan_that_is_locked_already_keeps_its_day(root):
    lock_plan(root, planned(), FIRST)

    assert lock_plan(root, planned(), LATER).locked_on == FIRST
    assert len(held(root)["locks"]) == 1


def test_a_changed_plan_is_locked_beside_the_earlier_one(root):
    lock_plan(root, planned(), FIRST)
    lock = lock_plan(root, planned(horizon_months=6), LATER)

    assert (lock.locked_on, lock.earlier) == (LATER, (FIRST,))
    assert [each["plan"]["horizon_months"] for each in held(root)["locks"]] == [3, 6]


def test_a_plan_that_returns_to_an_earlier_one_is_locked_anew(root):
    for months, day in ((3, FIRST), (6, FIRST), (3, LATER)):
        lock = lock_plan(root, planned(horizon_months=months), day)

    assert (lock.locked_on, lock.earlier) == (LATER, (FIRST, FIRST))


def test_changed_keys_are_named_by_their_dots(root):
    rate = {"name": Text(fi="Luku"), "low": 0.1, "high": 0.2, "source": "deck"}
    lock_plan(root, planned(benchmark=rate), FIRST)
    today = planned(benchmark=rate | {"low": 0.15}, primary="open_market_work")

    assert read_lock(root, today).changed == ("benchmark.low", "primary")


def test_a_plan_taken_out_has_changed(root):
    lock_plan(root, planned(), FIRST)
    without = planned().model_copy(update={"plan": None})

    assert "primary" in read_lock(root, without).changed


def test_a_key_that_plans_did_not_have_then_counts_as_its_default(root):
    facts = planned().plan.model_dump(mode="json")
    lock_plan(root, planned(), FIRST)
    older = {name: fact for name, fact in facts.items() if name != "seed"}
    lock = {"locked_on": "2022-01-10", "plan": older, "sha256": hashed(older)}
    broken(root, json.dumps({"format": 1, "locks": [lock]}))

    assert read_lock(root, planned()).changed == ()
    assert read_lock(root, planned(seed=2)).changed == ("seed",)


def hashed(facts):
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def test_a_project_that_was_never_locked_has_no_lock(root):
    assert read_lock(root, planned()) is None


def test_a_project_without_a_plan_has_nothing_to_lock(root):
    without = planned().model_copy(update={"plan": None})

    with pytest.raises(ConfigurationError, match="E-CFG-MISSING"):
        lock_plan(root, without, FIRST)


def test_a_locked_plan_that_was_edited_is_refused(root):
    lock_plan(root, planned(), FIRST)
    text = lock_file(root, "demo").read_text("utf-8")
    broken(root, text.replace('"horizon_months": 3', '"horizon_months": 6'))

    with pytest.raises(ConfigurationError, match="E-PLAN-LOCK") as refusal:
        read_lock(root, planned())
    assert refusal.value.problems[0].facts == {"case": "hash"}


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("{", "syntax"),
        ("[" * 100_000, "syntax"),
        ("[]", "shape"),
        ('{"format": 2, "locks": []}', "shape"),
        ('{"format": 1, "locks": [{"locked_on": "today"}]}', "shape"),
        (
            '{"format": 1, "locks": [{"locked_on": "x", "sha256": "", "plan": {}}]}',
            "shape",
        ),
        (" " * 1_000_001, "shape"),
    ],
    ids=["cut off", "deep", "a list", "another format", "no plan", "no day", "long"],
)
def test_a_broken_file_is_refused_and_never_written_over(root, text, case):
    broken(root, text)

    with pytest.raises(ConfigurationError, match="E-PLAN-LOCK") as refusal:
        lock_plan(root, planned(), FIRST)
    assert refusal.value.problems[0].facts == {"case": case}
    assert lock_file(root, "demo").read_text("utf-8") == text


def test_a_file_that_is_no_text_is_refused(root):
    lock_file(root, "demo").write_bytes(b"\xff\xfe")

    with pytest.raises(ConfigurationError, match="E-PLAN-LOCK"):
        read_lock(root, planned())


def test_a_study_knows_the_lock_of_its_plan(root):
    lock_plan(root, planned(), FIRST)
    study = load_study(
        root,
        "demo",
        round_id="final",
        language="fi",
        audience="public",
        as_of=None,
    )

    assert (study.lock.locked_on, study.lock.changed) == (FIRST, ())
