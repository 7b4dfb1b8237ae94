"""The answers agree with the compiled facts, where these are on the machine."""

from __future__ import annotations

import csv
import gzip
import re
from typing import TYPE_CHECKING

import pytest

import icslookup

if TYPE_CHECKING:
    from pathlib import Path

    from icslookup.dataset.loader import Dataset


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("day", ["2022-07-01", "2023-04-01", "2026-04-01"])
def test_the_mapping_of_a_day_is_the_compiled_one(reference: Path, day: str) -> None:
    ours = {
        (
            *(row.ons_code, row.ods_code, row.board_name, row.gss_code),
            *(row.lsoas, row.area_lsoas, row.residents, row.area_residents),
        )
        for row in icslookup.areas(day).rows
    }
    theirs = {
        (
            *(row[column] for column in ("icb_code", "ods_code", "icb_name", "lad_code")),
            *(int(row[c]) for c in ("lsoas", "lad_lsoas", "residents", "lad_residents")),
        )
        for row in read(reference / f"icb_area_{day}.csv")
    }
    assert ours == theirs


@pytest.mark.parametrize("vintage", ["2022-07", "2023-04", "2024-04", "2025-04", "2026-04"])
def test_board_codes_and_regions_are_those_of_each_vintage(reference: Path, vintage: str) -> None:
    ours = {
        (r.ods_code, r.ons_code, r.name, r.region_ods_code, r.region)
        for r in icslookup.boards(f"{vintage}-01").rows
    }
    theirs = {
        (row["ods_code"], row["icb_code"], row["icb_name"], row["nhser_ods"], row["nhser_name"])
        for row in read(reference / "icb_codes_by_vintage.csv")
        if row["vintage"] == vintage
    }
    assert ours == theirs


def test_residents_of_lsoas_are_the_compiled_ones(reference: Path, data: Dataset) -> None:
    history = reference / "ons" / "lsoa21_history.csv.gz"
    with gzip.open(history, "rt", encoding="utf-8", newline="") as file:
        theirs = {row["LSOA21CD"]: int(row["residents_2021"]) for row in csv.DictReader(file)}
    assert data.lsoa_residents == theirs


def test_authorities_have_the_compiled_codes(reference: Path, data: Dataset) -> None:
    current = {row["gss"]: row for row in read(reference / "authorities_current.csv")}
    abolished = {
        (row["gss"], row["last_day"]) for row in read(reference / "authorities_abolished.csv")
    }
    ours = data.authorities.values()
    assert {a.gss_code for a in ours if a.end is None} == set(current)
    assert {(a.gss_code, a.end.isoformat()) for a in ours if a.end} == abolished


RENAMED = {
    "E06000023", "E06000059", "E07000138", "E07000146", "E08000013",  # Bristol, Dorset, Lincoln,
    "E06000024", "E06000033", "E06000042", "E07000071",  # King's Lynn, St Helens, N Somerset,
}  # fmt: skip  # Southend, Milton Keynes, Colchester: see the notes in authorities.csv
KINDS = {
    "County": "county",
    "Non-metropolitan district": "district",
    "Unitary authority": "unitary",
    "Metropolitan district": "metropolitan",
    "London borough": "london-borough",
    "City corporation": "city-corporation",
}


def test_authorities_have_the_compiled_names_kinds_and_places(
    reference: Path, data: Dataset
) -> None:
    for row in read(reference / "authorities_current.csv"):
        ours = data.authorities[row["gss"]]
        assert (ours.kind, ours.county or "", ours.region) == (
            KINDS[row["type"]],
            row["county_gss"],
            row["region"],
        )
        same = (ours.name, ours.official_name) == (row["name"], row["official_name"])
        assert same is (row["gss"] not in RENAMED), row["gss"]
    for row in read(reference / "authorities_abolished.csv"):
        ours = data.authorities[row["gss"]]
        assert (ours.kind, ours.official_name) == (KINDS[row["type"]], row["official_name"])
        assert set(row["replaced_by_gss"].split("; ")) <= set(ours.successors)


def test_boards_have_the_compiled_successors(reference: Path, data: Dataset) -> None:
    theirs = {
        (row["predecessor_ods"], row["successor_ods"])
        for row in read(reference / "icb_succession_2026.csv")
    }
    assert {(b.ods_code, s) for b in data.boards.values() for s in b.successors} == theirs


def test_the_plans_are_the_compiled_ones(reference: Path, data: Dataset) -> None:
    names = {a.name.replace("'", ""): a for a in data.authorities.values() if not a.end}
    ours = {(p.gss_code, p.date.isoformat(), p.status == "legislated"): p for p in data.plans}
    theirs = read(reference / "authorities_future.csv")
    assert len(ours) == len(theirs)
    for row in theirs:
        authority = names[row["existing_authority"]]
        plan = ours[authority.gss_code, row["date"][:10], row["status"] == "legislated"]
        assert (plan.extent == "whole") is (row["extent"] == "whole"), row
        assert (plan.date_status == "expected") is ("expected" in row["date"])
        if row["successor"].startswith("not found"):
            assert plan.successors == ()
        else:
            assert all(name in row["successor"] + row["extent"] for name in plan.successors), row
            assert plan.successors[0] in row["successor"]


def areas_in_prose(prose: str) -> set[tuple[str, bool]]:
    """Read the areas of the published table: names, and whether only a part is meant."""
    prose = prose.replace("Bournemouth, Christchurch and Poole", "Bournemouth Christchurch Poole")
    prose = re.sub(r", Staffordshire$", "", prose)
    for pair in (
        "Cornwall and the Isles of Scilly",
        "Birmingham and Solihull",
        "Shropshire and Telford",
        "North Northamptonshire and West Northamptonshire",
    ):
        prose = prose.replace(pair, pair.replace(" and ", ", ", 1))
    found = set()
    for piece in prose.split(", "):
        name = piece.removeprefix("and ")
        part = name.startswith("part of ")
        found.add((name.removeprefix("part of ").removeprefix("the "), part))
    return found


def test_the_published_table_of_july_2022_is_reproduced_row_by_row(reference: Path) -> None:
    """Each board of the table covers what its prose names, in whole or in part, and no more."""
    table = read(reference / "icb_table_2022.csv")
    assert len(table) == 42
    for row in table:
        board = icslookup.board(row["name"], "2022-07-01")
        assert board.status == "found", row["name"]
        assert board.match is not None
        assert board.match.method == "exact"
        published = set()
        for name, part in areas_in_prose(row["local_authority_areas_covered"]):
            area = icslookup.area(name, "2022-07-01")
            assert area.area is not None, (row["name"], name, area.message)
            published.add((area.area.gss_code, part))
        ours = {(area.gss_code, area.coverage == "part") for area in board.areas}
        assert ours == published, row["name"]
