"""The shipped experiment: its file, its declaration, and what its report shows."""

import csv

import pytest

from evallib.analysis.adjusting.adjustment import adjustment
from evallib.analysis.adjusting.balance import balance
from evallib.analysis.adjusting.robustness import robustness
from evallib.data.clean import clean
from evallib.data.projects import load_project
from evallib.data.study import load_study
from tests.analysis.adjusting.lalonde import EXPERIMENT, ROOT
from tests.analysis.studies import row, sentences

DOLLAR = 1  # printed in whole dollars
# Dehejia and Wahba (1999), table 1: means of the experimental sample.
PRINTED = 0.01
MEANS = {
    "treat": {"age": 25.82, "education": 10.35, "black": 0.84, "no_degree": 0.71},
    "control": {"age": 25.05, "education": 10.09, "black": 0.83, "no_degree": 0.83},
}


def _rows():
    with EXPERIMENT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number(cell):
    return {"yes": 1.0, "no": 0.0}.get(cell) if cell in ("yes", "no") else float(cell)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The project read from its raw file, with a key that lasts as long as the test."""
    root = tmp_path_factory.mktemp("root")
    key = tmp_path_factory.mktemp("key") / "evallib.key"
    for part in ("projects/nsw", "data/raw/nsw"):
        (root / part).mkdir(parents=True)
        for file in (ROOT / part).iterdir():
            if file.is_file():
                (root / part / file.name).write_bytes(file.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVALLIB_KEY_FILE", str(key))
        clean(root, load_project(root, "nsw"))
        return load_study(
            root,
            "nsw",
            round_id="final",
            language="fi",
            audience="internal",
            as_of=None,
        )


@pytest.mark.parametrize("group", MEANS)
def test_the_file_has_the_printed_means(group):
    rows = [each for each in _rows() if each["group"] == group]

    for name, printed in MEANS[group].items():
        mean = sum(_number(each[name]) for each in rows) / len(rows)
        assert mean == pytest.approx(printed, abs=PRINTED), name


def test_employed_is_whoever_earned_anything():
    wrong = [
        each["client_no"]
        for each in _rows()
        if (each["status_1978"] == "employed") != (float(each["earnings_1978"]) > 0)
    ]

    assert not wrong


def test_the_folder_says_where_the_file_comes_from_and_under_what_licence():
    told = (EXPERIMENT.parent / "README.md").read_text(encoding="utf-8")

    assert "causaldata 0.1.5" in told
    assert "MIT" in told


def test_everybody_of_the_file_is_in_the_study(study):
    people = study.people

    assert (int(people.pilot.sum()), int(people.control.sum())) == (185, 260)


def test_the_report_shows_the_experimental_difference_and_its_error(study):
    made = adjustment(study)
    shown = row(made.tables["amount_earnings_1978"], "unadjusted")

    assert shown["value"] == pytest.approx(1794, abs=DOLLAR)
    assert shown["error"] == pytest.approx(671, abs=DOLLAR)
    assert shown["primary"] is not None


def test_three_in_four_trainees_and_two_in_three_others_earned_something(study):
    shown = row(adjustment(study).tables["methods"], "unadjusted")

    assert shown["pilot"] == pytest.approx(140 / 185)
    assert shown["control"] == pytest.approx(168 / 260)


def test_the_groups_that_lots_made_are_alike_once_adjusted(study):
    assert sentences(balance(study), "balance.after.good")


def test_the_experiment_stands_the_checks(study):
    assert sentences(robustness(study), "robustness.verdict.sturdy")
