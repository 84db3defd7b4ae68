"""The buttons offer what there is, and ask for what was chosen."""

from __future__ import annotations

import pytest

from evallib.choices import Board

FIRST = {"project": "b", "round": "r1", "language": "sv", "audience": "public"}
ROUNDS = """\
rounds = [
  { id = "r1", kind = "interim", as_of = 2021-04-29 },
  { id = "r2", kind = "final", as_of = 2022-04-29, title = { fi = "Loppu" } },
]
"""


@pytest.fixture
def board(tmp_path, monkeypatch):
    """A board over two good projects and a faulty one; ``made`` holds its calls."""
    texts = {
        "a": 'name = "Aluksi"\nas_of = 2020-01-01\n',
        "b": f'name = "Uusi Suunta"\n{ROUNDS}',
        "c": "name = ",
    }
    for name, text in texts.items():
        folder = tmp_path / "projects" / name
        folder.mkdir(parents=True)
        own = f'id = "{name}"\n{text}'
        (folder / "project.toml").write_text(own, encoding="utf-8")
    monkeypatch.setenv("EVALLIB_ROOT", str(tmp_path))
    made = []

    def boards(**changes):
        first = FIRST | {"as_of": ""} | changes
        return Board(first, "fi", make=lambda *chosen: made.append(chosen))

    boards.made = made
    return boards


def test_projects_are_offered_by_name_and_a_faulty_one_by_its_id(board):
    offered = board().project.options

    assert offered == (("Aluksi", "a"), ("Uusi Suunta", "b"), ("c", "c"))


def test_rounds_are_those_of_the_project_the_latest_first(board):
    assert board().round.options == (("Loppu", "r2"), ("r1 (29.4.2021)", "r1"))


def test_the_parameters_are_chosen_to_begin_with(board):
    shown = board()

    assert (shown.project.value, shown.round.value) == ("b", "r1")
    assert shown.language.value == "sv"


def test_a_parameter_that_is_not_to_be_had_gives_way_to_the_first(board):
    shown = board(project="z", round="r9")

    assert (shown.project.value, shown.round.value) == ("a", "final")


def test_choosing_a_project_offers_its_rounds(board):
    shown = board()
    shown.project.value = "a"

    assert shown.round.value == "final"


def test_a_faulty_project_has_no_rounds_but_can_be_asked_for(board):
    shown = board()
    shown.project.value = "c"
    shown.button.click()

    assert board.made == [("c", "", "sv", "public", "")]


def test_the_button_asks_for_what_was_chosen(board):
    shown = board(as_of="2022-03-01")
    shown.round.value, shown.audience.value = "r2", "internal"
    shown.button.click()

    assert board.made == [("b", "r2", "sv", "internal", "2022-03-01")]
    assert not shown.button.disabled


def test_every_choice_is_named_in_the_readers_language(board):
    column = board().box.children

    named = [each.description for each in column if hasattr(each, "description")]
    assert named == [
        "Hanke",
        "Arviointikierros",
        "Raportin kieli",
        "Lukijat",
        "Tee raportti",
    ]
