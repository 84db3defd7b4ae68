"""Which disclosure limits this report was made under, and who changed them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from evallib.data.study import Study
from evallib.domain.disclosure import Disclosure
from evallib.domain.section import Constant, Fact, Section, Sentence
from evallib.domain.vocabulary import Text


def disclosure(study: Study) -> Section:
    """The limits of the release gate, in words a steering group can follow."""
    limits = study.scope.disclosure
    facts = {"k": Constant(limits.k), "n_percent": Constant(limits.n_percent)}
    blocks = [
        Sentence(f"disclosure.{study.scope.audience}", facts),
        *([Sentence("disclosure.rounded")] if limits.round_base else []),
        *_overrides(limits, study.project.zeros),
        *_decisions(limits, study.round.id),
        Sentence("disclosure.already_public"),
    ]
    return Section("disclosure", study.scope, blocks)


def _overrides(limits: Disclosure, zeros: Collection[str]) -> Iterator[Sentence]:
    """Limits that the project has loosened, with its reason."""
    loosened = [f"{key} = {getattr(limits, key)}" for key in limits.overridden]
    loosened += [f'{column}: zero_policy = "allow"' for column in sorted(zeros)]
    if loosened:
        facts = _why(limits.reason, limits.approved_by, limits.approved_on)
        facts["limits"] = _verbatim(", ".join(loosened))
        yield Sentence("disclosure.overridden", facts, "caution")


def _decisions(limits: Disclosure, round_id: str) -> Iterator[Sentence]:
    """What was accepted about this release and earlier ones."""
    decided = limits.ledger
    if decided.accepted_gap_by:
        facts = _why(decided.reason, decided.accepted_gap_by, None)
        yield Sentence("disclosure.gap_accepted", facts, "caution")
    if round_id in decided.accepted_rounds:
        facts = _why(decided.reason, decided.approved_by, decided.approved_on)
        yield Sentence("disclosure.difference_accepted", facts, "caution")


def _why(
    reason: Text | None, approver: str | None, day: date | None
) -> dict[str, Fact]:
    """Reason, name and day; a project file without them does not load."""
    facts: dict[str, Fact] = {"approver": _verbatim(approver or "")}
    if reason is not None:
        facts["reason"] = reason
    if day is not None:
        facts["day"] = Constant(day)
    return facts


def _verbatim(text: str) -> Text:
    return Text(fi=text, sv=text, en=text)
