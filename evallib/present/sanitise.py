"""The allow-list that everything shown in a report passes on its way out."""

from __future__ import annotations

import re

import nh3

TAGS = """
a abbr article aside b blockquote br caption cite code col colgroup dd del details
div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li
mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot
th thead time tr u ul var wbr
"""
EVERYWHERE = """
id class lang dir role tabindex aria-label aria-labelledby aria-describedby aria-hidden
"""
ATTRIBUTES = {
    "*": set(EVERYWHERE.split()),
    "a": {"href"},
    "img": {"src", "alt"},
    "th": {"scope", "colspan", "rowspan", "headers"},
    "td": {"colspan", "rowspan", "headers", "data-label"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start"},
    "details": {"open"},
    "time": {"datetime"},
}
PICTURE = re.compile(r"data:image/(png|svg\+xml);base64,[A-Za-z0-9+/=]+")
LINK = re.compile(r"(https?://|mailto:)[^\s\"<>]+|#[\w.-]+")
NAMES = re.compile(r"[\w.-]+(?: [\w.-]+)*")
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def sanitise(html: str) -> str:
    """HTML with listed tags and attributes only, its pictures inside it.

    Scripts, styles, event handlers, frames, forms and remote pictures are dropped;
    links lead to ``http``, ``https``, ``mailto`` or a place on the page.
    """
    return nh3.clean(
        html,
        tags=set(TAGS.split()),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        url_relative="pass_through",
        link_rel=None,
    )


def without_turns(html: str) -> str:
    """The text of a page without invisible marks that turn its direction.

    They could make a name or a line of code read as another one. Letters of languages
    that run from right to left do so without them.
    """
    return TURNS.sub("", html)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    if name == "href":
        return value if LINK.fullmatch(value) else None
    if name in ("id", "class", "headers") and not NAMES.fullmatch(value):
        return None
    return value
