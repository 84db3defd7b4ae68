"""Commands answer in the user's language, with a documented code, never a traceback."""

import subprocess
import sys

import pytest

from evallib.cli import program
from evallib.domain.errors import Place, Problem
from evallib.run import batch
from evallib.run.outcome import Fault, Outcome, Progress

PROJECT = """\
id = "demo"
name = { fi = "Kokeilu", sv = "Försöket" }

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
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A tree with one good project, found from the working folder."""
    folder = tmp_path / "projects" / "demo"
    folder.mkdir(parents=True)
    (folder / "project.toml").write_text(PROJECT, "utf-8")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "evaluation.ipynb").write_text("{}")
    for name in ("EVALLIB_ROOT", "EVALLIB_LANGUAGE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(root, capsys):
    """Runs a command line; gives its code and what it said."""

    def run(*words):
        code = program.main(words)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return run


@pytest.mark.parametrize(
    ("words", "code", "advice"),
    [
        (("rnu",), "E-CFG-KEY", "tarkoititko 'run'?"),
        (("run", "demo", "--langage", "fi"), "E-CFG-KEY", "tarkoititko '--language'?"),
        (("run", "demo", "--language", "sw"), "E-CFG-TYPE", "tarkoititko 'sv'?"),
        (("run", "demo", "--language", "de"), "E-CFG-TYPE", "fi, sv, en, all"),
        (("run", "demo", "--round", "finaali"), "E-CFG-KEY", "tarkoititko 'final'?"),
        (("run", "demmo"), "E-CFG-FILE", "tarkoititko 'demo'?"),
        (("run", "../demo"), "E-CFG-ID", "1–63 merkkiä"),
        (("run", "demo", "--report", "evaluatoin"), "E-CFG-FILE", "'evaluation'"),
        (("run",), "E-NOTHING-TO-RUN", "--all"),
        (("run", "demo", "--jobs", "0"), "E-CFG-TYPE", "vähintään 1"),
        (("run", "demo", "--jobs"), "E-CFG-MISSING", "evallib --help"),
        (("run", "demo", "-p", "language", "fi"), "E-CFG-KEY", "--language"),
        (("check",), "E-CFG-MISSING", "PROJECT …"),
        (("check", "demmo"), "E-CFG-FILE", "tarkoititko 'demo'?"),
        (("list", "demo"), "E-CFG-KEY", "ylimääräinen"),
        (("list", "--ui-language", "de"), "E-CFG-TYPE", "fi, sv, en"),
    ],
)
def test_a_wrong_command_is_a_fault_of_configuration_in_four_lines(
    typed, root, words, code, advice
):
    number, out, said = typed(*words)

    assert (number, out) == (3, "")
    assert said.startswith(f"{code}  ")
    assert advice in said
    assert [line.split(":")[0] for line in said.splitlines()[1:]] == [
        "  Virhe",
        "  Sallittu",
        "  Korjaus",
    ]
    assert not (root / "reports" / "public").exists()


def test_a_damaged_notebook_is_told_in_words(typed):
    code, _, said = typed("run", "demo")

    assert code == 3
    assert "E-CFG-SYNTAX  notebooks/evaluation.ipynb" in said


def test_list_names_projects_and_rounds(typed):
    code, out, _ = typed("list", "--ui-language", "sv")

    assert code == 0
    assert out.splitlines() == [
        "demo  Försöket",
        "    final  slutrapport, läget 2022-01-31",
    ]


def test_check_tells_every_fault_of_every_named_project(typed, root):
    path = root / "projects" / "demo" / "project.toml"
    path.write_text(
        PROJECT.replace("end =", "ends =").replace("as_of", "asof"), "utf-8"
    )
    code, out, said = typed("check", "demo", "--ui-language=en")

    assert (code, out) == (3, "")
    assert said.count("E-CFG-KEY") == 2
    assert said.count("E-CFG-MISSING") == 2
    assert "projects/demo/project.toml, rounds[final].as_of" in said
    assert (root / "reports" / ".runs" / "problems.json").is_file()


def test_check_says_when_all_is_well(typed):
    assert typed("check", "demo")[:2] == (
        0,
        "demo: kunnossa (0 taulua, 1 kierrosta).\n",
    )


def test_a_missing_table_is_a_fault_of_input(typed, root):
    path = root / "projects" / "demo" / "project.toml"
    path.write_text(PROJECT + '\n[files.a]\npath = "a.csv"\nkind = "goals"\n', "utf-8")
    code, _, said = typed("check", "demo")

    assert code == 2
    assert "E-FILE-MISSING  data/raw/demo/a.csv" in said


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "tee raportit"),
        ({"LANG": "sv_FI.UTF-8"}, "gör rapporter"),
        ({"LANG": "C.UTF-8"}, "tee raportit"),
        ({"LANG": "sv_FI.UTF-8", "EVALLIB_LANGUAGE": "en"}, "make the reports"),
    ],
)
def test_help_speaks_the_users_language(typed, monkeypatch, environment, expected):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    code, out, _ = typed("run", "--help")

    assert code == 0
    assert expected in out.lower()


