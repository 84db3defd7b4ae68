"""A project file is read whole, and every fault in it is told at once."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evallib.data.projects import (
    find_root,
    list_projects,
    load_project,
    project_file,
    require_round,
)
from evallib.domain.errors import ConfigurationError

GOOD = """\
id = "demo"
name = "Kokeilu"

[period]
start = 2021-08-01
end = 2022-07-31

[[sources]]
id = "raportti"
title = "Loppuraportti"

[[rounds]]
id = "final"
kind = "final"
as_of = 2022-01-31

[[surveys]]
id = "kysely"
name = "Asiakaskysely"
respondents = "clients"
answered = 17
source = "raportti"

[files.tavoitteet]
path = "indicators.csv"
kind = "indicators"
source = "raportti"
"""
QUICK = 1.0  # seconds; the limit of X05 in faults.md


@pytest.fixture
def root(tmp_path):
    (tmp_path / "projects").mkdir()
    return tmp_path


def write(root, text, *, folder="demo"):
    path = root / "projects" / folder / "project.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def load(root, text, *, folder="demo"):
    write(root, text, folder=folder)
    return load_project(root, folder)


def faults(root, text, **where):
    with pytest.raises(ConfigurationError, match="E-") as refused:
        load(root, text, **where)
    return refused.value.problems


def one(root, text, **where):
    (problem,) = faults(root, text, **where)
    return problem


def test_a_good_file_becomes_a_project(root):
    project = load(root, GOOD)

    assert project.id == "demo"
    assert project.round("final").as_of.isoformat() == "2022-01-31"


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(root):
    text = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()

    assert load(root, text).id == "demo"


def test_all_faults_are_told_together(root):
    text = GOOD.replace("end =", "ends =").replace("17", "true")
    text = text.replace('respondents = "clients"', 'respondents = "client"')
    found = {(p.code, p.place.column) for p in faults(root, text)}

    assert found == {
        ("E-CFG-KEY", "period.ends"),
        ("E-CFG-MISSING", "period.end"),
        ("E-CFG-TYPE", "surveys[kysely].answered"),
        ("E-CFG-TYPE", "surveys[kysely].respondents"),
    }


def test_an_unknown_key_names_the_nearest_known_one(root):
    problem = one(root, GOOD + "[disclosure]\nn_percnt = 10\n")

    assert problem.code == "E-CFG-KEY"
    assert problem.place.file == "projects/demo/project.toml"
    assert problem.facts["near"] == ["n_percent"]
    assert {"k", "n_percent"} <= set(problem.facts["allowed"])


def test_an_unknown_language_of_a_text_names_the_three(root):
    problem = one(root, GOOD.replace('"Kokeilu"', '{ fi = "Kokeilu", fr = "Essai" }'))

    assert problem.place.column == "name.fr"
    assert problem.facts["allowed"] == ["fi", "sv", "en"]


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("answered = 17", 'answered = "110?"', "surveys[kysely].answered"),
        ("answered = 17", "answered = 17.0", "surveys[kysely].answered"),
        ("end = 2022-07-31", 'end = "2022-07-31"', "period.end"),
        ('title = "Loppuraportti"', "title = 5", "sources[raportti].title"),
        ('"Loppuraportti"', '"x"\npublished = 5', "sources[raportti].published"),
    ],
)
def test_values_of_the_wrong_type_are_refused(root, old, new, column):
    problem = one(root, GOOD.replace(old, new))

    assert (problem.code, problem.place.column) == ("E-CFG-TYPE", column)


def test_an_identifier_without_quotation_marks_is_a_number_and_refused(root):
    found = faults(root, GOOD.replace('id = "demo"', "id = 123"))

    assert [(p.code, p.place.column) for p in found] == [("E-CFG-TYPE", "id")]


def test_limits_of_disclosure_have_a_floor(root):
    problem = one(root, GOOD + "[disclosure]\nk = 1\n")

    assert (problem.code, problem.facts["limit"]) == ("E-CFG-FLOOR", "3")


def test_a_yes_is_not_a_number(root):
    assert one(root, GOOD + "[disclosure]\nk = true\n").code == "E-CFG-TYPE"


@pytest.mark.parametrize("figure", ["nan", "inf", "-5.0"])
def test_sums_are_finite_and_not_negative(root, figure):
    funding = '[[funding]]\nid = "eu_and_state"\nsource = "raportti"\nplanned_eur = '
    problem = one(root, f"{GOOD}{funding}{figure}\n")

    assert problem.code == "E-CFG-TYPE"
    assert problem.place.column == "funding[eu_and_state].planned_eur"


def test_the_end_comes_after_the_start(root):
    problem = one(root, GOOD.replace("2022-07-31", "2020-07-31"))

    assert (problem.code, problem.place.column) == ("E-DATE-ORDER", "period")


# Texts that lead out of a folder, or that some system cannot have as a file.
LEADING_OUT = [
    "..",
    "../x",
    "../../x",
    "..\\x",
    "a/../b",
    "./x",
    "/etc/passwd",
    "C:\\x",
]
LEADING_OUT += [
    "C:x",
    "\\\\host\\share",
    "con",
    "nul.txt",
    "a.",
    "a ",
    "",
    "a\0b",
    "a\nb",
]
LEADING_OUT += ["*", "a//b", "/", ".", "COM1", "lpt9.csv", "a\tb", "a:b", "a|b", "a?b"]
NO_ID = ["a/b", "A", "ä", "-x", "_x", "a%2fb", "~x", "a" * 64, "a b", "é", "a.b", "١"]
NO_ID += ["$HOME", "%TEMP%", "{x}", "<b>", "a'b", 'a"b', "a\u202eb", "\uff41"]


@pytest.mark.parametrize("name", [*LEADING_OUT, *NO_ID])
def test_ids_that_could_leave_the_folder_are_refused(root, name):
    text = GOOD.replace('"demo"', json.dumps(name, ensure_ascii=True), 1)
    codes = {p.code for p in faults(root, text)}

    assert codes == {"E-CFG-ID"}


@pytest.mark.parametrize("path", LEADING_OUT)
def test_paths_that_could_leave_the_folder_are_refused(root, path):
    text = GOOD.replace('"indicators.csv"', json.dumps(path))
    codes = {p.code for p in faults(root, text)}

    assert codes == {"E-CFG-PATH"}


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory):
    """A project, and project files where none should be looked for."""
    root = tmp_path_factory.mktemp("neighbours")
    for folder in ("projects/demo", "projects/demo/a", "projects/.a", "a", "projects"):
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / folder / "project.toml").write_text(GOOD, "utf-8")
    return root


@given(name=st.text("./\\~:*\0 ademo", max_size=9) | st.text(max_size=70))
@example("demo")
@example("demo/a")
@example("../a")
def test_no_text_leads_to_a_file_but_that_of_a_project(neighbours, name):
    with suppress(ConfigurationError):
        found = project_file(neighbours, name)
        assert found == neighbours / "projects" / "demo" / "project.toml"


def test_the_id_is_the_name_of_the_folder(root):
    problem = one(root, GOOD, folder="toinen")

    assert (problem.code, problem.facts["case"]) == ("E-CFG-ID", "folder")


def test_two_folders_may_not_differ_by_case_only(root):
    write(root, GOOD, folder="DEMO")
    if (root / "projects" / "demo").exists():
        pytest.fail("this test needs a file system that keeps letter case apart")
    problem = one(root, GOOD)

    assert problem.facts == {"case": "twice", "allowed": ["DEMO", "demo"]}


def test_paths_use_forward_slashes(root):
    text = GOOD.replace('"indicators.csv"', '"kansio\\raaka.csv"')

    assert one(root, text).code == "E-CFG-PATH"


@pytest.mark.parametrize(
    ("old", "new", "column", "near"),
    [
        (
            '17\nsource = "raportti"',
            '17\nsource = "raporti"',
            "surveys[kysely].source",
            "raportti",
        ),
        (
            'kind = "indicators"',
            'kind = "indicators"\nrounds = ["fina"]',
            "files.tavoitteet.rounds",
            "final",
        ),
    ],
)
def test_an_id_that_nothing_declares_is_refused_with_the_known_ones(
    root, old, new, column, near
):
    problem = one(root, GOOD.replace(old, new))

    assert (problem.code, problem.place.column) == ("E-CFG-KEY", column)
    assert problem.facts["near"] == [near]


def test_an_id_is_declared_once(root):
    text = GOOD + '[[sources]]\nid = "raportti"\ntitle = "Toinen"\n'

    assert one(root, text).facts["case"] == "repeated"


def test_a_key_written_twice_is_told_with_both_lines(root):
    text = GOOD + "[disclosure]\nk = 5\nk = 1"
    problem = one(root, text)
    first = text.split("\n").index("k = 5") + 1

    assert (problem.code, problem.place.column) == ("E-CFG-DUP", "k")
    assert problem.facts["rows"] == (first, first + 1)


def test_a_table_written_twice_is_told_with_both_lines(root):
    problem = one(root, GOOD + "\n[period]\nstart = 2021-01-01\n")

    assert (problem.code, problem.facts["rows"][0]) == ("E-CFG-DUP", 4)


def test_the_same_key_in_two_items_of_a_list_is_no_fault(root):
    broken = GOOD.replace("17", "17 18") + '[[surveys]]\nid = "toinen"\n'

    assert one(root, broken).code == "E-CFG-SYNTAX"


@pytest.mark.parametrize(
    ("line", "case"),
    [
        ("id = “inka”", "quotes"),
        ("id = 00123", "bare"),
        ("maa = NO", "bare"),
        ("id = 052", "bare"),
    ],
)
def test_values_that_need_quotation_marks_are_pointed_out(root, line, case):
    problem = one(root, f"# otsikko\n{line}\n")

    assert (problem.code, problem.place.row) == ("E-CFG-SYNTAX", 2)
    assert problem.facts["case"] == case


def test_a_clock_time_without_quotation_marks_never_passes_as_a_value(root):
    assert one(root, "t = 12:30\n").facts["case"] == "bare"


def test_an_unfinished_line_is_told_with_line_and_character(root):
    problem = one(root, 'id = "demo"\nname = \n')

    assert (problem.code, problem.place.row) == ("E-CFG-SYNTAX", 2)
    assert problem.facts["character"] == 8


def test_a_file_that_is_not_utf_8_is_told_with_its_line(root):
    problem = one(root, 'id = "demo"\nname = "Säkylä"\n'.encode("cp1252"))

    assert (problem.code, problem.place.row) == ("E-CFG-ENC", 2)


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("x = " + "[" * 3000 + "\n" + "]" * 3000, "depth"),
        ("x = " + "[\n" * 5000 + "]\n" * 5000, "depth"),
        (".".join(["a"] * 17) + " = 1", "dots"),
        (".".join(["a"] * 20_000) + " = 1", "line"),
        ("x = " + "9" * 19, "integer"),
        ("x = 0x" + "f" * 19, "integer"),
        ("# " + "x" * 4_096, "line"),
        ("# x\n" * 70_000, "size"),
    ],
)
def test_configuration_bombs_are_refused_at_once(root, text, case):
    began = time.perf_counter()
    problem = one(root, text)

    assert (problem.code, problem.facts["case"]) == ("E-CFG-LIMIT", case)
    assert time.perf_counter() - began < QUICK


def test_brackets_and_digits_inside_strings_and_comments_do_not_count(root):
    text = GOOD + f'[[facts]]\nlabel = "{"[" * 99}"\nvalue = """\n{"9" * 99}"""  # [[['

    assert load(root, text).facts[0].label.fi == "[" * 99


def test_a_missing_project_names_the_nearest(root):
    write(root, GOOD)
    with pytest.raises(ConfigurationError, match="E-CFG-FILE") as refused:
        project_file(root, "demmo")

    assert refused.value.problems[0].facts["near"] == ["demo"]


@pytest.mark.parametrize(
    "name",
    ["..", "../x", "a/b", "C:x", "con", "a%2fb", "a\x00b", "", "x" * 64, "~x", "*"],
)
def test_a_project_asked_for_by_path_is_refused(root, name):
    with pytest.raises(ConfigurationError, match="E-CFG-ID"):
        project_file(root, name)


def test_a_folder_without_a_project_file_is_no_project(root):
    (root / "projects" / "luonnos").mkdir()
    write(root, GOOD)
    write(root, GOOD, folder="_malli")

    assert list_projects(root) == ("demo",)
    with pytest.raises(ConfigurationError, match="E-CFG-FILE"):
        load_project(root, "luonnos")


def test_the_root_is_found_from_inside_it_and_by_name(root, monkeypatch):
    inside = root / "projects"
    monkeypatch.delenv("EVALLIB_ROOT", raising=False)
    assert find_root(inside) == root.resolve()

    monkeypatch.setenv("EVALLIB_ROOT", str(root))
    assert find_root() == root.resolve()

    monkeypatch.setenv("EVALLIB_ROOT", str(root / "data"))
    with pytest.raises(ConfigurationError, match="E-CFG-FILE"):
        find_root()


def test_an_unknown_round_names_those_that_exist(root):
    write(root, GOOD)
    with pytest.raises(ConfigurationError, match="E-CFG-KEY") as refused:
        require_round(load_project(root, "demo"), "finaali")

    assert refused.value.problems[0].facts["allowed"] == ["final"]
    assert refused.value.problems[0].facts["near"] == ["final"]


OPEN = (
    GOOD
    + '\n[files.clients]\npath = "c.csv"\nkind = "clients"\n'
    + (
        'columns.sex = { type = "category", labels = ["a", "b"], role = "covariate", '
        'zero_policy = "allow" }\n'
    )
)
APPROVED = """
[disclosure]
reason = "Ohjausryhmä 5 §"
approved_by = "Johto"
approved_on = 2026-11-22
"""


def test_whoever_lets_zeros_be_told_says_why_and_by_whom(root):
    told = [each.place.column for each in faults(root, OPEN)]

    assert "disclosure.reason" in told
    assert "disclosure.reason" not in [
        each.place.column for each in faults(root, OPEN + APPROVED)
    ]
