"""A section is released beside what earlier releases tell, and leaves evidence."""

from __future__ import annotations

import pytest

from evallib.domain.errors import DisclosureError
from evallib.domain.section import Section
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import Label
from evallib.release import audited as module
from evallib.release.audits import Finding
from evallib.release.gate import release
from evallib.release.told import Told
from evallib.release.watch import Before, Watch, before_release
from tests.factories import scope

COLUMNS = (
    Column("name", "label"),
    Column("known", "persons"),
    Column("reached", "persons"),
)
GROUP, WORK = ("pilot",), ("pilot", "work")


def people(first, last):
    return frozenset(f"p{n}" for n in range(first, last + 1))


def told(members, low):
    return Told(members, "work", low, low)


def section(known, reached, *, k=5, name="effect"):
    """One pilot: of so many known persons, so many in work."""
    row = {"row": "all", "name": Label("pilot"), "known": known, "reached": reached}
    who = {("all", "known"): GROUP, ("all", "reached"): WORK}
    rests = {"known": "known", "reached": "known"}
    table = Table("groups", [row], COLUMNS, rests, who=who)
    return Section(name, scope(k=k), [], {"groups": table})


def watch(pilot, in_work, *, released=(), accepted=""):
    meant = {"pilot": pilot, "work": in_work}
    return Watch(Before(meant.get, tuple(released), accepted=accepted))


def shown(released):
    return released.tables["groups"].rows[0]["reached"].status == "shown"


def test_what_is_published_is_kept_with_its_persons():
    own = watch(people(1, 20), people(1, 11))

    release(section(20, 11), watch=own)

    assert told(people(1, 20), 11) in own.figures["effect"]


def test_three_persons_between_two_releases_are_not_told_of():
    first = told(people(1, 20), 11)  # ten of the first seventeen, one of the others
    own = watch(people(1, 17), {*people(1, 10), "p18"}, released=[first])

    released = release(section(17, 10), watch=own)

    assert not shown(released)
    assert [each.persons for each in own.evidence["effect"].repaired] == [3]


def test_what_somebody_accepted_is_told():
    first = told(people(1, 20), 11)
    own = watch(
        people(1, 17), {*people(1, 10), "p18"}, released=[first], accepted="A. A."
    )

    released = release(section(17, 10), watch=own)

    assert shown(released)
    assert [each.persons for each in own.evidence["effect"].accepted] == [3]


def test_what_was_told_already_does_not_hide_more():
    known = [told(people(1, 20), 11), told(people(1, 17), 10)]
    own = watch(people(1, 17), people(1, 10), released=known)

    assert shown(release(section(17, 10), watch=own))
    assert not own.evidence["effect"].repaired


def test_another_section_of_the_report_counts_as_told():
    own = watch(people(1, 17), {*people(1, 10), "p18"})
    own.figures["transitions"] = (told(people(1, 20), 11),)

    assert not shown(release(section(17, 10), watch=own))


def test_few_pending_are_told_of_before_they_become_a_difference():
    columns = (*COLUMNS, Column("pending", "persons"))
    row = {"row": "all", "name": Label("pilot"), "known": 17, "reached": 10}
    row["pending"] = 3
    rests = {"known": "known", "reached": "known", "pending": "pending"}
    table = Table("groups", [row], columns, rests)
    own = Watch()

    release(Section("effect", scope(), [], {"groups": table}), watch=own)

    assert own.evidence["effect"].ahead == (("groups", "all"),)


def test_a_section_that_an_attack_breaks_is_withheld(monkeypatch):
    broken = Finding("A1", "groups", "all", "reached", 3, 3, passed=False)
    monkeypatch.setattr(module, "attacks", lambda *_, **__: (broken,))
    own = Watch()

    released = release(section(20, 11), watch=own)

    assert not shown(released)
    assert own.evidence["effect"].withheld == ("groups",)


def test_a_section_that_stays_broken_is_refused(monkeypatch):
    broken = Finding("A1", "groups", "all", "reached", 3, 3, passed=False)
    monkeypatch.setattr(module, "attacks", lambda *_, **__: (broken,))
    monkeypatch.setattr(module._Trial, "_shows", lambda *_: True)

    with pytest.raises(DisclosureError, match="E-AUDIT"):
        release(section(20, 11), watch=Watch())


def test_a_range_that_cannot_be_proved_counts_as_told(monkeypatch):
    def late(*_, **__):
        raise TimeoutError

    monkeypatch.setattr(module, "closely_told", late)
    own = watch(people(1, 20), people(1, 11), released=[told(people(1, 17), 10)])

    with pytest.raises(DisclosureError, match="E-DIFFERENCING"):
        release(section(20, 11), watch=own)


def test_hidden_cells_are_listed_with_their_rules():
    own = Watch()

    release(section(20, 2), watch=own)

    (hidden,) = own.evidence["effect"].hidden
    assert (hidden.column, hidden.why) == ("reached", ("R1",))


MEANT = {"work": people(1, 11), "pilot": people(1, 20)}


class Line:
    """A release of the ledger."""

    def __init__(self, *figures, kid="k", report="r", edition="e"):
        self.figures, self.kid = figures, kid
        self.report, self.edition = report, edition


def before(*lines, edition=("", "")):
    found = before_release(lines, MEANT.get, people(1, 20), kid="k", edition=edition)
    return found.released


def test_figures_under_another_key_cannot_be_matched():
    figure = told(people(1, 20), 11)

    assert before(Line(figure), Line(told(people(1, 17), 11), kid="old")) == (figure,)


def test_the_same_report_in_another_language_came_not_before():
    assert before(Line(told(people(1, 20), 11)), edition=("r", "e")) == ()


def test_figures_that_were_corrected_since_are_left_out():
    assert before(Line(told(people(1, 20), 12))) == ()


def test_figures_of_people_of_other_projects_are_kept_if_some_are_here():
    figure, strange = told(people(15, 30), 3), told(people(31, 40), 3)

    assert before(Line(figure, strange)) == (figure,)
