"""What a user meets when something is wrong: a place, a cure, old reports intact."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import evallib, plant, report

PROJECT = "projects/uusi-suunta/project.toml"
BUDGET = "data/raw/uusi-suunta/budget.csv"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A tree with one finished report, which no fault may touch."""
    root = plant(tmp_path_factory.mktemp("faults"))
    done = evallib(root, "run", "uusi-suunta")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def changed(made):
    """Change a file of the tree for one test."""
    kept = {}

    def _change(path, old, new):
        file = made / path
        kept.setdefault(file, file.read_bytes())
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")

    yield _change
    for file, content in kept.items():
        file.write_bytes(content)


def published(root):
    folder = root / "reports" / "public"
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fails(root, *arguments):
    before = published(root)
    done = evallib(root, *arguments)
    told = done.stdout + done.stderr
    assert "Traceback" not in told
    assert published(root) == before
    return done.returncode, told


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run", "uusi-sunta"], 3, ["E-CFG-FILE", "uusi-suunta"]),
        (["run", "../x"], 3, ["E-CFG-ID"]),
        (["run", "uusi-suunta", "--round", "2023-06"], 3, ["2022-06"]),
        (["run", "uusi-suunta", "--language", "de"], 3, ["fi", "sv", "en"]),
        (["run", "--nosuch"], 3, ["--nosuch"]),
        (["rnu"], 3, ["run"]),
    ],
    ids=["project", "path", "round", "language", "option", "command"],
)
def test_a_wrong_word_on_the_command_line_is_met_with_the_right_ones(
    made, arguments, code, words
):
    returned, told = fails(made, *arguments)

    assert returned == code
    assert all(word in told for word in words)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("language =", "langauge =", "E-CFG-KEY", "language"),
        ('id = "uusi-suunta"', "id = 123", "E-CFG-TYPE", "id"),
        ("as_of = 2022-04-29", 'as_of = "29.4.2022"', "E-CFG-TYPE", "as_of"),
        ("answered = 17", 'answered = "17"', "E-CFG-TYPE", "answered"),
        ('id = "uusi-suunta"', "id = “uusi”", "E-CFG-SYNTAX", ""),
        ('kind = "interim"', 'kind = "midway"', "E-CFG-TYPE", "interim"),
        (
            "[area]",
            "[period]\nstart = 2022-12-31\nend = 2022-01-01\n\n[area]",
            "E-DATE-ORDER",
            "period",
        ),
        ("[area]", "[disclosure]\nk = 1\n\n[area]", "E-CFG-FLOOR", "k"),
        ('path = "goals.csv"', 'path = "../goals.csv"', "E-CFG-PATH", "path"),
    ],
    ids=["key", "type", "date", "count", "quotes", "choice", "order", "floor", "path"],
)
def test_a_fault_in_the_project_file_is_named_with_its_key(
    made, changed, old, new, code, words
):
    changed(PROJECT, old, new)

    returned, told = fails(made, "run", "uusi-suunta")

    assert returned == 3
    assert code in told
    assert words in told
    assert PROJECT in told


def test_all_faults_of_a_project_file_are_told_at_once(made, changed):
    changed(PROJECT, "language =", "langauge =")
    changed(PROJECT, "answered = 17", 'answered = "17"')

    _, told = fails(made, "check", "uusi-suunta")

    assert "E-CFG-KEY" in told
    assert "E-CFG-TYPE" in told


def test_words_where_a_number_is_needed_are_refused_with_row_and_column(made, changed):
    changed(BUDGET, ";90 000;", ";110?;")

    returned, told = fails(made, "run", "uusi-suunta")

    assert returned == 2
    assert "E-NUM" in told
    assert BUDGET in told
    assert "planned_eur" in told
    assert "110?" not in told


def test_a_missing_table_is_named(made):
    file = made / BUDGET
    kept = file.read_bytes()
    file.unlink()
    try:
        returned, told = fails(made, "run", "uusi-suunta")
    finally:
        file.write_bytes(kept)

    assert returned == 2
    assert "E-FILE-MISSING" in told
    assert BUDGET in told


def test_one_failing_project_does_not_stop_the_others(made, changed):
    changed(BUDGET, ";90 000;", ";110?;")

    done = evallib(made, "run", "--all", "--language", "fi")

    assert done.returncode == 5
    assert report(made, "satapolku", "fi").is_file()


def test_the_run_heals_once_the_file_is_mended(made):
    done = evallib(made, "run", "uusi-suunta")

    assert done.returncode == 0


def test_an_undeclared_papermill_parameter_is_refused_before_a_kernel_starts(made):
    from evallib.domain.errors import ConfigurationError
    from evallib.run.making.notebook_source import read_notebook, require_parameters

    path = made / "notebooks" / "evaluation.ipynb"
    notebook = read_notebook(path, shown="notebooks/evaluation.ipynb")

    with pytest.raises(ConfigurationError, match="E-CFG-KEY"):
        require_parameters(
            notebook, {"projekt": "x"}, shown="notebooks/evaluation.ipynb"
        )


def test_a_survey_figure_finer_than_its_row_says_is_refused(made, changed):
    changed("data/raw/uusi-suunta/survey_summary.csv", ";77;0;", ";77,4;0;")

    returned, told = fails(made, "run", "uusi-suunta")

    assert returned == 2
    assert "decimals" in told
