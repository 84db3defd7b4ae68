"""Active content that somebody may write into a name, a note or an answer."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

SCRIPT_ELEMENTS = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//x.invalid/a.js></script>",
    "<script type=module>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</td></tr></table><script>alert(1)</script>",
]
EVENT_HANDLERS = [
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=x OnErRoR=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
]
BREAK_OUTS = [
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    'x" onload="alert(1)',
    '"><img src=x onerror=alert(1)>',
    "'><script>alert(1)</script>",
    "x onclick=alert(1) y",
]
SCRIPT_ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "[x](javascript:alert(1))",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
]
DATA_ADDRESSES = [
    "data:text/html,<script>alert(1)</script>",
    '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    "![x](data:text/html,<script>alert(1)</script>)",
]
SVG = [
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
]
MARKDOWN = [
    "![](http://x.invalid/a.png)",
    "<http://x.invalid/>",
    r"$\href{javascript:alert(1)}{x}$",
    "# Otsikko",
]
TEMPLATES = [
    "{{ 7*7 }}",
    "{% for x in range(9) %}x{% endfor %}",
    "${7*7}",
    "%(x)s {0} {x!r}",
]
ENTITIES = [
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    r"\u003cscript\u003ealert(1)\u003c/script\u003e",
]
PAYLOADS = [
    *SCRIPT_ELEMENTS,
    *EVENT_HANDLERS,
    *BREAK_OUTS,
    *SCRIPT_ADDRESSES,
    *DATA_ADDRESSES,
    *SVG,
    *MARKDOWN,
    *TEMPLATES,
    *ENTITIES,
]

ACTIVE = ["script", "style", "svg", "math", "iframe", "frame", "object", "embed"]
ACTIVE += ["link", "base", "meta", "form", "input", "button", "video", "audio"]
ACTIVE += ["source", "template", "noscript", "marquee", "animate"]
ADDRESS = re.compile(r"(https?://|mailto:|#).*")
PICTURE = re.compile(r"data:image/(png|svg\+xml);base64,[A-Za-z0-9+/=]*")


def assert_inert(html: str) -> BeautifulSoup:
    """No active element, no handler, no address but the allowed ones."""
    soup = BeautifulSoup(html, "html.parser")
    assert [tag.name for tag in soup.find_all(ACTIVE)] == []
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert "style" not in tag.attrs
        assert ADDRESS.fullmatch(tag.get("href", "#"))
        assert PICTURE.fullmatch(tag.get("src", "data:image/png;base64,"))
    return soup
