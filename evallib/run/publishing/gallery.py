"""Finds what has been published and lists it in ``reports/index.html``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from evallib.data.portfolio.gathering import PORTFOLIO
from evallib.domain.errors import EnvironmentFault
from evallib.domain.vocabulary import LANGUAGES, RoundKind, Text
from evallib.present.gallery import Card, Missing, gallery_html
from evallib.run.provenance import file_hash
from evallib.run.publishing.failures import FOLDER as FAILED
from evallib.run.publishing.failures import Failure, failures
from evallib.run.publishing.manifest import FILE, is_whole, read_manifest
from evallib.run.publishing.run_folder import FOLDER as DRAFTS
from evallib.run.publishing.storage import replace_file

INDEX = "index.html"
SHOWN = ("evaluation", "portfolio")  # one of them in each folder


def write_gallery(root: Path) -> Path:
    """List every public report that its manifest vouches for.

    Internal reports are never listed. The file is left alone when nothing in it
    would change.
    """
    reports = root / "reports"
    path = reports / INDEX
    failed = [each for each in failures(root) if each.audience == "public"]
    missing = [
        Missing(
            each.wording,
            each.round,
            each.language,
            each.stage,
            each.standing,
            f"{FAILED}/{each.slug}.html",
        )
        for each in failed
    ]
    html = gallery_html(list(_cards(root, failed)), missing)
    reports.mkdir(exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != html:
        replace_file(path, html, drafts=reports / DRAFTS)
    return path


def gallery_files(root: Path) -> Iterator[str]:
    """Every file and folder that decides what the list says, relative to the root."""
    reports = root / "reports"
    yield from (f"reports/{name}" for name in (INDEX, "public", FAILED))
    for path in sorted((reports / "public").glob("*")):
        yield path.relative_to(root).as_posix()
    for path in sorted((reports / "public").glob(f"*/*/{FILE}")):
        folder = path.parent.relative_to(root).as_posix()
        yield from (folder, f"{folder}/{FILE}")
        with suppress(EnvironmentFault):
            manifest = read_manifest(path.parent) or {"reports": {}}
            for entry in manifest["reports"].values():
                yield from (f"{folder}/{entry[each]}" for each in ("file", "results"))
                yield from entry["origin"]["inputs"]


def _cards(root: Path, failed: Sequence[Failure]) -> Iterator[Card]:
    for path in sorted((root / "reports" / "public").glob(f"*/*/{FILE}")):
        try:
            manifest = read_manifest(path.parent)
        except EnvironmentFault:  # told when that project is run; here it is absent
            continue
        card = manifest and _card(root, path.parent, manifest)
        if manifest and card:
            yield replace(card, stale=_is_stale(manifest, failed))


def _is_stale(manifest: Mapping[str, Any], failed: Sequence[Failure]) -> bool:
    """Whether a report of the round, or its whole project, failed the last time."""
    return any(
        each.project == manifest["project"]
        and each.round in (None, manifest["round"])
        and each.report in (None, *SHOWN)
        for each in failed
    )


def _card(root: Path, folder: Path, manifest: Mapping[str, Any]) -> Card | None:
    entries = [
        entry
        for entry in manifest["reports"].values()
        if entry["report"] in SHOWN and is_whole(folder, manifest, entry)
    ]
    entries.sort(key=lambda entry: LANGUAGES.index(entry["language"]))
    if not entries:
        return None
    title = manifest["round_title"]
    return Card(
        name=Text(**manifest["name"]),
        title=Text(**title) if title else None,
        kind=_kind(manifest),
        as_of=date.fromisoformat(manifest["as_of"]),
        links=tuple(
            (each["language"], _address(root, folder, each)) for each in entries
        ),
        outdated=any(_is_outdated(root, manifest, each) for each in entries),
    )


def _kind(manifest: Mapping[str, Any]) -> RoundKind | Literal["portfolio"]:
    if manifest["project"] == PORTFOLIO:
        return "portfolio"
    kind: RoundKind = manifest["kind"]
    return kind


def _address(root: Path, folder: Path, entry: Mapping[str, Any]) -> str:
    file: str = entry["file"]
    return (folder / file).relative_to(root / "reports").as_posix()


def _is_outdated(
    root: Path, manifest: Mapping[str, Any], entry: Mapping[str, Any]
) -> bool:
    """Inputs changed since, or another language has newer numbers."""
    inputs = entry["origin"]["inputs"]
    changed = any(file_hash(root / name) != known for name, known in inputs.items())
    return changed or manifest["files"][entry["results"]] != entry["results_sha256"]
