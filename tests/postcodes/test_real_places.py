"""Proof on real data: the LSOAs of England, on the days on which boundaries changed.

The quick run tests the first and the last LSOA of each place: a council and a board in each of
three years. So it includes every border, and the first and last LSOA of England. The exhaustive
run tests every LSOA.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk.match.iterable import match
from icslookup.ons import lsoa_lookup
from icslookup.postcodes.import_files import import_file
from icslookup.postcodes.lsoa import area_lsoas, lsoa
from tests.support.official_files import history, write_csv, write_lookup

if TYPE_CHECKING:
    from pathlib import Path

    from icslookup.dataset.loader import Dataset

LETTERS = "ABDEFGHJLN"
DAYS = {"22": "2022-07-01", "23": "2023-04-01", "26": "2026-04-01"}
LAST_DAYS = {"22": "2023-03-31", "23": "2026-03-31", "26": "2030-01-01"}


def ends_of_places() -> list[dict[str, str]]:
    """Return the first and the last LSOA of each place, in the order of their codes."""
    ends: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in history():
        place = tuple(text for column, text in row.items() if column.startswith(("LAD", "ICB")))
        ends[place] = [*ends.get(place, [])[:1], row]
    return sorted((row for rows in ends.values() for row in rows), key=lambda row: row["LSOA21CD"])


@pytest.fixture(params=["the ends", pytest.param("all", marks=pytest.mark.exhaustive)])
def lsoas(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Return the LSOAs of this run. icslookup takes the few of the quick run for all of England."""
    if request.param == "all":
        return history()
    found = ends_of_places()
    monkeypatch.setitem(lsoa_lookup.LSOA_COUNTS, 2021, len(found))
    return found


def test_the_quick_run_covers_every_place_and_the_ends_of_england() -> None:
    every, some = history(), ends_of_places()
    assert 600 < len(some) < 1_000
    assert (some[0], some[-1]) == (every[0], every[-1])
    for yy in DAYS:
        pairs = [
            {(row[f"LAD{yy}CD"], row[f"ICB{yy}CDH"]) for row in rows} for rows in (every, some)
        ]
        assert pairs[0] == pairs[1]


@pytest.fixture
def imported(lsoas: list[dict[str, str]], data: Dataset, tmp_path: Path) -> None:
    for yy, day in DAYS.items():
        path = tmp_path / f"lookup{yy}.csv"
        found = import_file(write_lookup(path, lsoas, data, date.fromisoformat(day)))
        assert (found.census, found.year, found.rows) == (2021, 2000 + int(yy), len(lsoas))


@pytest.mark.parametrize("source", ["the data", "imported lookups"])
def test_every_lsoa_answers_its_board_on_each_of_the_days(
    lsoas: list[dict[str, str]], data: Dataset, source: str, request: pytest.FixtureRequest
) -> None:
    if source == "imported lookups":
        request.getfixturevalue("imported")
    codes = [row["LSOA21CD"] for row in lsoas]
    for yy, first in DAYS.items():
        for day in (first, LAST_DAYS[yy]):
            found = [
                (f.gss_code, f.method, *(b.ods_code for b in f.boards))
                for f in match(codes, day, kind="lsoa")
            ]
            on = date.fromisoformat(day)
            keys = [data.authority_keys[row[f"LAD{yy}CD"]] for row in lsoas]
            assert found == [
                (data.authorities[key].gss_code_on(on), "lsoa", row[f"ICB{yy}CDH"])
                for key, row in zip(keys, lsoas, strict=True)
            ]
    one = lsoa(codes[0], DAYS["23"])
    assert [b.ods_code for b in one.boards] == [lsoas[0]["ICB23CDH"]]
    every = lsoas if source == "imported lookups" else history()
    in_guildford = [row["LSOA21CD"] for row in every if row["LAD23CD"] == "E07000209"]
    listed = area_lsoas("Guildford", DAYS["23"]).rows
    assert sorted(row.lsoa for row in listed) == sorted(in_guildford)


@pytest.mark.usefixtures("imported")
def test_a_postcode_of_every_lsoa_answers_its_board_on_each_of_the_days(
    lsoas: list[dict[str, str]], data: Dataset, tmp_path: Path
) -> None:
    """The lookup of the day decides, or else the board in the directory, or else the data."""
    header = ["pcd7", "pcds", "doterm", "lad25cd", "ctry25cd", "icb23cd", "lsoa11cd", "lsoa21cd"]
    rows = [header]
    codes = {}
    for number, row in enumerate(lsoas):
        pcds = f"SE{number // 1000} {number // 100 % 10}{LETTERS[number // 10 % 10]}{LETTERS[number % 10]}"
        key = data.authority_keys[row["LAD26CD"]]
        gss_code = data.authorities[key].gss_code_on(date(2025, 11, 1))
        board = data.boards[row["ICB23CDH"]].ons_code(date(2025, 11, 1)) or ""
        rows.append(["", pcds, "", gss_code, "E92000001", board, "", row["LSOA21CD"]])
        codes[pcds] = row
    import_file(write_csv(tmp_path / "ONSPD_NOV_2025_UK.csv", rows))
    for yy, day in DAYS.items():
        found = [
            (f.method, *(b.ods_code for b in f.boards)) for f in match(codes, day, kind="postcode")
        ]
        assert found == [("lsoa", row[f"ICB{yy}CDH"]) for row in codes.values()]
    (tmp_path / ".local/share/icslookup/lsoas.sqlite").unlink()
    found = [
        (f.method, *(b.ods_code for b in f.boards))
        for f in match(codes, DAYS["23"], kind="postcode")
    ]
    assert found == [("directory", row["ICB23CDH"]) for row in codes.values()]
    for yy in ("22", "26"):
        found = [
            (f.method, *(b.ods_code for b in f.boards))
            for f in match(codes, DAYS[yy], kind="postcode")
        ]
        assert found == [("lsoa", row[f"ICB{yy}CDH"]) for row in codes.values()]
