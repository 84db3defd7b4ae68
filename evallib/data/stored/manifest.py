"""What a processed data set was made of, and the hash of each of its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from evallib.data.states import STATES
from evallib.data.stored.schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class RowCount:
    """What became of the rows of one input file; nothing is lost."""

    rows_in: int
    kept: int
    quarantined: int = 0
    declared_duplicates: int = 0

    def __post_init__(self) -> None:
        parts = self.kept, self.quarantined, self.declared_duplicates
        if min(parts) < 0 or sum(parts) != self.rows_in:
            raise ValueError(
                "rows_in = kept + quarantined + declared_duplicates; got "
                f"{self.rows_in} and {' + '.join(map(str, parts))}"
            )


@dataclass(frozen=True, slots=True)
class Noted:
    """A warning, or a row that was set aside, at its place in a raw file."""

    code: str
    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    count: int = 1
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a processed data set comes from.

    Attributes
    ----------
    as_of : date
        The day on which the data were drawn.
    inputs : mapping of str to str
        SHA-256 of each raw file and of the project file, by the name shown.
    counts : mapping of str to RowCount
        What became of the rows of each file.
    rules : tuple of str
        Keys of what was applied, in order.
    key_ids : tuple of str
        Ids of the keys behind the pseudonyms, the present one last; never a key.
    notes : tuple of Noted
        Warnings and rows set aside, by place.
    """

    as_of: date
    inputs: Mapping[str, str]
    counts: Mapping[str, RowCount]
    rules: tuple[str, ...] = ()
    key_ids: tuple[str, ...] = ()
    notes: tuple[Noted, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One Parquet file of a data set."""

    file: str
    sha256: str
    rows: int
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The last file written; a data set is what its manifest names."""

    schema_version: int
    tables: Mapping[str, StoredFile]
    provenance: Provenance


def manifest_text(manifest: Manifest) -> str:
    """JSON that is the same whenever the facts are."""
    facts = asdict(manifest)
    facts["provenance"]["as_of"] = manifest.provenance.as_of.isoformat()
    facts["states"] = STATES
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def manifest_of(text: str) -> Manifest:
    """Read a manifest; ``KeyError``, ``TypeError`` or ``ValueError`` if it is none."""
    facts: dict[str, Any] = json.loads(text)
    if facts["schema_version"] != SCHEMA_VERSION or facts["states"] != list(STATES):
        raise ValueError("another schema")
    told = facts["provenance"]
    counts = {name: RowCount(**count) for name, count in told["counts"].items()}
    return Manifest(
        facts["schema_version"],
        {name: StoredFile(**file) for name, file in facts["tables"].items()},
        Provenance(
            date.fromisoformat(told["as_of"]),
            told["inputs"],
            counts,
            tuple(told["rules"]),
            tuple(told["key_ids"]),
            tuple(Noted(**each) for each in told["notes"]),
        ),
    )
