"""Lines of a project file, written for a person to go on with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

WIDTH = 70
Value = str | float | bool | date | Mapping[str, str] | Iterable[str]


def line(key: str, value: Value) -> str:
    """``key = value`` as TOML reads it back."""
    return f"{key} = {literal(value)}"


def literal(value: Value) -> str:
    """A value as TOML writes it; texts are quoted, dates are not."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int | float | date):
        return str(value)
    if isinstance(value, Mapping):
        pairs = (f"{name} = {_quoted(text)}" for name, text in value.items())
        return f"{{ {', '.join(pairs)} }}"
    items = list(map(_quoted, value))
    if sum(map(len, items)) <= WIDTH:
        return f"[{', '.join(items)}]"
    return "\n".join(["[", *(f"    {item}," for item in items), "]"])


def table(name: str, rows: Mapping[str, Value | None], *, repeated: bool = True) -> str:
    """A table with its rows; what is missing has no row."""
    head = f"[[{name}]]" if repeated else f"[{name}]"
    held = [line(key, value) for key, value in rows.items() if value is not None]
    return "\n".join([head, *held]) + "\n"


def headed(text: str) -> str:
    """A comment that parts the file."""
    return f"# ---- {text} {'-' * (72 - len(text))}".rstrip() + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
