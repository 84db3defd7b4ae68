"""What a sheet's XML says beside its values: hidden rows, merges, lost results."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.utils.cell import coordinate_from_string

ROOT_LINKS = "_rels/.rels"


@dataclass(frozen=True, slots=True)
class Markings:
    """Rows and cells of one sheet by Excel's own names."""

    hidden_rows: frozenset[int]
    merged: tuple[str, ...]
    uncalculated: frozenset[tuple[int, str]]  # row and column letter


def read_markings(path: Path, tab: str) -> Markings:
    """Hidden rows, merged ranges and formulas without a stored result.

    openpyxl tells none of them when it reads row by row, so the sheet is read once
    more as XML. Document types are refused.
    """
    with zipfile.ZipFile(path) as archive:
        hidden: set[int] = set()
        merged: list[str] = []
        empty: set[tuple[int, str]] = set()
        with archive.open(_part_of(archive, tab)) as part:
            for element in _closed(part):
                name = _local(element.tag)
                if name == "row" and element.get("hidden") in ("1", "true"):
                    hidden.add(int(element.get("r", "0")))
                elif name == "c" and _without_result(element):
                    letter, row = coordinate_from_string(element.get("r", "A1"))
                    empty.add((row, letter))
                elif name == "mergeCell":
                    merged.append(element.get("ref", ""))
                if name in ("row", "mergeCell"):
                    element.clear()
    return Markings(frozenset(hidden), tuple(merged), frozenset(empty))


def _closed(part: object) -> Iterator[Element]:
    for _, element in iterparse(part, events=("end",), forbid_dtd=True):
        yield element


def _without_result(cell: Element) -> bool:
    children = {_local(child.tag): child for child in cell}
    if "f" not in children or cell.get("t") in ("str", "inlineStr"):
        return False
    stored = children.get("v")
    return stored is None or not stored.text


def _part_of(archive: zipfile.ZipFile, tab: str) -> str:
    """The part of the archive that holds the sheet of that name."""
    book = next(iter(_links(archive, ROOT_LINKS, "officeDocument").values()))
    folder = PurePosixPath(book)
    links = f"{folder.parent}/_rels/{folder.name}.rels"
    targets = _links(archive, links, "worksheet")
    for sheet in fromstring(archive.read(book), forbid_dtd=True).iter():
        if _local(sheet.tag) == "sheet" and sheet.get("name") == tab:
            link = next(v for k, v in sheet.attrib.items() if _local(k) == "id")
            return targets[link]
    raise KeyError(tab)


def _links(archive: zipfile.ZipFile, name: str, kind: str) -> dict[str, str]:
    """Targets of one kind by id, as names in the archive."""
    folder = PurePosixPath(name).parent.parent
    found = {}
    for link in fromstring(archive.read(name), forbid_dtd=True):
        target = link.get("Target", "")
        if link.get("Type", "").endswith(f"/{kind}"):
            absolute = target.startswith("/")
            inside = target[1:] if absolute else (folder / target).as_posix()
            found[link.get("Id", "")] = posixpath.normpath(inside)
    return found


def _local(name: str) -> str:
    return name.rpartition("}")[2]
