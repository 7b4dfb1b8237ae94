"""Official files for tests, in the columns of ONS, made from the compiled facts."""

from __future__ import annotations

import csv
import gzip
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from icslookup.dataset.loader import Dataset

VINTAGES = {"2022": "22", "2023": "23", "2026": "26"}
"""The years in which the compiled facts have a district and a board of each LSOA."""


def history(reference: Path) -> list[dict[str, str]]:
    """Read each 2021 LSOA with its districts, its boards by ODS code, and its residents."""
    path = reference / "ons" / "lsoa21_history.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, rows: Iterable[Iterable[object]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def write_lookup(path: Path, lsoas: list[dict[str, str]], data: Dataset, day: date) -> str:
    """Write the ONS lookup of the boundaries of a day. Returns its path."""
    yy = VINTAGES[str(day.year)]
    rows = [["LSOA21CD", f"LAD{yy}CD", f"LAD{yy}NM", f"ICB{yy}CD", f"ICB{yy}CDH", f"ICB{yy}NM"]]
    for lsoa in lsoas:
        board = data.boards[lsoa[f"ICB{yy}CDH"]]
        code = lsoa[f"LAD{yy}CD"]
        name = data.authorities[data.authority_keys[code]].name
        ons_code = board.ons_code(day) or ""
        rows.append([lsoa["LSOA21CD"], code, name, ons_code, board.ods_code, board.name])
    return write_csv(path, rows)
