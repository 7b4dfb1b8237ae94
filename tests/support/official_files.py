"""Official files for tests, in the columns of ONS, made from the compiled facts."""

from __future__ import annotations

import csv
import gzip
from typing import TYPE_CHECKING

from tests.support.compiled import facts, known_lsoas

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from icslookup.dataset.loader import Dataset

VINTAGES = {"2022": "22", "2023": "23", "2026": "26"}
"""The years in which the compiled facts have a district and a board of each LSOA."""


PUBLISHED = {2022: 2011, 2023: 2021}
"""The ONS lookups that the facts have with every column: their years, and the census of their LSOAs."""


def history() -> list[dict[str, str]]:
    """Return each 2021 LSOA with its districts, boards and sub-ICB locations, and its residents."""
    rows = []
    for lsoa in known_lsoas("2021"):
        row = {"LSOA21CD": lsoa.code}
        for year, yy in VINTAGES.items():
            row[f"LAD{yy}CD"] = lsoa.place[f"district_{year}"]
            row[f"ICB{yy}CDH"] = lsoa.place[f"board_{year}"]
            # An LSOA that was drawn for 2021 alone has the sub-ICB location of 2023.
            sub_icb = lsoa.place[f"sub_icb_{year}"] or lsoa.place["sub_icb_2023"]
            row[f"SICBL{yy}CDH"] = sub_icb
        rows.append({**row, "residents_2021": str(lsoa.residents)})
    return rows


def write_csv(path: Path, rows: Iterable[Iterable[object]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def write_lookup(path: Path, lsoas: list[dict[str, str]], data: Dataset, day: date) -> str:
    """Write the ONS lookup of the boundaries of a day. Returns its path."""
    yy = VINTAGES[str(day.year)]
    boards = [f"ICB{yy}CD", f"ICB{yy}CDH", f"ICB{yy}NM"]
    rows = [["LSOA21CD", f"LAD{yy}CD", f"LAD{yy}NM", *boards, f"SICBL{yy}CDH"]]
    for lsoa in lsoas:
        board = data.boards[lsoa[f"ICB{yy}CDH"]]
        code = lsoa[f"LAD{yy}CD"]
        name = data.authorities[data.authority_keys[code]].name
        ons_code = board.ons_code(day) or ""
        sub_icb = lsoa[f"SICBL{yy}CDH"]
        rows.append([lsoa["LSOA21CD"], code, name, ons_code, board.ods_code, board.name, sub_icb])
    return write_csv(path, rows)


def write_residents(path: Path, lsoas: list[dict[str, str]]) -> str:
    """Write the Census 2021 usual residents of each LSOA. Returns the path."""
    rows = [[lsoa["LSOA21CD"], lsoa["residents_2021"]] for lsoa in lsoas]
    return write_csv(path, [["LSOA21CD", "residents_2021"], *rows])


def write_published(folder: Path, year: int) -> str:
    """Write the ONS lookup of 2022 or 2023 with every column of ONS, packed. Returns its path.

    The names of LSOAs are not among the facts, and icslookup does not read them. The name of the
    district is in their place.
    """
    cc, yy, census = PUBLISHED[year] % 100, year % 100, PUBLISHED[year]
    sub_icbs = {row["ods_code"]: row for row in _of_lookup("sub_icbs.csv", year)}
    names = {row["gss_code"]: row["name"] for row in _of_lookup("districts.csv", year)}
    boards = {
        row["ods_code"]: row
        for row in facts("boards.csv")
        if any(month.startswith(str(year)) for month in row["vintages"].split())
    }
    path = folder / f"lsoa{cc}_sicbl{yy}_icb{yy}_lad{yy}.csv.gz"
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                *(f"LSOA{cc}CD", f"LSOA{cc}NM"),
                *(f"SICBL{yy}CD", f"SICBL{yy}CDH", f"SICBL{yy}NM"),
                *(f"ICB{yy}CD", f"ICB{yy}CDH", f"ICB{yy}NM"),
                *(f"LAD{yy}CD", f"LAD{yy}NM"),
            ]
        )
        for lsoa in known_lsoas(str(census)):
            sub_icb = sub_icbs[lsoa.place[f"sub_icb_{year}"]]
            board = boards[lsoa.place[f"board_{year}"]]
            district = lsoa.place[f"district_{year}"]
            writer.writerow(
                [
                    *(lsoa.code, names[district]),
                    *(sub_icb["ons_code"], sub_icb["ods_code"], sub_icb["name"]),
                    *(board["ons_code"], board["ods_code"], board["name"]),
                    *(district, names[district]),
                ]
            )
    return str(path)


def _of_lookup(name: str, year: int) -> list[dict[str, str]]:
    """Return the rows of a table of facts that are in the ONS lookup of a year."""
    return [row for row in facts(name) if str(year) in row["lookups"].split()]
