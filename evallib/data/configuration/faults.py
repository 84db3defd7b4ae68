"""What pydantic found wrong in a project file, as problems of our own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from evallib.domain.declared import Id
from evallib.domain.errors import Place, Problem
from evallib.domain.project import Project
from evallib.domain.vocabulary import Text

Loc = tuple[int | str, ...]
ID_PATTERN = get_args(Id)[1].metadata[0].pattern
EXPECTED = {
    "string_type": "text",
    "int_type": "integer",
    "int_from_float": "integer",
    "float_type": "number",
    "finite_number": "number",
    "bool_type": "yes_no",
    "date_type": "date",
    "date_from_datetime_inexact": "date",
    "model_type": "table",
    "model_attributes_type": "table",
    "dict_type": "table",
    "tuple_type": "list",
    "string_pattern_mismatch": "form",
}
BOUNDS = {"ge": "least", "gt": "least", "le": "most", "lt": "most"}


def problems_of(
    error: ValidationError, declared: Mapping[str, Any], *, shown: str
) -> list[Problem]:
    """Every fault of a declaration, once, with its table and key.

    Parameters
    ----------
    error : ValidationError
        What pydantic refused.
    declared : mapping
        The declarations, to name list items by their own id and to find the nearest
        allowed value. What the user wrote is not copied into a message.
    shown : str
        How messages name the file.

    Returns
    -------
    list of Problem
        In the order of the file's tables; alternatives of one value count once.
    """
    found: dict[str, Problem] = {}
    for fault in error.errors(include_input=False, include_url=False):
        if fault["type"] == "default_factory_not_called":
            continue  # it follows another key, which is at fault itself
        loc = _within(fault["loc"], declared, fault["type"])
        key = _dotted(loc, declared)
        if fault["type"] == "missing" and loc[-1] in _alternatives(loc, declared):
            continue
        code, facts = _fact(dict(fault), loc, declared)
        if "key" in facts:
            key = ".".join(filter(None, (key, str(facts["key"]))))
        found.setdefault(key, Problem(code, Place(shown, column=key or None), facts))
    return list(found.values())


def _fact(
    fault: dict[str, Any], loc: Loc, declared: Mapping[str, Any]
) -> tuple[str, dict[str, object]]:
    kind, context = fault["type"], dict(fault.get("ctx", {}))
    if kind.startswith("E-"):
        if kind == "E-DATE-ORDER" and loc[-1:] != ("period",):
            context["case"] = "limits"
        return kind, context
    if kind == "extra_forbidden":
        allowed = _keys_at(loc[:-1])
        return "E-CFG-KEY", {"allowed": allowed, "near": _near(loc[-1], allowed)}
    if kind == "missing":
        return "E-CFG-MISSING", {}
    if kind == "literal_error":
        allowed = [each.strip(" '") for each in _choices(context["expected"])]
        near = _near(_value(loc, declared), allowed)
        return "E-CFG-TYPE", {"expected": "choice", "allowed": allowed, "near": near}
    bound = next((BOUNDS[name] for name in BOUNDS if name in context), None)
    if bound:
        limit = next(context[name] for name in BOUNDS if name in context)
        code = "E-CFG-FLOOR" if loc[0] == "disclosure" else "E-CFG-TYPE"
        return code, {"expected": bound, "limit": f"{limit:g}"}
    if context.get("pattern") == ID_PATTERN:
        return "E-CFG-ID", {}
    return "E-CFG-TYPE", {"expected": EXPECTED.get(kind, "form")}


def _within(loc: Loc, declared: Mapping[str, Any], kind: str) -> Loc:
    """The part of a location that the file itself has a name for."""
    here: Any = declared
    for position, part in enumerate(loc):
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            absent = kind == "missing" and position == len(loc) - 1
            return loc if absent else loc[:position]
    return loc


def _alternatives(loc: Loc, declared: Mapping[str, Any]) -> Sequence[object]:
    """A value that stands there although pydantic misses it: a union's other arm."""
    return [] if _value(loc, declared) is None else [loc[-1]]


def _value(loc: Loc, declared: Mapping[str, Any]) -> object:
    here: Any = declared
    for part in loc:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def _dotted(loc: Loc, declared: Mapping[str, Any]) -> str:
    """``surveys[clients].answered``: list items by id, else by position from one."""
    written = ""
    for position, part in enumerate(loc):
        if isinstance(part, int):
            own = _value((*loc[: position + 1], "id"), declared)
            written += f"[{own if isinstance(own, str) else part + 1}]"
        else:
            written += f".{part}" if written else part
    return written


def _keys_at(loc: Loc) -> list[str]:
    """The keys that a table may hold."""
    model: type = Project
    for part in loc:
        declared = getattr(model, "model_fields", {}).get(part)
        if declared is not None:
            model = _table_in(declared.annotation) or model
    if issubclass(model, BaseModel):
        return list(model.model_fields)
    return [each.name for each in fields(Text)]


def _table_in(annotation: object) -> type | None:
    if isinstance(annotation, type) and (
        issubclass(annotation, BaseModel) or annotation is Text
    ):
        return annotation
    inner = map(_table_in, get_args(annotation))
    return next((each for each in inner if each is not None), None)


def _choices(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _near(written: object, allowed: Sequence[str]) -> list[str]:
    return get_close_matches(str(written), allowed, n=1)
