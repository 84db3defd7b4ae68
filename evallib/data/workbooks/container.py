"""What an Excel file is, looked at before anything in it is trusted."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from evallib.data.lines.decoding import BINARY, MAX_BYTES
from evallib.domain.errors import Place, Problem

MAX_UNPACKED = 200_000_000
MAX_RATIO = 200
OLE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
OLD_EXCEL = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOCK = "~$"  # what Excel leaves beside a workbook that is open
MACROS = "vbaproject.bin"
NEEDED = {"[Content_Types].xml", "_rels/.rels"}
XML = (".xml", ".rels", ".vml")
# What zipfile raises for a damaged archive: a bad structure, a bad stream, a method
# that it does not know, a stream that ends too soon.
DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError)


def container_fault(
    path: Path, *, shown: str, max_bytes: int = MAX_BYTES
) -> Problem | None:
    """Why a file cannot be opened as a workbook, or None where it can.

    Read ``E-ZIP-BOMB`` as: the file would unpack to more than 200 MB, or to more than
    two hundred times its size.

    Parameters
    ----------
    path : Path
        An existing file.
    shown : str
        How messages name it.
    max_bytes : int
        Larger files are refused before they are opened.

    Returns
    -------
    Problem or None
        The first fault; a file with one is not looked at further.

    Notes
    -----
    Sizes are those the archive declares; ``zipfile`` reads no more of a part than its
    declared size, so a false declaration ends in ``E-FILE-BROKEN``.
    """
    place = Place(shown)
    if path.name.startswith(LOCK):
        return _not_a_workbook(place, "lock")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(len(OLE))
    except PermissionError:
        return Problem("E-FILE-LOCKED", place)
    if size > max_bytes:
        return Problem("E-FILE-SIZE", place, {"limit": max_bytes})
    if not size:
        return Problem("E-FILE-EMPTY", place)
    if start.startswith(OLE):
        return _old_or_encrypted(path.read_bytes(), place)
    if not start.startswith(ZIP):
        known = (kind for mark, kind in BINARY.items() if start.startswith(mark))
        return _not_a_workbook(place, next(known, "text"))
    try:
        with zipfile.ZipFile(path) as archive:
            return _archive_fault(archive, place)
    except DAMAGE:
        return Problem("E-FILE-BROKEN", place)


def _old_or_encrypted(raw: bytes, place: Place) -> Problem:
    if ENCRYPTED not in raw and any(name in raw for name in OLD_EXCEL):
        return _not_a_workbook(place, "xls")
    return Problem("E-XLS-ENCRYPTED", place)


def _not_a_workbook(place: Place, found: str) -> Problem:
    return Problem("E-FILE-TYPE", place, {"case": "workbook", "found": found})


def _archive_fault(archive: zipfile.ZipFile, place: Place) -> Problem | None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    names = [part.filename for part in parts]
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * packed:
        return Problem("E-ZIP-BOMB", place, {"limit": MAX_UNPACKED // 1_000_000})
    if any(part.flag_bits & 1 for part in parts):
        return Problem("E-XLS-ENCRYPTED", place)
    if any(name.lower().endswith(MACROS) for name in names):
        return _not_a_workbook(place, "macro")
    if not names or not set(names) >= NEEDED:
        return _not_a_workbook(place, "zip")
    entities = any(
        _declares_entities(archive, name)
        for name in names
        if name.lower().endswith(XML)
    )
    return Problem("E-XML-ENTITY", place) if entities else None


def _declares_entities(archive: zipfile.ZipFile, name: str) -> bool:
    """A document type or entity can only stand before the first element."""
    with archive.open(name) as part:
        try:
            next(iterparse(part, events=("start",), forbid_dtd=True), None)
        except DefusedXmlException:
            return True
        except ParseError:
            return False  # told as damage when the part is read
    return False
