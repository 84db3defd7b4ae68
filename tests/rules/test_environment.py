"""pyproject, lock files and environment.yml tell the same story."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = [Requirement(each) for each in PYPROJECT["project"]["dependencies"]]
CONDA_NAMES = {"matplotlib": "matplotlib-base", "duckdb": "python-duckdb"}


def conda_lines():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return re.findall(r"^  - ([a-z0-9_-]+)([<>][^\s:]*)$", text, flags=re.M)


def locked():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", text, flags=re.M)


@pytest.mark.parametrize("wanted", DIRECT, ids=str)
def test_conda_users_get_the_same_packages(wanted):
    name = wanted.name.lower()
    ranges = {found: Requirement(f"x{spec}").specifier for found, spec in conda_lines()}

    assert ranges[CONDA_NAMES.get(name, name)] == wanted.specifier


@pytest.mark.parametrize("wanted", DIRECT, ids=str)
def test_the_lock_file_holds_an_allowed_version(wanted):
    versions = [
        version
        for name, version in locked()
        if name.lower().replace("_", "-") == wanted.name.lower()
    ]

    assert versions
    assert all(wanted.specifier.contains(version) for version in versions)


def test_every_locked_package_has_a_hash():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    unhashed = [
        each for each in blocks if "==" in each and "--hash=sha256:" not in each
    ]

    assert not unhashed


def test_the_named_python_is_supported():
    named = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    supported = PYPROJECT["project"]["requires-python"]

    assert Requirement(f"python{supported}").specifier.contains(named)


def test_environment_yml_installs_the_package_itself_last():
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").rstrip().splitlines()

    assert lines[-1].strip() == "- -e ."
