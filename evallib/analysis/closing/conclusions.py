"""The evaluator's own conclusions, and whether each rests on something shown."""

from __future__ import annotations

import re

from evallib.analysis.closing.contents import contents
from evallib.data.study import Study
from evallib.domain.section import Block, Constant, Prose, Section, Sentence
from evallib.domain.vocabulary import LANGUAGES, Text

CITATION = re.compile(r"\[@([a-z0-9_-]+)\]")
HEADING = re.compile(r"^ {0,3}#{1,6}(?: .*)?$", re.MULTILINE)


def conclusions(study: Study) -> Section | None:
    """The words of ``conclusions.<language>.md`` with their citations checked.

    A paragraph that cites nothing, or a section that the report does not show, is
    named in a caution beside the text.
    """
    if study.conclusions is None:
        return None
    written, _ = study.conclusions.in_language(study.scope.language)
    orphans = [part for part in _claims(written) if not CITATION.search(part)]
    cited = set(CITATION.findall(written))
    known = contents(study, among=cited)
    blocks: list[Block] = [Sentence("conclusions.own_words", tone="note")]
    if orphans:
        facts = {"items": Constant(len(orphans))}
        blocks.append(Sentence("conclusions.orphans", facts, tone="caution"))
    if unknown := sorted(cited - known):
        names = {"names": Text(**dict.fromkeys(LANGUAGES, ", ".join(unknown)))}
        blocks.append(Sentence("conclusions.unknown", names, tone="caution"))
    blocks.append(Prose(study.conclusions, tuple(sorted(cited & known))))
    return Section("conclusions", study.scope, blocks)


def _claims(written: str) -> list[str]:
    """Paragraphs and whole lists; a heading claims nothing."""
    told = HEADING.sub("\n", written)
    return [part.strip() for part in re.split(r"\n\s*\n", told) if part.strip()]
