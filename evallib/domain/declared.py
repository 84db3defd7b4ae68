"""The pieces that declarations of a project file are made of."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from evallib.domain.vocabulary import Text

Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], Field(strict=False)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Name = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$")]
Euros = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Persons = Annotated[int, Field(ge=0)]
DEVICE_NAMES = frozenset(
    ["con", "prn", "aux", "nul"]
    + [f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)]
)


class Part(BaseModel):
    """Unknown keys, loose types and later edits are all refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False
    )


class _Wording(Part):
    fi: Name | None = None
    sv: Name | None = None
    en: Name | None = None


def _text(value: object, info: ValidationInfo) -> object:
    """A plain string is in the project's own language."""
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        own = (info.context or {}).get("language", "fi")
        value = {own: value}
    wording = _Wording.model_validate(value)
    if not any((wording.fi, wording.sv, wording.en)):
        raise PydanticCustomError("E-CFG-MISSING", "a text needs words", {})
    return Text(wording.fi, wording.sv, wording.en)


Words = Annotated[Text, BeforeValidator(_text)]


def _safe_path(path: str) -> str:
    """Refuse what could lead out of a folder, or cannot be a file on every system."""
    parts = path.split("/")
    unsafe = set('\\:<>"|?*') & set(path) or any(
        not part or part in (".", "..") or part[-1] in ". " for part in parts
    )
    device = any(part.split(".")[0].lower() in DEVICE_NAMES for part in parts)
    if unsafe or device or not path.isprintable():
        raise PydanticCustomError("E-CFG-PATH", "unsafe path", {})
    return path


SafePath = Annotated[str, AfterValidator(_safe_path)]
