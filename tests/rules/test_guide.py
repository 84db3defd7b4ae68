"""The guide has a chapter for every section, in both languages, and no dead end."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from evallib.cli.group import all_commands
from evallib.notebook import ASKED, GATHERED

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
ENGLISH = sorted(p for p in GUIDE.glob("*.md") if not p.name.endswith(".fi.md"))
FINNISH = sorted(GUIDE.glob("*.fi.md"))
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("README*.md"))]
TYPED = [*ENGLISH, *FINNISH, *sorted(ROOT.glob("README*.md"))]

CODE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
ANCHOR = re.compile(r'^<a id="([^"]+)"></a>$', re.MULTILINE)
CHAPTER = re.compile(r'^<a id="([^"]+)"></a>\n\n## .*\(`(\w+)`\)$', re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
STARTED = re.compile(r"(?:python3 run\.py|py -3\.11 run\.py|(?:\S*/)?evallib) +(\S.*)")
OF_THE_STARTER = {"demo", "test", "setup", "fix"}  # of run.py, not of evallib


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _prose(path: Path) -> str:
    return CODE.sub("", path.read_text(encoding="utf-8"))


def _chapters(pages: list[Path]) -> list[str]:
    found = [pair for page in pages for pair in CHAPTER.findall(_prose(page))]
    assert all(anchor == section for anchor, section in found)
    return [section for _, section in found]


def _anchors(path: Path) -> set[str]:
    """Ids that a link into the page may name, as GitHub makes them of headings."""
    prose = _prose(path)
    headings = (
        re.sub(r"[^\w\- ]", "", each.lower()) for each in HEADING.findall(prose)
    )
    return {each.replace(" ", "-") for each in headings} | set(ANCHOR.findall(prose))


def _commands(path: Path) -> list[str]:
    blocks = "\n".join(CODE.findall(path.read_text(encoding="utf-8")))
    lines = (line.split(" #")[0].strip() for line in blocks.splitlines())
    return [match[1] for line in lines if (match := STARTED.fullmatch(line))]


@pytest.mark.parametrize("pages", [ENGLISH, FINNISH], ids=["en", "fi"])
def test_every_section_has_one_chapter(pages):
    chapters = _chapters(pages)

    assert sorted(set(chapters)) == sorted({*ASKED, *GATHERED, "code"})
    assert len(chapters) == len(set(chapters))


@pytest.mark.parametrize("page", ENGLISH, ids=lambda page: page.name)
def test_a_page_has_the_same_chapters_in_finnish(page):
    finnish = page.with_suffix(".fi.md")

    assert ANCHOR.findall(_prose(finnish)) == ANCHOR.findall(_prose(page))
    assert _prose(finnish).count("\n- **") == _prose(page).count("\n- **")


def test_no_page_is_in_finnish_only():
    assert len(FINNISH) == len(ENGLISH)


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_links_lead_somewhere(page):
    dead = []
    for target in LINK.findall(_prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in _anchors(there)):
            dead.append(target)

    assert dead == []


@pytest.mark.parametrize("page", TYPED, ids=_named)
def test_commands_can_be_typed(page):
    for typed in _commands(page):
        words = shlex.split(typed)
        if words[0] in OF_THE_STARTER:
            continue
        try:
            _parse(all_commands(), words)
        except click.UsageError as fault:
            pytest.fail(f"{typed}: {fault.format_message()}")


def test_commands_are_found_at_all():
    assert "check esimerkki --from korjaamaton" in _commands(GUIDE / "your-own-data.md")


def test_an_unknown_option_is_a_usage_error():
    with pytest.raises(click.UsageError, match="--colour"):
        _parse(all_commands(), ["run", "esimerkki", "--colour", "red"])


def _parse(command: click.Command, words: list[str]) -> None:
    """Parse a command line to its end as click does, and run nothing."""
    context = command.make_context("evallib", list(words))
    if isinstance(command, click.Group):
        rest = [*context._protected_args, *context.args]
        _, below, after = command.resolve_command(context, rest)
        assert below is not None
        _parse(below, after)
