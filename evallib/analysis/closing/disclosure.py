"""Which disclosure limits this report was made under."""

from __future__ import annotations

from evallib.data.study import Study
from evallib.domain.section import Constant, Section, Sentence


def disclosure(study: Study) -> Section:
    """The limits of the release gate, in words a steering group can follow."""
    limits = study.scope.disclosure
    facts = {"k": Constant(limits.k), "n_percent": Constant(limits.n_percent)}
    blocks = [
        Sentence(f"disclosure.{study.scope.audience}", facts),
        Sentence("disclosure.already_public"),
    ]
    return Section("disclosure", study.scope, blocks)
