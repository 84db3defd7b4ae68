"""Processed data: Parquet under ``data/processed/<id>/`` and a manifest that names it.

Nothing personal but pseudonyms: a column that the schema does not declare is refused,
and time zero is the only date. What was written is read back only if its bytes and its
inputs are the same.
"""

from __future__ import annotations

from evallib.data.stored.disk import file_hash
from evallib.data.stored.manifest import Manifest, Provenance, RowCount, StoredFile
from evallib.data.stored.reading import Processed, open_processed, read_table
from evallib.data.stored.schema import (
    SCHEMA_VERSION,
    SPELLS,
    Column,
    ColumnKind,
    TableSchema,
    clients_schema,
)
from evallib.data.stored.spell_table import (
    read_stored_spells,
    spells_table,
    stored_follow_up,
)
from evallib.data.stored.writing import write_processed

__all__ = [
    "SCHEMA_VERSION",
    "SPELLS",
    "Column",
    "ColumnKind",
    "Manifest",
    "Processed",
    "Provenance",
    "RowCount",
    "StoredFile",
    "TableSchema",
    "clients_schema",
    "file_hash",
    "open_processed",
    "read_stored_spells",
    "read_table",
    "spells_table",
    "stored_follow_up",
    "write_processed",
]
