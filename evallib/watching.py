"""What the reader of a study's report may have read before: its earlier releases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evallib.analysis.people.named import named_persons
from evallib.data.study import Study
from evallib.domain.errors import (
    DisclosureError,
    EnvironmentFault,
    Place,
    Problem,
)
from evallib.release.ledger import (
    FILE,
    LedgerBroken,
    Release,
    lines_relied_on,
    read_ledger,
)
from evallib.release.watch import Watch, before_release

SHOWN = f"reports/{FILE}"


def watch_of(study: Study, root: Path, *, edition: tuple[str, str]) -> Watch:
    """The audits of one report of a study, with what was released before it.

    Read a watch without ``before`` as: the study has no client files, or its report
    is internal, so that there is nothing to compare.

    Parameters
    ----------
    study : Study
        At one round.
    root : Path
        The folder that holds ``reports/``.
    edition : tuple of str
        The report and the fingerprint of its numbers, whose own release is none
        that came before it.

    Raises
    ------
    EnvironmentFault
        ``E-LEDGER-BROKEN`` if the ledger cannot be trusted.
    DisclosureError
        ``E-LEDGER-KID`` if releases under another key cannot be compared, and nobody
        has accepted that.
    """
    people = study.people
    if people is None or study.intake is None or study.scope.audience == "internal":
        return Watch()
    kid = study.intake.key_ids[-1] if study.intake.key_ids else ""
    releases = _releases(root, study.project.id)
    decided = study.project.disclosure.ledger
    if not decided.accepted_gap_by and _under_another_key(releases, study, kid):
        raise DisclosureError([Problem("E-LEDGER-KID", Place(SHOWN))])
    before = before_release(
        releases,
        named_persons(study),
        frozenset(people.pids),
        kid=kid,
        edition=edition,
    )
    limits = study.scope.disclosure.model_dump_json()
    return Watch(replace(before, limits=limits, accepted=_accepted(study)))


def _accepted(study: Study) -> str:
    """Who accepted what this round tells with earlier ones, when and why."""
    decided = study.project.disclosure.ledger
    if decided.reason is None or study.round.id not in decided.accepted_rounds:
        return ""
    reason = decided.reason.in_language(study.project.language)[0]
    return f"{decided.approved_by} {decided.approved_on}: {reason}"


def require_ledger(study: Study, root: Path) -> None:
    """Refuse before anything is made. Raises as ``watch_of``."""
    watch_of(study, root, edition=("", ""))


def _releases(root: Path, project: str) -> tuple[Release, ...]:
    reports = root / "reports"
    try:
        relied_on = lines_relied_on(reports, project)
        return read_ledger(reports / FILE, released_before=relied_on)
    except LedgerBroken:
        raise EnvironmentFault([Problem("E-LEDGER-BROKEN", Place(SHOWN))]) from None


def _under_another_key(releases: tuple[Release, ...], study: Study, kid: str) -> bool:
    own = f"{study.project.id}/"
    return any(
        each.kid != kid and each.figures and each.report.startswith(own)
        for each in releases
    )
