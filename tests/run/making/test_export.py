"""From an executed notebook to a page: registered outputs, prose, folded code."""

import hashlib

import nbformat
import pytest

from evallib.domain.errors import EnvironmentFault
from evallib.run.making import export
from evallib.run.making.export import Frame, export_page
from evallib.run.making.limits import Limits
from evallib.run.making.notebook_source import FINISH, INJECTED

SECTION = '<section id="reach"><h2>Tavoitetut</h2></section>'
SHOWN = (
    {
        "status": "shown",
        "anchor": "reach",
        "title": "Tavoitetut & muut",
        "sha256": hashlib.sha256(SECTION.encode()).hexdigest(),
    },
    {"status": "absent", "section": None},
)
NOTICE = "ei ole tarkistettu julkaistavaksi"


def cell(source="show(x)", *, data=None, tags=(), outputs=()):
    made = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
    if data:
        outputs = [*outputs, nbformat.v4.new_output("display_data", data=data)]
    made["outputs"] = list(outputs)
    return made


def page(templates, *cells, public=True):
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    frame = Frame("fi", public, SHOWN, {"title": "Kokeilu"})
    return export_page(notebook, frame, templates=templates)


def test_a_registered_section_is_on_the_page_with_its_contents_entry(templates):
    html = page(templates, cell(data={"text/html": SECTION}))

    assert '<html lang="fi">' in html
    assert SECTION in html
    assert '<a href="#reach">Tavoitetut &amp; muut</a>' in html
    assert NOTICE not in html


def test_an_unregistered_output_is_replaced_by_a_notice_in_public(templates):
    cells = [
        cell(data={"text/html": "<table><td>7 asiakasta</td></table>"}),
        cell(data={"text/plain": "8 asiakasta"}),
        cell(data={"image/png": "iVBORw0KGgo=", "text/plain": "kuva"}),
    ]
    html = page(templates, *cells)

    assert html.count(NOTICE) == 3
    assert "asiakasta" not in html
    assert "<img" not in html


def test_an_internal_report_keeps_it_after_the_sanitiser(templates):
    cells = [
        cell(data={"text/html": "<b onclick='x()'>7</b><script>alert(1)</script>"}),
        cell(data={"text/plain": "8 < 9"}),
        cell(data={"image/png": "iVBORw0KGgo=\n", "text/plain": "kuva"}),
    ]
    html = page(templates, *cells, public=False)

    assert "<b>7</b>" in html
    assert "<pre>8 &lt; 9</pre>" in html
    assert '<img src="data:image/png;base64,iVBORw0KGgo=" alt="kuva">' in html
    assert "alert" not in html


@pytest.mark.parametrize("public", [True, False])
def test_streams_and_errors_never_reach_a_page(templates, public):
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="salaisuus"),
        nbformat.v4.new_output("stream", name="stderr", text="salaisuus"),
        nbformat.v4.new_output("error", ename="X", evalue="salaisuus", traceback=[]),
    ]

    assert "salaisuus" not in page(templates, cell(outputs=outputs), public=public)


def test_prose_for_the_analyst_stays_out_and_other_prose_comes_in(templates):
    analyst = nbformat.v4.new_markdown_cell("Look", metadata={"tags": ["analyst"]})
    own = nbformat.v4.new_markdown_cell("*Oma* <script>alert(1)</script>")
    raw = nbformat.v4.new_raw_cell("<b>raw</b>")
    html = page(templates, analyst, own, raw)

    assert "Look" not in html
    assert "<em>Oma</em> &lt;script&gt;" in html
    assert "raw" not in html


def test_the_annex_holds_the_code_but_not_what_the_runner_added(templates):
    html = page(
        templates,
        cell("a < b  # 010190-900P"),
        cell("secret = 1", tags=[INJECTED]),
        cell("finish('nonce')", tags=[FINISH]),
        cell("hidden = 1", tags=["remove-input"]),
    )

    assert "<pre>a &lt; b  # [HETU]</pre>" in html
    for absent in ("secret", "nonce", "hidden", "010190"):
        assert absent not in html


def test_no_invisible_mark_turns_prose_or_code_around(templates):
    turned = "\N{RIGHT-TO-LEFT OVERRIDE}b\N{LEFT-TO-RIGHT ISOLATE}c"
    prose = nbformat.v4.new_markdown_cell(f"a{turned}")
    html = page(templates, prose, cell(f"x = 1  # a{turned}"))

    assert html.count("abc") == 2


def test_a_crafted_tag_never_becomes_an_attribute(templates):
    crafted = cell(data={"text/html": SECTION}, tags=['x" onload="alert(1)'])

    assert "onload" not in page(templates, crafted)


def test_the_same_notebook_gives_the_same_bytes(templates):
    first = page(templates, cell(data={"text/html": SECTION}))

    assert page(templates, cell(data={"text/html": SECTION})) == first


def test_a_page_that_would_load_something_is_refused(templates):
    index = templates / "report" / "index.html.j2"
    index.write_text(
        index.read_text().replace("<title>", "<script src='//x'></script><title>")
    )
    export._exporter.cache_clear()
    with pytest.raises(RuntimeError, match="would load something"):
        page(templates)


@pytest.mark.parametrize(
    ("tag", "loads"),
    [
        ('<img alt="a > b" src="//x.invalid/a.png">', True),
        ("<img alt='\"' SRC = x>", True),
        ('<video poster="a.png">', True),
        ("<link href='a.css'>", True),
        ('<img src="data:image/png;base64,iVBORw0KGgo=">', False),
        ('<table aria-label="Lähde <img src=x>, url(x)">', False),
        ('<p title="it\'s src=x" class=a>', False),
    ],
)
def test_only_what_a_tag_asks_for_counts_not_its_words(tag, loads):
    if loads:
        with pytest.raises(RuntimeError, match="would load something"):
            export._require_self_contained(f"<p>5 < 6</p>{tag}")
    else:
        export._require_self_contained(f"<p>5 < 6</p>{tag}")


def test_a_page_too_large_to_send_is_refused(templates, monkeypatch):
    monkeypatch.setattr(export, "MEGABYTE", 1)
    with pytest.raises(EnvironmentFault, match="E-OUTPUT-SIZE"):
        page(templates, cell(data={"text/html": SECTION}))


def test_a_page_of_too_many_pictures_is_refused(monkeypatch):
    monkeypatch.setenv("EVALLIB_FIGURES", "2")
    export._require_size("<img><img>", Limits.of())

    with pytest.raises(EnvironmentFault, match="E-OUTPUT-SIZE"):
        export._require_size("<img><img><img>", Limits.of())
