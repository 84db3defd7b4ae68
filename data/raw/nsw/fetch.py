"""Make ``nsw_mixtape.csv`` from the data set that the package causaldata carries.

The package is not a dependency of evallib and the file is shipped, so this is run only
to check where it comes from: install ``causaldata==0.1.5`` into an environment that is
thrown away afterwards, and run ``python fetch.py`` there. It writes beside itself.

Source: the Dehejia-Wahba sample of the National Supported Work demonstration, as
``nsw_mixtape`` in causaldata 0.1.5 by Nick Huntington-Klein (MIT licence).
"""

from __future__ import annotations

import csv
from pathlib import Path

from causaldata import nsw_mixtape

TARGET = Path(__file__).with_name("nsw_mixtape.csv")
PERSONS = {"treat": 185, "control": 260}
YES_NO = ("black", "hisp", "marr", "nodegree")
HEADINGS = (
    "client_no",
    "group",
    "age",
    "education",
    "black",
    "hispanic",
    "married",
    "no_degree",
    "earnings_1974",
    "earnings_1975",
    "earnings_1978",
    "status_1978",
)


def client(number: int, row: dict[str, object]) -> tuple[object, ...]:
    """One participant; earnings keep the seven digits that the source holds."""
    return (
        number,
        "treat" if row["treat"] == 1 else "control",
        int(row["age"]),
        int(row["educ"]),
        *("yes" if row[name] == 1 else "no" for name in YES_NO),
        *(f"{row[name]:.7g}" for name in ("re74", "re75", "re78")),
        # Whoever earned anything in 1978 counts as employed: the file has no spells.
        "employed" if row["re78"] > 0 else "not_employed",
    )


def main() -> None:
    """Write the file, after checking that nobody is missing."""
    rows = nsw_mixtape.load_pandas().data.to_dict("records")
    clients = [client(number, row) for number, row in enumerate(rows, start=1)]
    groups = [row[1] for row in clients]
    found = {group: groups.count(group) for group in PERSONS}
    if found != PERSONS:
        raise ValueError(f"expected {PERSONS}; the package holds {found}")
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(clients)


if __name__ == "__main__":
    main()
