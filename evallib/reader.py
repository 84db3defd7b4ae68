"""The reader of one report: what is released to them, section by section."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evallib.domain.section import Section
from evallib.domain.vocabulary import LANGUAGES, Language
from evallib.release.evidence import announced, leave_again, leave_evidence
from evallib.release.gate import guarded, release
from evallib.release.joint.earlier import Report
from evallib.release.prose import worded
from evallib.release.released import Released
from evallib.release.retelling import (
    Kept,
    Wording,
    Wordings,
    in_every_language,
    keep,
    kept,
)
from evallib.release.watch import Watch

Ask = Callable[[Any], Section | None]  # a section function, of a study or of all


@dataclass(slots=True)
class Reader:
    """What the reader of one report knows: its sections so far, earlier releases.

    Attributes
    ----------
    told : Kept, optional
        What another language of the report was answered, to be repeated here.
    repeated : list
        The sections repeated so far, in case one comes that was not asked there.
    path : Path, optional
        Where answers are kept for other languages; None where none are due.
    """

    report: Report = field(default_factory=Report)
    watch: Watch = field(default_factory=Watch)
    told: Kept | None = None
    repeated: list[tuple[Ask, Any]] = field(default_factory=list)
    path: Path | None = None
    answers: dict[str, Wordings | None] = field(default_factory=dict)

    def ask(self, ask: Ask, study: Any, *, each_language: bool) -> Released | None:
        """A section of a study, repeated if another language was told it already.

        Parameters
        ----------
        ask : callable
            The section function.
        study : Any
            What it is asked of; its scope has the language.
        each_language : bool
            Whether the section is another one in every language; such a one has no
            tables.
        """
        name = ask.__name__
        if self.told is not None and name in self.told.answers:
            self.repeated.append((ask, study))
            return self._repeat(name, study.scope.language)
        self._catch_up()
        section = ask(study)
        if section is None:
            self.answers[name] = None
            return None
        whole = guarded(section, self.report, self.watch)
        if self.path is not None and not each_language:
            self.answers[name] = in_every_language(whole, self.watch)
        elif self.path is not None and not section.tables:
            self.answers[name] = self._of_each(ask, study)
        return worded(whole, section.scope, self.watch)

    def release(self, section: Section) -> Released:
        """A section that was not made by a section function."""
        self._catch_up()
        return release(section, self.report, self.watch)

    def leave(self, folder: Path) -> None:
        """Leave what the audits have found, and the answers for other languages."""
        if self.told is not None:
            leave_again(self.told.left, folder, self.watch.prose)
            return
        leave_evidence(self.watch, folder)
        if self.path is not None:
            with suppress(OSError):  # the other languages then ask by themselves
                keep(self.path, self.answers, folder)

    def _repeat(self, name: str, language: Language) -> Released | None:
        wordings = self.told.answers[name] if self.told else None
        if wordings is None:
            return None
        own = wordings[language]
        if own.waiting is not None:
            self.watch.prose[own.released.name] = own.waiting
        return own.released

    def _catch_up(self) -> None:
        """Ask by oneself from here on, knowing what was repeated so far."""
        if self.told is not None:
            self.told = None
            for ask, study in self.repeated:
                section = ask(study)
                if section is not None:
                    release(section, self.report, self.watch)

    def _of_each(self, ask: Ask, study: Any) -> Wordings:
        """A section without tables, made for every language."""
        found: dict[Language, Wording] = {}
        for language in LANGUAGES:
            scope = replace(study.scope, language=language)
            section = ask(replace(study, scope=scope))
            if section is not None:
                whole = guarded(section, Report(), Watch())
                found |= {language: in_every_language(whole, self.watch)[language]}
        return found


def reader_of_run(watch: Watch, folder: Path | None) -> Reader:
    """The reader of a report that a run makes, or of none in an interactive notebook.

    Parameters
    ----------
    watch : Watch
        Of the report.
    folder : Path, optional
        The run folder.
    """
    path = announced(folder) if folder is not None else None
    told = kept(path) if path is not None else None
    return Reader(watch=watch, told=told, path=path)
