"""Letters of the figures: how wide they are, and where a line of them breaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import get_font
from matplotlib.ft2font import FT2Font, Kerning, LoadFlags

from evallib.present import palette

POINTS = 72  # per inch
EM = 2048  # units in which the letters of this font are drawn
FIXED_POINT, SUBPIXELS = 65_536, 64  # of FreeType
RISE = 0.76  # height of a letter such as l, in sizes of the letter
LEADING = 1.32  # line height as a share of the letter size
ELLIPSIS = "…"
UNDRAWABLE = "\N{WHITE SQUARE}"
CUT = "\N{SOFT HYPHEN}"  # ends a line that was cut inside a word
VOWELS = "aeiouyåäöéü"


@dataclass(frozen=True, slots=True)
class Type:
    """A size in points, a weight and a colour."""

    size: float = 11.0
    bold: bool = False
    colour: str = palette.INK

    @property
    def line(self) -> float:
        """The height of one line in inches."""
        return self.size * LEADING / POINTS


BODY = Type()
STRONG = Type(bold=True)
SMALL = Type(10.0, colour=palette.MUTED)
SMALL_STRONG = Type(10.0, bold=True)


@cache
def font_file(*, bold: bool) -> Path:
    """The font inside matplotlib: the same letters on every machine."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name


def face(*, bold: bool) -> FT2Font:
    """The font in a size at which its letters are measured in its own units."""
    own = get_font(str(font_file(bold=bold)))
    own.set_size(EM, POINTS)
    return own


@cache
def drawable(text: str, look: Type = BODY) -> str:
    """The text on one line, with a square for every letter the font lacks."""
    known = face(bold=look.bold)
    composed = unicodedata.normalize("NFC", re.sub(r"[ \t\r\n]+", " ", text))
    return "".join(
        letter if known.get_char_index(ord(letter)) else UNDRAWABLE
        for letter in composed
        if unicodedata.category(letter) not in ("Cc", "Cf")
    )


@cache
def width(text: str, look: Type = BODY) -> float:
    """Inches a line of text takes: its letters, each moved up to the one before it.

    Laying the line out as matplotlib does takes a hundred times longer, and lines
    are measured over and over while they are broken.
    """
    shown = drawable(text, look)
    if not shown:
        return 0.0
    *_, last = pens(shown, look)
    units = last + _advance(shown[-1], bold=look.bold)
    return units / EM * look.size / POINTS


def pens(text: str, look: Type = BODY) -> Iterator[float]:
    """Where each letter of a line begins, in units of the font from its start."""
    pen = 0.0
    for letter, before in zip(text, f" {text}", strict=False):
        pen += _closer(before, letter, bold=look.bold)
        yield pen
        pen += _advance(letter, bold=look.bold)


@cache
def _advance(letter: str, *, bold: bool) -> float:
    """How far a letter moves the pen, in units of the font."""
    glyph = face(bold=bold).load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return glyph.linearHoriAdvance / FIXED_POINT


@cache
def _closer(before: str, letter: str, *, bold: bool) -> float:
    """How far a letter is moved up to the one before it, as a negative number."""
    own = face(bold=bold)
    pair = own.get_char_index(ord(before)), own.get_char_index(ord(letter))
    return own.get_kerning(*pair, Kerning.UNFITTED) / SUBPIXELS


def wrap(
    text: str, inches: float, look: Type = BODY, *, at_most: int | None = None
) -> tuple[str, ...]:
    """Lines no wider than ``inches``; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for piece in _pieces(drawable(text, look).strip(), inches, look):
        longer = f"{lines[-1]} {piece}" if lines else piece
        open_line = bool(lines) and not lines[-1].endswith(CUT)
        if open_line and width(longer, look) <= inches:
            lines[-1] = longer
        else:
            lines.append(piece)
    lines = [line.replace(CUT, "-") for line in lines] or [""]
    if at_most is None or len(lines) <= at_most:
        return tuple(lines)
    return (*lines[: at_most - 1], _shortened(lines[at_most - 1], inches, look))


def _pieces(text: str, inches: float, look: Type) -> list[str]:
    """Words; one that is wider than a line is cut, at a syllable if it can be."""
    pieces: list[str] = []
    for word in text.split(" "):
        rest = word
        while width(rest, look) > inches and len(rest) > 1:
            fits = [
                at
                for at in range(1, len(rest))
                if width(rest[:at].removesuffix("-") + "-", look) <= inches
            ] or [1]
            at = _cut(rest, fits)
            pieces.append(rest[:at].removesuffix("-") + CUT)
            rest = rest[at:]
        if rest:
            pieces.append(rest)
    return pieces


def _cut(word: str, fits: list[int]) -> int:
    """Where to cut: after a hyphen, else at a syllable, else where the line is full."""
    hyphens = [at for at in fits if word[at - 1] == "-"]
    syllables = [at for at in fits if _syllable(word, at)]
    return (hyphens or syllables or fits)[-1]


def _syllable(word: str, at: int) -> bool:
    """Whether a syllable begins here: one consonant before a vowel, ``jak-so``."""
    left, right = word[at : at + 1].lower(), word[at + 1 : at + 2].lower()
    consonant = left.isalpha() and left not in VOWELS
    return at > 1 and consonant and right != "" and right in VOWELS


def _shortened(line: str, inches: float, look: Type) -> str:
    kept = line
    while kept and width(kept + ELLIPSIS, look) > inches:
        kept = kept[:-1]
    return kept.rstrip(" ,;:.-") + ELLIPSIS
