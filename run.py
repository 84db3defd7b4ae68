#!/usr/bin/env python3
"""Sets up evallib in .venv and hands over; needs nothing but Python.

python3 run.py demo     the shipped projects to finished reports
python3 run.py test     every test; further arguments go to pytest
python3 run.py check    format, lint, types, rules; changes nothing
                        (with the id of a project: are its files in order?)
python3 run.py fix      formats, strips notebook outputs, writes docs/methods.md
python3 run.py setup    only sets up; --wheelhouse DIR installs without a network
python3 run.py ...      everything else is a command of evallib
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
DONE = VENV / "evallib-setup"
DEPENDS_ON = ("requirements.lock", "pyproject.toml")
OLDEST = (3, 11)
LONGEST_WINDOWS_ROOT = 90  # JupyterLab needs some 160 of the 260 characters
ON_ALL_CORES = ["-n", "auto", "--dist", "loadfile"]  # a file's tests share reports
DEMO = ["run", "--all", "--language", "all"]
STOPPED = (
    "Asennus keskeytyi. Korjaa yllä mainittu vika ja aja sama komento uudelleen.\n"
    "Set-up stopped. Mend what is said above and run the same command again."
)


def main(arguments: list[str]) -> int:
    """Set up if anything changed, then do what was asked."""
    complaint = unfit(sys.version_info[:2], str(ROOT), windows=os.name == "nt")
    if complaint:
        print(complaint, file=sys.stderr)
        return 7
    wheelhouse, rest = take_option(arguments, "--wheelhouse")
    if not rest or rest[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 0
    code = set_up(wheelhouse, again=rest[0] == "setup")
    if code:
        print(STOPPED, file=sys.stderr)
        return 7
    return hand_over(rest[0], rest[1:])


def unfit(version: tuple[int, ...], root: str, *, windows: bool) -> str:
    """One sentence on what keeps this computer from running evallib, or nothing."""
    if version < OLDEST:
        found = f"{version[0]}.{version[1]}"
        return (
            f"evallib tarvitsee Pythonin 3.11 tai uudemman (tämä on {found}). / "
            f"evallib needs Python 3.11 or newer (this is {found})."
        )
    if windows and len(root) > LONGEST_WINDOWS_ROOT:
        return (
            "Kansion polku on liian pitkä; siirrä evallib lyhyeen kansioon, "
            "esimerkiksi C:\\evallib. / The path of this folder is too long; move "
            "evallib to a short one, such as C:\\evallib."
        )
    return ""


def take_option(arguments: list[str], name: str) -> tuple[str | None, list[str]]:
    """The value of an option of our own, and the other arguments."""
    if name not in arguments:
        return None, arguments
    at = arguments.index(name)
    value = "".join(arguments[at + 1 : at + 2])
    return str(Path(value).resolve()), arguments[:at] + arguments[at + 2 :]


# --- set-up ------------------------------------------------------------------


def set_up(wheelhouse: str | None, *, again: bool = False) -> int:
    """Install what the lock names, unless just that is installed already.

    The mark is written last and removed first, so that a set-up that was cut short
    is done again.
    """
    wanted = fingerprint()
    if not again and DONE.is_file() and DONE.read_text("utf-8") == wanted:
        return 0
    DONE.unlink(missing_ok=True)
    for command in steps(wheelhouse, shutil.which("uv")):
        code = call(command)
        if code:
            return code
    DONE.write_text(wanted, encoding="utf-8")
    return 0


def fingerprint() -> str:
    """What the environment must be made from: lock, package and interpreter."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {ROOT}".encode())
    for name in DEPENDS_ON:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def steps(wheelhouse: str | None, uv: str | None) -> list[list[str]]:
    """The commands of a set-up: environment, locked packages, evallib itself.

    Evallib's own modules are compiled too, or every start would do so again where
    Python is told to write no byte code.
    """
    # Half-made environments are made anew; a complete one is brought up to date.
    needed = "pass" if uv else "import pip"
    usable = python().is_file() and call([str(python()), "-c", needed]) == 0
    clear = [] if usable else ["--clear"]
    offline = ["--no-index", "--find-links", wheelhouse] if wheelhouse else []
    lock = str(ROOT / "requirements.lock")
    compiled = [str(python()), "-m", "compileall", "-q", str(ROOT / "evallib")]
    own = ["--no-deps", "--no-build-isolation", *offline, "--editable", str(ROOT)]
    if uv:
        target = ["--python", str(python())]
        make = [uv, "venv", "--quiet", "--python", sys.executable, *clear, str(VENV)]
        sync = [uv, "pip", "sync", "--quiet", "--require-hashes", *offline]
        install = [uv, "pip", "install", "--quiet", *target, *own]
        made = [] if usable else [make]
        return [*made, [*sync, *target, lock], install, compiled]
    pip = [str(python()), "-m", "pip", "install", "--quiet", "--no-input"]
    pip += ["--disable-pip-version-check"]
    make = [sys.executable, "-m", "venv", *clear, str(VENV)]
    locked = [*pip, "--require-hashes", "--no-deps", *offline, "--requirement", lock]
    return [*([] if usable else [make]), locked, [*pip, *own], compiled]


