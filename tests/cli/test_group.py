"""Every command has its words in every language, and groups answer as one program."""

from __future__ import annotations

import click
import pytest

from evallib.cli import program
from evallib.cli.group import all_commands
from evallib.domain.vocabulary import LANGUAGES
from evallib.present.commands import catalogue


@pytest.fixture
def typed(tmp_path, monkeypatch, capsys):
    """Runs a command line in an empty tree; gives its code and what it said."""
    (tmp_path / "projects").mkdir()
    monkeypatch.delenv("EVALLIB_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*words, language="en"):
        code = program.main([*words, "--ui-language", language])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def below(command, path=()):
    """A command and every one under it, each with the words that are typed for it."""
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from below(each, (*path, name))


def keys(kind):
    """What the catalogue is asked for: commands, and their parameters of a kind."""
    for path, command in below(all_commands()):
        yield "-".join(path) or "evallib"
        for each in command.params:
            if isinstance(each, kind):
                yield "_".join(("-".join(path), each.name)).lstrip("_")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_has_its_words(language):
    assert not set(keys(click.Option)) - catalogue(language)["help"].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_left_of_a_command_that_is_gone(language):
    assert not catalogue(language)["help"].keys() - set(keys(click.Parameter))


def test_no_two_commands_share_their_words():
    asked = list(keys(click.Parameter))

    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("words", [("run",), ("key",), ("key", "new")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_in_the_words_of_the_catalogue(typed, language, words):
    code, out, _ = typed(*words, "--help", language=language)

    assert code == 0
    assert catalogue(language)["help"]["-".join(words)] in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "place", "near"),
    [
        (("rnu", "demo"), "evallib\n", "'run'"),
        (("key", "nwe"), "evallib key\n", "'new'"),
        (("key", "showid"), "evallib key\n", "'show-id'"),
    ],
)
def test_an_unknown_command_is_told_with_the_nearest(typed, words, place, near):
    code, out, said = typed(*words)

    assert (code, out) == (3, "")
    assert said.startswith(f"E-CFG-KEY  {place}")
    assert f"did you mean {near}?" in said


@pytest.mark.parametrize("words", [(), ("key",)])
def test_a_group_without_a_command_gives_its_help(typed, words):
    assert typed(*words) == typed(*words, "--help")
    assert typed(*words)[0] == 0
