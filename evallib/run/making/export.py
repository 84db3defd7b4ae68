"""An executed notebook to one self-contained page of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from markupsafe import escape
from nbconvert import HTMLExporter, TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbformat import NotebookNode

from evallib.domain.errors import EnvironmentFault, Place, Problem
from evallib.domain.vocabulary import Language
from evallib.present.commands import say
from evallib.present.markdown import prose_html
from evallib.present.sanitise import sanitise, without_turns
from evallib.run.making.limits import Limits
from evallib.run.making.notebook_source import FINISH, FORMAT, INJECTED
from evallib.run.making.unchecked import SHOWN_OUTPUTS, Checked, checked

MEGABYTE = 1_000_000
TEMPLATES = Path(__file__).parents[2] / "present" / "templates"
TEMPLATE = "report"
IDENTITY_CODE = re.compile(r"\b\d{6}[-+A-FU-Yu-y]\d{3}[0-9A-Ya-y]\b")
TAG = re.compile(r"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
ATTRIBUTE = re.compile(r"""\s([\w:.-]++)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]++)""")
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
LOADING_TAG = re.compile(
    r"<(?:script|iframe|object|embed|base|link)\b(?![^>]*href=.data:)", re.IGNORECASE
)
LOADING_NAMES = {"src", "srcset", "poster", "data", "background"}
LOADING_STYLE = re.compile(r"url\(\s*+(?![\"']?data:)|@import", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page says around the sections.

    ``facts`` goes to the template as ``resources.evallib``; the exporter adds the
    contents, the code and the language. ``checks`` tells which outputs, words and
    code of the notebook a public page shows.
    """

    language: Language
    public: bool
    shown: Sequence[Mapping[str, Any]]
    facts: Mapping[str, Any]
    checks: Checked | None = None  # none: by what was registered alone


def export_page(
    executed: NotebookNode, frame: Frame, *, templates: Path = TEMPLATES
) -> str:
    """The report page; the same notebook and frame give the same bytes.

    An output that no call of ``show`` registered is replaced by a visible notice in
    a public report; an internal one keeps it after the same sanitiser. Streams,
    errors, scripts, widgets and raw cells never reach a page.

    Parameters
    ----------
    executed : NotebookNode
        The notebook that proved its end.
    frame : Frame
        Language, audience, what was registered, and the facts around it.
    templates : Path
        The folder that holds the template ``report``.

    Raises
    ------
    EnvironmentFault
        ``E-OUTPUT-SIZE`` for a page that is too large to send.
    """
    checks = frame.checks or checked(frame.shown)
    page = FORMAT.v4.new_notebook()
    page.cells = [
        _shown_cell(html, number)
        for number, html in enumerate(_parts(executed, frame, checks), start=1)
    ]
    resources = {
        "evallib": {
            **frame.facts,
            "language": frame.language,
            "audience": "public" if frame.public else "internal",
            "contents": _contents(frame.shown),
            "code": _code(executed, frame, checks),
        }
    }
    html: str
    html, _ = _exporter(frame.language, templates).from_notebook_node(page, resources)
    html = without_turns(html)
    _require_self_contained(html)
    _require_size(html, Limits.of())
    return html


def _require_size(html: str, limits: Limits) -> None:
    pictures = html.count("<img")
    large = len(html.encode("utf-8")) > limits.page_mb * MEGABYTE
    if large or pictures > limits.figures:
        facts = {"limit": limits.page_mb} if large else {}
        raise EnvironmentFault([Problem("E-OUTPUT-SIZE", Place("report"), facts)])


class PageExporter(HTMLExporter):
    """nbconvert's, without what its own pages need and ours have already.

    That is a second parsing of the whole page to add words to pictures, and eleven
    passes over cells that hold nothing but finished HTML, each with a validation.
    """

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **options: Any
    ) -> tuple[str, Any]:
        own: Any = self
        prepared = own._init_resources(resources)
        return TemplateExporter.from_notebook_node(self, nb, prepared, **options)


