"""The starter: fit machine, honest memory, right commands on every system."""

import importlib.util
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "run.py"


@pytest.fixture
def starter(tmp_path, monkeypatch):
    """The starter in a folder of its own, with programs noted instead of run."""
    specification = importlib.util.spec_from_file_location("starter", SOURCE)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "a.ipynb").write_text("{}")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "DONE", tmp_path / ".venv" / "evallib-setup")
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    module.typed = []
    module.codes = {}

    def call(command):
        module.typed.append(" ".join(command))
        return next((c for text, c in module.codes.items() if text in command), 0)

    monkeypatch.setattr(module, "call", call)
    monkeypatch.chdir(tmp_path)
    return module


def installed(starter):
    return [line for line in starter.typed if "install" in line or "venv --" in line]


def test_an_old_python_is_told_in_one_sentence(starter):
    assert "3.11" in starter.unfit((3, 10), "/evallib", windows=False)
    assert starter.unfit((3, 11), "/evallib", windows=False) == ""


def test_a_long_path_matters_on_windows_only(starter):
    long = "C:\\" + "x" * 120

    assert "C:\\evallib" in starter.unfit((3, 12), long, windows=True)
    assert starter.unfit((3, 12), long, windows=False) == ""


def test_the_first_command_installs_locked_packages_and_then_evallib(starter):
    assert starter.main(["demo"]) == 0
    locked, own, compiled, demo = starter.typed[-4:]

    assert "--require-hashes --no-deps --requirement" in locked
    assert "--no-deps --no-build-isolation --editable" in own
    assert "-m compileall" in compiled
    assert demo.endswith("-m evallib run --all --language all")


def test_the_second_command_installs_nothing(starter):
    starter.main(["list"])
    starter.typed.clear()

    assert starter.main(["list"]) == 0
    assert len(starter.typed) == 1
    assert starter.typed[0].endswith("-m evallib list")


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_package_installs_again(starter, tmp_path, changed):
    starter.main(["list"])
    starter.typed.clear()
    (tmp_path / changed).write_text("changed")
    starter.main(["list"])

    assert installed(starter)


def test_a_set_up_that_failed_is_done_again(starter, capsys):
    starter.codes = {"--require-hashes": 1}
    assert starter.main(["list"]) == 7
    assert "evallib list" not in " ".join(starter.typed)
    assert "uudelleen" in capsys.readouterr().err

    starter.codes = {}
    starter.typed.clear()
    assert starter.main(["list"]) == 0
    assert installed(starter)


def test_an_interrupted_set_up_leaves_no_mark(starter):
    starter.main(["list"])
    starter.codes = {"--editable": 7}
    starter.main(["setup"])

    assert not starter.DONE.exists()


def test_a_broken_environment_is_made_anew(starter):
    interpreter = starter.python()
    interpreter.parent.mkdir()
    interpreter.touch()
    starter.codes = {"import pip": 1}
    starter.main(["setup"])

    assert any(f"-m venv --clear {starter.VENV}" in line for line in starter.typed)


def test_uv_is_used_where_it_is_found(starter, monkeypatch):
    monkeypatch.setattr(starter.shutil, "which", lambda name: "/bin/uv")
    starter.main(["setup"])
    make, sync, own, _ = starter.typed

    assert make.startswith("/bin/uv venv --quiet --python")
    assert sync.startswith("/bin/uv pip sync --quiet --require-hashes")
    assert "--no-build-isolation" in own


def test_a_wheelhouse_replaces_the_network(starter, tmp_path):
    starter.main(["setup", "--wheelhouse", "pyorat"])
    wheels = f"--no-index --find-links {tmp_path / 'pyorat'}"

    assert all(wheels in line for line in starter.typed[-3:-1])


def test_further_arguments_go_to_pytest(starter):
    starter.main(["test", "-k", "budget"])

    assert starter.typed[-1].endswith("-m pytest -n auto --dist loadfile -k budget")


def test_check_runs_everything_before_it_fails_and_changes_nothing(starter):
    starter.main(["setup"])
    starter.typed.clear()
    starter.codes = {"--check": 1}

    assert starter.main(["check"]) == 1
    joined = "\n".join(starter.typed)
    for part in ("ruff", "mypy", "tests/rules", "nbstripout"):
        assert part in joined
    assert "--fix" not in joined
    assert "--verify" in joined


def test_check_with_a_project_looks_at_its_files_instead(starter):
    starter.main(["setup"])
    starter.typed.clear()

    assert starter.main(["check", "esimerkki", "--from", "korjaamaton"]) == 0
    assert len(starter.typed) == 1
    assert starter.typed[0].endswith("-m evallib check esimerkki --from korjaamaton")


def test_fix_formats_strips_and_writes_the_methods_page(starter):
    starter.main(["setup"])
    starter.typed.clear()

    assert starter.main(["fix"]) == 0
    assert [line.split()[1] for line in starter.typed] == [
        "check",
        "format",
        "--keep-id",
        "-q",
    ]
    assert "--methods-page" in starter.typed[-1]


def test_programs_are_found_where_windows_keeps_them(starter, monkeypatch):
    monkeypatch.setattr(starter.os, "name", "nt")

    assert starter.tool("ruff") == starter.VENV / "Scripts" / "ruff.exe"


def test_children_speak_utf_8(capfd):
    specification = importlib.util.spec_from_file_location("starter", SOURCE)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)

    assert module.call([sys.executable, "-c", "import sys; print(sys.flags)"]) == 0
    assert "utf8_mode=1" in capfd.readouterr().out
