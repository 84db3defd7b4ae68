"""A small tree with one project and a notebook that keeps the runner's contract."""

import json
from functools import partial

import nbformat
import pytest

from evallib.run.making import notebook_source, report
from evallib.run.making.export import export_page
from evallib.run.publishing.run_folder import open_run_folder
from evallib.run.task import Task

PROJECT = """\
id = "{id}"
name = {{ fi = "Kokeilu <b>", sv = "Försöket" }}

[period]
start = 2021-08-01
end = 2022-07-31

[[sources]]
id = "raportti"
title = "Loppuraportti"
already_public = true

[[rounds]]
id = "final"
kind = "final"
as_of = 2022-01-31
"""
PARAMETERS = """\
project: str = "demo"  # folder under projects/
round: str = "final"  # id of the evaluation round
language: str = "fi"  # fi, sv or en
audience: str = "public"  # public or internal
as_of: str = ""  # cut-off date
note: str = ""  # something of the evaluator's own
"""
# What evallib.notebook does for the runner, without the libraries behind it.
STAND_IN = """\
import hashlib, json, os
from pathlib import Path
from IPython.display import display

def show(html, **more):
    line = {"status": "absent", "section": None}
    if html is not None:
        digest = hashlib.sha256(html.encode()).hexdigest()
        number = {"section": "reach", "table": "reached", "row": "1", "column": "n",
                  "value": 20, "low": None, "high": None, "status": "shown"}
        line = {"status": "shown", "section": "reach", "anchor": "reach",
                "title": "Tavoitetut", "sha256": digest, "results": [number]}
        display({"text/html": html, "text/plain": "-"}, raw=True)
    with Path(os.environ["EVALLIB_RUN"], "shown.jsonl").open("a") as file:
        file.write(json.dumps({**line, **more}) + "\\n")
"""
FINISH = (
    "import os\nopen(os.environ['EVALLIB_RUN'] + '/finished', 'w').write({nonce!r})"
)
SECTION = 'show(f"<section id=\\"reach\\"><h2>{language} {project}</h2></section>")'
TEMPLATE = """\
<!doctype html><html lang="{{ resources.language_code }}"><head>
<meta charset="utf-8"><title>{{ resources.evallib.title | e }}</title></head><body>
<ol>{% for each in resources.evallib.contents %}
<li><a href="#{{ each.anchor }}">{{ each.title | e }}</a></li>{% endfor %}</ol>
{% for cell in nb.cells %}{% for output in cell.outputs %}
{{ output.data['text/html'] }}{% endfor %}{% endfor %}
{% for each in resources.evallib.code %}<pre>{{ each.source | e }}</pre>{% endfor %}
</body></html>
"""


def make_notebook(*cells):
    """Code cells after a parameters cell and the stand-in for ``show``."""
    notebook = nbformat.v4.new_notebook()
    first = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    hidden = nbformat.v4.new_code_cell(STAND_IN, metadata={"tags": ["remove-input"]})
    rest = [
        nbformat.v4.new_code_cell(cell) if isinstance(cell, str) else cell
        for cell in cells
    ]
    notebook.cells = [first, hidden, *rest]
    return notebook


@pytest.fixture
def templates(tmp_path):
    folder = tmp_path / "templates" / "report"
    folder.mkdir(parents=True)
    (folder / "conf.json").write_text(json.dumps({"base_template": "basic"}))
    (folder / "index.html.j2").write_text(TEMPLATE)
    return folder.parent


@pytest.fixture
def tree(tmp_path, templates, monkeypatch):
    """A root with the project ``demo`` and a notebook of one section."""
    root = tmp_path / "Työllisyys – ä {x}"
    (root / "notebooks").mkdir(parents=True)
    add_project(root, "demo")
    write_notebook(root, SECTION)
    monkeypatch.setattr(notebook_source, "FINISH_SOURCE", FINISH)
    drawn = partial(export_page, templates=templates)
    monkeypatch.setattr(report, "export_page", drawn)
    monkeypatch.setattr(report, "frame", lambda language, **words: words)
    monkeypatch.setenv("EVALLIB_ROOT", str(root))
    return root


def add_project(root, name, text=PROJECT):
    folder = root / "projects" / name
    folder.mkdir(parents=True)
    (folder / "project.toml").write_text(text.format(id=name), encoding="utf-8")


def write_notebook(root, *cells):
    path = root / "notebooks" / "evaluation.ipynb"
    nbformat.write(make_notebook(*cells), path)
    return path


def task_of(root, **changes):
    facts = {"project": "demo", "round": "final", "language": "fi", **changes}
    return Task(root, **facts)


def folder_of(task):
    return open_run_folder(task)
