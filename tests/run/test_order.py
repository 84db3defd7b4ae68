"""Reports about the same clients wait for each other; languages repeat each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from evallib.run import order
from evallib.run.order import first_languages, told_once, waves
from evallib.run.task import Task

DAYS = {"spring": date(2025, 5, 31), "winter": date(2024, 12, 31)}


def task(project, cut_off="spring", **options):
    return Task(Path(), project, cut_off, options.pop("language", "fi"), **options)


@pytest.fixture
def projects(monkeypatch):
    """One project has client files, the other has none."""
    monkeypatch.setattr(order, "client_files", lambda project: project.files)

    def declared(files):
        def found(name):
            return SimpleNamespace(as_of=DAYS[name])

        return SimpleNamespace(files=files, round=found)

    return {"clients": declared({"clients": 1}), "tables": declared({})}


def test_an_earlier_round_is_published_first(projects):
    spring, winter = task("clients"), task("clients", "winter")

    assert waves([spring, winter], projects) == [[winter], [spring]]


def test_languages_of_one_report_come_out_together(projects):
    both = [task("clients"), task("clients", language="sv")]

    assert waves(both, projects) == [both]


def test_the_evaluation_comes_before_its_annex(projects):
    annex, evaluation = task("clients", report="annex"), task("clients")

    assert waves([annex, evaluation], projects) == [[evaluation], [annex]]


def test_reports_without_clients_never_wait(projects):
    own = [task("tables"), task("tables", "winter")]

    assert waves(own, projects) == [own]


def test_internal_reports_never_wait(projects):
    own = [task("clients", name, audience="internal") for name in DAYS]

    assert waves(own, projects) == [own]


def test_further_languages_come_after_the_first_of_every_report():
    one, other = task("clients"), task("tables")
    more = [replace(each, language="sv") for each in (one, other)]

    assert first_languages([one, more[0], other, more[1]]) == [one, other, *more]


@pytest.mark.parametrize(("languages", "announced"), [(["fi"], 0), (["fi", "sv"], 1)])
def test_answers_are_kept_while_several_languages_are_made(
    tmp_path, projects, monkeypatch, languages, announced
):
    origin = SimpleNamespace(numbers_fingerprint="e0")
    monkeypatch.setattr(order, "provenance", lambda task, project: origin)
    one = replace(task("tables"), root=tmp_path)
    with told_once([replace(one, language=each) for each in languages], projects):
        during = list(tmp_path.rglob("*.told"))

    assert len(during) == announced
    assert list(tmp_path.rglob("*.told")) == []
