"""Finding headings and labels of a fixed form, even where a line was broken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evallib.data.eura.pages import Line, is_wrapped
from evallib.domain.errors import InputError, Place, Problem

SENTENCE_END = (".", "!", "?", ":", '"', "”", ")")
SHORT_LINE = 0.75  # of the widest line: the rest of a paragraph's last line is empty
SUBHEADING = re.compile(r"\d{1,2} [A-ZÅÄÖ].{2,70}")
BEGINS = re.compile(r"[a-zåäö]\) |[-–•*] ")
KEPT_APART = ("ja", "tai", "sekä", "eli")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the sheet that knows which line of the file it stands on."""

    file: str
    lines: tuple[Line, ...]
    wrapped: bool

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def row(self) -> int | None:
        filled = (line.number for line in self.lines if line.text)
        return next(filled, self.lines[0].number if self.lines else None)

    def flat(self) -> str | None:
        """The words as one line; None where there are none."""
        return _joined([line.text for line in self.lines if line.text]) or None

    def fault(self, expected: str, *, case: str | None = None) -> Problem:
        facts = {"expected": expected} | ({"case": case} if case else {})
        return Problem("E-ESF-LAYOUT", Place(self.file, row=self.row), facts)


def whole(file: str, lines: Sequence[Line]) -> Passage:
    """The sheet as one passage."""
    return Passage(file, tuple(lines), is_wrapped(list(lines)))


def split_at(
    passage: Passage,
    marks: Sequence[str],
    *,
    optional: Sequence[str] = (),
    ending: str = ":",
) -> dict[str, Passage]:
    """What follows each heading or label, in the order of the form.

    A mark stands at the beginning of a line, may be broken over lines, and ends with
    its line or in what ``ending`` matches: as a rule a colon. What
    stands before the first mark is under ``""``.

    Raises
    ------
    InputError
        ``E-ESF-LAYOUT`` at the line after which a mark that is not optional was
        expected.
    """
    text = passage.text
    found: list[tuple[str, int, int]] = [("", 0, 0)]
    for mark in marks:
        match = _pattern(mark, ending).search(text, found[-1][2])
        if match:
            found.append((mark, match.start(), match.end()))
        elif mark not in optional:
            rest = _cut(passage, found[-1][2], len(text))
            raise InputError([rest.fault(spelled(mark))])
    ends = [start for _, start, _ in found[1:]] + [len(text)]
    return {
        mark: _cut(passage, after, end)
        for (mark, _, after), end in zip(found, ends, strict=True)
    }


def spelled(mark: str) -> str:
    """A mark as the form spells it; other spellings follow a bar."""
    return mark.partition("|")[0]


def paragraphs(passage: Passage) -> list[str]:
    """Paragraphs of running text; broken lines of a page are put together again."""
    if not passage.wrapped:
        return [line.text for line in passage.lines if line.text]
    width = max((len(line.text) for line in passage.lines), default=0)
    parts: list[list[str]] = [[]]
    for line in passage.lines:
        if BEGINS.match(line.text):
            parts.append([])
        if line.text:
            parts[-1].append(line.text)
        ended = line.text.endswith(SENTENCE_END)
        short = len(line.text) < SHORT_LINE * width
        if not line.text or (ended and short) or is_subheading(line.text):
            parts.append([])
    return [_joined(part) for part in parts if part]


def is_subheading(text: str) -> bool:
    """A short numbered line of the final report, such as ``2 Palvelumuotoilu``."""
    return bool(SUBHEADING.fullmatch(text)) and not text.endswith(SENTENCE_END)


def _pattern(mark: str, ending: str) -> re.Pattern[str]:
    spellings = (r"\s+".join(map(_word, each.split())) for each in mark.split("|"))
    return re.compile(
        rf"^(?:{'|'.join(spellings)})(?:[ ]?$|[ ]?{ending})", re.MULTILINE
    )


def _word(word: str) -> str:
    """A section's number may be written with a point behind it."""
    return re.escape(word) + (r"\.?" if word[:1].isdigit() else "")


def _cut(passage: Passage, start: int, end: int) -> Passage:
    kept: list[Line] = []
    at = 0
    for line in passage.lines:
        left, right = max(start, at), min(end, at + len(line.text))
        if left <= right and (right > left or start < at <= end):
            text = line.text[left - at : right - at].strip()
            kept.append(Line(line.number, text))
        at += len(line.text) + 1
    if not kept and passage.lines:
        kept = [Line(_line_at(passage, start), "")]
    return Passage(passage.file, tuple(kept), passage.wrapped)


def _line_at(passage: Passage, position: int) -> int:
    at = passage.text.count("\n", 0, position)
    return passage.lines[min(at, len(passage.lines) - 1)].number


def _joined(parts: Sequence[str]) -> str:
    text = ""
    for part in parts:
        first = part.split(" ", 1)[0].rstrip(",.")
        hyphen = text.endswith("-") and text[-2:-1].isalpha()
        glued = hyphen and first not in KEPT_APART and first[:1].isalpha()
        text += ("" if glued or not text else " ") + part
    return text
