"""Beginning a project from answers or from an ESF sheet, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from evallib.data.eura.importing import import_esf
from evallib.data.root import find_root
from evallib.data.starting.answers import ASKED, DEFAULTS, answer_fault, new_project
from evallib.data.starting.beginning import begin_project
from evallib.domain.vocabulary import Language
from evallib.present.commands import say
from evallib.present.problems import problem_text

Ask = Callable[
    ..., str
]  # like click.prompt: a question, its default, whether to show it


def begin(
    project: str, given: Mapping[str, str | None], *, ask: Ask | None, speaks: Language
) -> str:
    """Begin a project; what is missing is asked where somebody can answer.

    Parameters
    ----------
    project : str
        Id of the new project.
    given : mapping
        What was typed after the command.
    ask : callable, optional
        Asks one question; None where nobody sits at the terminal.
    speaks : str
        Language of the questions and of the answer.

    Returns
    -------
    str
        What was written and what to do next.

    Raises
    ------
    ConfigurationError
        If an answer is missing or will not do, or the id is taken.
    """
    root = find_root()
    answers = given if ask is None else _completed(given, ask, speaks)
    files = begin_project(root, new_project(project, answers))
    book, *_ = files
    listed = "\n".join(f"  {root / name}" for name in files)
    return say("new.begun", speaks, files=listed, book=book, project=project)


def import_sheet(file: str, project: str | None, *, speaks: Language) -> str:
    """Begin a project from an ESF sheet; returns what to do next."""
    made = import_esf(find_root(), Path(file), project)
    return say("new.imported", speaks, project=made)


def _completed(
    given: Mapping[str, str | None], ask: Ask, speaks: Language
) -> dict[str, str]:
    defaults = DEFAULTS | {"language": speaks}

    def answered(key: str) -> str:
        """The answer given, or asked for until one will do."""
        question = asked = say(f"new.ask_{key}", speaks)
        answer = given.get(key)
        while True:
            if answer is not None:
                fault = answer_fault(key, answer)
                if fault is None:
                    return answer
                asked = f"{problem_text(fault, speaks)}\n{question}"
            default = defaults.get(key)
            answer = ask(asked, default=default, show_default=bool(default))

    return {key: answered(key) for key in ASKED}