@cache
def _exporter(language: Language, templates: Path) -> Any:
    make, highlight = cast("tuple[Any, Any]", (PageExporter, Highlight2HTML))
    exporter = make(
        extra_template_basedirs=[str(templates)],
        template_name=TEMPLATE,
        language_code=language,
        default_preprocessors=[],
    )
    # Our template asks for no highlighting, but those that it is built on name it.
    exporter.register_filter("highlight_code", highlight(parent=exporter))
    return exporter


def _shown_cell(html: str, number: int) -> NotebookNode:
    """A cell with one output; made of parts that need no validation."""
    output = {
        "output_type": "display_data",
        "data": {"text/html": html},
        "metadata": {},
    }
    cell: NotebookNode = FORMAT.from_dict(
        {
            "cell_type": "code",
            "id": f"part-{number}",
            "metadata": {},
            "source": "",
            "execution_count": None,
            "outputs": [output],
        }
    )
    return cell


def _contents(shown: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {"anchor": line["anchor"], "title": line["title"]}
        for line in shown
        if line["status"] == "shown"
    ]


def _parts(executed: NotebookNode, frame: Frame, checks: Checked) -> Iterator[str]:
    for cell in executed.cells:
        tags = set(cell.metadata.get("tags", ()))
        if tags & {INJECTED, FINISH, "remove-cell"}:
            continue
        if cell.cell_type == "markdown" and "analyst" not in tags:
            if frame.public and checks.repeats(cell.source):
                yield _notice("prose_withheld", frame.language)
            else:
                prose = sanitise(prose_html(cell.source, {}))
                yield f'<div class="prose">{prose}</div>'
        if cell.cell_type == "code" and "remove-output" not in tags:
            yield from _outputs(cell, frame, checks)


def _outputs(cell: NotebookNode, frame: Frame, checks: Checked) -> Iterator[str]:
    withheld = False
    for output in cell.outputs:
        if output.output_type not in SHOWN_OUTPUTS:
            continue
        html = output.data.get("text/html", "")
        if checks.shows(html):
            yield sanitise(html)
        elif frame.public:
            withheld = True
        else:
            yield sanitise(html or _plain(output.data))
    if withheld:
        yield _notice("withheld", frame.language)


def _notice(key: str, language: Language) -> str:
    told = escape(say(f"page.{key}", language))
    return f'<p class="withheld-output" role="note">{told}</p>'


def _plain(data: Mapping[str, str]) -> str:
    """An unregistered output without HTML: its picture, else its text."""
    if "image/png" in data:
        picture = "".join(data["image/png"].split())
        alt = escape(data.get("text/plain", ""))
        return f'<img src="data:image/png;base64,{picture}" alt="{alt}">'
    return f"<pre>{escape(data.get('text/plain', ''))}</pre>"


def _code(
    executed: NotebookNode, frame: Frame, checks: Checked
) -> list[dict[str, object]]:
    """The notebook's own code for the annex, identity codes masked."""
    hidden = {INJECTED, FINISH, "remove-cell", "remove-input"}
    cells = [
        cell.source
        for cell in executed.cells
        if cell.cell_type == "code" and not hidden & set(cell.metadata.get("tags", ()))
    ]
    withheld = "# " + say("page.prose_withheld", frame.language)
    return [
        {
            "number": number,
            "source": withheld
            if frame.public and checks.repeats(source)
            else IDENTITY_CODE.sub("[HETU]", source),
        }
        for number, source in enumerate(cells, start=1)
    ]


def _require_self_contained(html: str) -> None:
    loading = [tag for tag in TAG.findall(html) if _loads(tag)]
    loading += [rule for rule in STYLE.findall(html) if LOADING_STYLE.search(rule)]
    if loading:
        raise RuntimeError(f"the page would load something: {loading[0][:80]!r}")


def _loads(tag: str) -> bool:
    """Whether a tag asks for a file; what an attribute says in words never does."""
    addresses = [
        value.strip("\"'").lstrip()
        for name, value in ATTRIBUTE.findall(tag)
        if name.lower() in LOADING_NAMES
    ]
    inside = all(each.lower().startswith("data:") for each in addresses)
    return bool(LOADING_TAG.match(tag)) or not inside
