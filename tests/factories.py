"""Build studies, sections and person tables from what is drawn in tests."""

from __future__ import annotations

from datetime import date

import pandas as pd

from evallib.domain.disclosure import Disclosure
from evallib.domain.project import Source
from evallib.domain.section import Scope
from evallib.domain.vocabulary import Text

PRINTED = Source(id="deck", title=Text(fi="Väliarviointi"), already_public=True)
OWN = Source(id="own", title=Text(fi="Seuranta"), already_public=False)


def scope(*, language="fi", audience="public", k=5, simulated=False) -> Scope:
    """A scope with one public source (``deck``) and one that is not (``own``)."""
    return Scope(
        project="demo",
        round="final",
        language=language,
        audience=audience,
        as_of=date(2022, 4, 29),
        disclosure=Disclosure(k=k),
        sources={"deck": PRINTED, "own": OWN},
        simulated=simulated,
    )


def table(picture: str) -> pd.DataFrame:
    """Read ``a | b`` lines; ``-`` is missing, ``…_date`` columns are dates."""
    header, *lines = [line.strip() for line in picture.strip().splitlines()]
    names = [name.strip() for name in header.split("|")]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    frame = pd.DataFrame(rows, columns=names).replace("-", None)
    for name in names:
        if name.endswith("_date"):
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
    return frame