def test_an_unforeseen_fault_is_one_masked_sentence(typed, monkeypatch, root):
    def broken(*_, **__):
        raise KeyError("010190-900P")

    monkeypatch.setattr(batch, "run_plan", broken)
    code, _, said = typed("run", "demo")
    log = root / said.split(": ")[-1].strip()

    assert code == 70
    assert len(said.splitlines()) == 1
    assert "KeyError" in log.read_text("utf-8")
    assert "010190" not in said + log.read_text("utf-8")


def test_an_interrupted_command_says_that_nothing_changed(typed, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "run_plan", stopped)
    code, _, said = typed("run", "demo")

    assert code == 7
    assert said.strip() == "Keskeytetty. Aiemmat raportit ovat ennallaan."


def test_a_batch_has_a_line_for_every_report_and_a_summary(typed, monkeypatch):
    problem = Problem("E-KERNEL-DEAD", Place("notebooks/evaluation.ipynb"))
    outcomes = [
        Outcome("demo", "demo final evaluation fi", "made"),
        Outcome("demo", "demo final evaluation sv", "current"),
        Outcome("toinen", "toinen", "failed", Fault((problem,), 7), outdated=True),
        Outcome("toinen", "toinen", "failed", Fault((problem,), 7)),
    ]

    def run(_plan, *, tell, **_):
        for done, outcome in enumerate(outcomes, start=1):
            tell(Progress(outcome, done, len(outcomes), seconds_left=12.4))
        return outcomes

    monkeypatch.setattr(batch, "run_plan", run)
    code, out, said = typed("run", "demo")

    assert code == 5
    assert out.splitlines()[:8] == [
        "[1/4] demo final evaluation fi  valmis  noin 12 s jäljellä",
        "[2/4] demo final evaluation sv  ajan tasalla",
        "[3/4] toinen  epäonnistui; aiempi raportti on vanhentunut",
        "[4/4] toinen  epäonnistui",
        "Epäonnistuneet:",
        "  toinen  vaihe: projektitiedosto  E-KERNEL-DEAD",
        "  toinen  vaihe: projektitiedosto  E-KERNEL-DEAD",
        "Valmiita 1, ajan tasalla 1, epäonnistuneita 2.",
    ]
    assert out.splitlines()[8].startswith("Raportit: file://")
    assert said.count("E-KERNEL-DEAD") == 1


def test_why_says_that_there_is_no_report_yet(typed):
    code, out, _ = typed("why", "demo", "--ui-language", "en")

    assert code == 0
    assert out.splitlines() == [
        "demo final evaluation fi:",
        "  the report has not been made yet",
    ]


def test_nothing_that_failed_is_no_fault(typed):
    assert typed("run", "--only-failed", "--ui-language", "en") == (
        0,
        "No report failed the last time.\n",
        "",
    )


def test_python_m_evallib_is_the_same_command(root):
    command = [sys.executable, "-m", "evallib", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout.strip().count(".") == 2


def test_help_does_not_import_what_reports_need():
    script = (
        "import sys; from evallib.cli import program; program.main(['--help']);"
        "heavy = {'pandas', 'papermill', 'nbconvert', 'matplotlib', 'pydantic'};"
        "sys.exit(sorted(heavy & set(sys.modules)) != [])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True)

    assert done.returncode == 0
