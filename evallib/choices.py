"""The buttons of notebooks/start.ipynb: project, round, language, audience."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import ipywidgets
from IPython.display import display

from evallib.data.projects import find_root, list_projects, load_project
from evallib.domain.errors import UserError
from evallib.domain.project import Project
from evallib.domain.vocabulary import Audience, Language
from evallib.present.language import Words, words

NAMES: Mapping[Language, str] = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
LABELS = {"description_width": "9rem"}
WIDTH = "40rem"
Choice = tuple[str, str]  # what is read, what is meant


class Board:
    """Four choices, a button, and room for what the button gives.

    Parameters
    ----------
    first : mapping
        The parameters of the notebook, which are chosen to begin with.
    spoken : Language
        The language of the labels.
    make : callable
        Called with project, round, language, audience and as_of; what it returns is
        displayed below the button.
    """

    def __init__(
        self, first: Mapping[str, str], spoken: Language, *, make: Callable[..., object]
    ) -> None:
        self._first, self._make, self._words = first, make, words(spoken)
        audiences = [(self._say(each), each) for each in get_args(Audience)]
        languages = [(name, language) for language, name in NAMES.items()]
        self.project = self._choice("project", _projects(spoken))
        self.round = self._choice("round", _rounds(self.project.value, self._words))
        self.language = self._choice("language", languages)
        self.audience = self._choice("audience", audiences)
        self.button = ipywidgets.Button(
            description=self._say("make"), button_style="primary"
        )
        self.output = ipywidgets.Output()
        self.project.observe(self._offer_rounds, names="value")
        self.button.on_click(self._press)

    @property
    def box(self) -> Any:
        """Everything in one column, for display."""
        choices = (self.project, self.round, self.language, self.audience)
        return ipywidgets.VBox([*choices, self.button, self.output])

    def _say(self, key: str) -> str:
        return self._words.say(f"start.{key}")

    def _choice(self, name: str, options: Sequence[Choice]) -> Any:
        """A list to choose from; a first choice that is not to be had is the first."""
        meant = [value for _, value in options]
        wanted = self._first[name]
        chosen = wanted if wanted in meant else next(iter(meant), None)
        return ipywidgets.Dropdown(
            options=options,
            value=chosen,
            description=self._say(name),
            style=LABELS,
            layout=ipywidgets.Layout(width=WIDTH, max_width="100%"),
        )

    def _offer_rounds(self, change: Mapping[str, str]) -> None:
        self.round.options = _rounds(change["new"], self._words)

    def _press(self, _: object) -> None:
        self.button.disabled = True
        try:
            with self.output:
                self.output.clear_output()
                print(self._say("making"))  # noqa: T201 - somebody waits for it
                made = self._make(
                    self.project.value or "",
                    self.round.value or "",
                    self.language.value,
                    self.audience.value,
                    self._first["as_of"],
                )
                self.output.clear_output()
                display(made)  # type: ignore[no-untyped-call]
        finally:
            self.button.disabled = False


def _projects(spoken: Language) -> list[Choice]:
    """Every project by name; a faulty one by its id, so that it can be asked why."""
    found = []
    for each in list_projects(find_root()):
        project = _loaded(each)
        name = project.name.in_language(spoken)[0] if project else each
        found.append((name, each))
    return found


def _rounds(project: str | None, words: Words) -> list[Choice]:
    """Rounds of a project, the latest first."""
    loaded = _loaded(project) if project else None
    if loaded is None:
        return []
    return [
        (
            each.title.in_language(words.language)[0]
            if each.title
            else f"{each.id} ({words.date(each.as_of)})",
            each.id,
        )
        for each in sorted(loaded.rounds, key=lambda one: one.as_of, reverse=True)
    ]


def _loaded(project: str) -> Project | None:
    try:
        return load_project(find_root(), project)
    except UserError:
        return None
