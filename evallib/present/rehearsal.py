"""What a process reads and measures once, done before anybody waits for it."""

from __future__ import annotations

import string
from datetime import date

import matplotlib
from matplotlib.backends.registry import backend_registry

from evallib.domain.vocabulary import LANGUAGES
from evallib.present.blocks import block_templates
from evallib.present.figures.drafting.lettering import BODY, STRONG, width
from evallib.present.figures.drafting.sheet import Sheet
from evallib.present.language import words
from evallib.present.markdown import prose_html

LETTERS = string.ascii_letters + string.digits + "åäöÅÄÖ .,:;–…%€()/-"
INCH = 1.0


def rehearse() -> None:
    """Words, templates and letters of every report; only memory of them is left."""
    for language in LANGUAGES:
        spoken = words(language)
        spoken.number(0.5, 1)
        spoken.date(date.min)
    templates = block_templates()
    for name in templates.list_templates():
        templates.get_template(name)
    prose_html(LETTERS, {})
    backend_registry.list_all()  # type: ignore[no-untyped-call]
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        sheet = Sheet()
        for at, look in enumerate((BODY, STRONG), start=1):
            sheet.write((0, at / len(LETTERS)), LETTERS, look)
            width(LETTERS, look)
        sheet.svg(INCH)