def python() -> Path:
    """The interpreter of the environment."""
    return tool("python")


def tool(name: str) -> Path:
    """A program of the environment."""
    if os.name == "nt":
        return VENV / "Scripts" / f"{name}.exe"
    return VENV / "bin" / name


def call(command: list[str]) -> int:
    """Run a program as if it had been typed; children speak UTF-8 everywhere."""
    environment = {
        **os.environ,
        "PYTHONUTF8": "1",
        "UV_COMPILE_BYTECODE": "1",
        "VIRTUAL_ENV": str(VENV),
    }
    try:
        process = subprocess.Popen(command, env=environment)
    except OSError as fault:
        print(f"{command[0]}: {fault.strerror}", file=sys.stderr)
        return 7
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the child has been told too, and is clearing up


# --- commands ----------------------------------------------------------------


def hand_over(command: str, rest: list[str]) -> int:
    """Do what was asked, now that everything is installed."""
    os.chdir(ROOT)
    if command == "setup":
        return 0
    if command == "demo":
        return evallib([*DEMO, *rest])
    if command == "test":
        return call([str(python()), "-m", "pytest", *ON_ALL_CORES, *rest])
    if command == "check" and not rest:
        return all_of(checks())
    if command == "fix":
        return all_of(fixes())
    return evallib([command, *rest])


def evallib(arguments: list[str]) -> int:
    """A command of evallib."""
    return call([str(python()), "-m", "evallib", *arguments])


def checks() -> list[list[str]]:
    """What must hold before a change is handed over; nothing here changes a file."""
    quick = ["-m", "pytest", "-q", "-m", "not slow and not browser"]
    return [
        [str(tool("ruff")), "format", "--check", "."],
        [str(tool("ruff")), "check", "."],
        [str(python()), "-m", "mypy"],
        [str(python()), *quick, "tests/rules"],
        [str(tool("nbstripout")), "--verify", "--keep-id", *notebooks()],
    ]


def fixes() -> list[list[str]]:
    """What can be put right without a decision."""
    page = ["--methods-page", "docs/methods.md"]
    return [
        [str(tool("ruff")), "check", "--fix", "."],
        [str(tool("ruff")), "format", "."],
        [str(tool("nbstripout")), "--keep-id", *notebooks()],
        [str(tool("pytest")), "-q", "tests/reference", "-m", "not slow", *page],
    ]


def notebooks() -> list[str]:
    """Every notebook that is committed."""
    return [str(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]


def all_of(commands: list[list[str]]) -> int:
    """Run every command, whatever the others say; 1 if any of them failed."""
    codes = [call(command) for command in commands]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
