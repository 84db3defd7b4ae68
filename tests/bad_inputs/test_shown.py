"""What a public report shows of files that are odd but not wrong."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from evallib.analysis.closing.contents import SECTIONS
from evallib.data.study import load_study
from evallib.present.blocks import section_html
from evallib.present.language import words
from evallib.release.gate import release
from tests.bad_inputs.conftest import CASES, PROJECT, spoil

PLAN = """
[plan]
primary = "open_market_work"
horizon_months = 3
design = "comparison_group"
estimator = "unadjusted"
"""


@pytest.fixture
def shown(tree):
    """The public report of the twenty of B085, with one column as their background."""

    def _shown(covariate, *, town="Pori"):
        (expected,) = json.loads((CASES / "B085" / "expect.json").read_text("utf-8"))
        spoil(tree, "B085", expected)
        text = tree.project_file.read_text("utf-8").replace('"Ulvila"', f'"{town}"')
        opened = f"[files.clients.columns.{covariate}]\n"
        tree.declare(text.replace(opened, opened + 'role = "covariate"\n') + PLAN)
        file = tree.raw / "asiakkaat.csv"
        file.write_text(file.read_text("utf-8").replace("Pori", town), "utf-8")
        code, said, _ = tree.command("clean", PROJECT)
        assert code == 0, said
        study = load_study(
            tree.root,
            PROJECT,
            round_id="final",
            language="fi",
            audience="public",
            as_of=None,
        )
        made = [section for each in SECTIONS if (section := each(study)) is not None]
        html = "".join(section_html(release(each), words("fi")) for each in made)
        return BeautifulSoup(html, "html.parser")

    return _shown


def test_without_a_comparison_group_the_report_says_so(shown):
    assert "Ei vertailuryhmää." in shown("kunta").find(id="effect").get_text()


def test_a_label_of_formula_signs_is_shown_letter_by_letter(shown):
    page = shown("kunta", town="5$ a_ $x^").find(id="participants")

    assert "kunta: 5$ a_ $x^" in page.get_text()


def test_one_person_of_a_category_is_hidden(shown):
    page = shown("sukupuoli").find(id="participants")
    (row,) = [each for each in page.find_all("tr") if "muu" in each.get_text()]

    assert row.td.get_text(strip=True) == "…tieto suojattu"
