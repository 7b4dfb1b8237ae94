"""The rows of lsoas.csv follow a lookup, LSOA by LSOA."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.loader import Dataset
from icslookup.refresh.build import roll_back
from tests.support.maintainer import DAYS, DESCRIPTOR, HEADER, LSOA_HEADER, LSOAS, TINY
from tests.support.official_files import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.maintainer import Maintainer

BETA_1, BETA_2, GAMMA_1, EPSILON = LSOAS[2], LSOAS[3], LSOAS[4], LSOAS[7]


def rows(maintainer: Maintainer, lsoa: str) -> list[str]:
    """Return the rows of an LSOA, without its code."""
    lines = (maintainer.data / "lsoas.csv").read_text(encoding="utf-8").splitlines()
    return [line.partition(",")[2] for line in lines if line.startswith(lsoa)]


def build(maintainer: Maintainer, day: str, sub_icbs: dict[str, str] | None = None) -> None:
    """Build the boundaries of a day. With `sub_icbs`, the lookup has a sub-ICB location of each board."""
    header, *lsoas = maintainer.rows(day)
    if sub_icbs:
        header.append("SICBL26CDH")
        for row in lsoas:
            row.append(sub_icbs.get(row[6], sub_icbs.get(row[4], "")))
    lookup = write_csv(maintainer.folder / "lookup.csv", [header, *lsoas])
    result = maintainer.build(day, lookup)
    assert (result.code, result.err) == (0, "")


def add_2011(maintainer: Maintainer, lsoa: str, place: str) -> None:
    """Add an LSOA of 2011 alone, which has a place since July 2022."""
    path = maintainer.data / "lsoas.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    lines = sorted([*lines, f"{lsoa},2011,2022-07-01,,,{place},ons-lookup-2022,B"])
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")


def test_a_row_is_closed_and_opened_only_where_something_changed(maintainer: Maintainer) -> None:
    for day in DAYS:
        build(maintainer, day)
    assert rows(maintainer, LSOAS[0]) == ["2021,2022-07-01,,1000,E06000001,,QAA,ons-lookup-2022,B"]
    assert rows(maintainer, BETA_2) == [
        "2021,2022-07-01,2023-03-31,1003,E07000001,,QAA,ons-lookup-2022,B",
        "2021,2023-04-01,2026-03-31,1003,E07000001,,QBB,ons-lookup-2023,B",
        "2021,2026-04-01,2027-03-31,1003,E06000009,,QBB,ods-2026,B",
        "2021,2027-04-01,,1003,E06000009,,X1Y2Z,ods-2027,B",
    ]
    # The recode of Epsilon in 2024 makes no second row.
    assert rows(maintainer, EPSILON) == [
        "2021,2022-07-01,2027-03-31,1007,E08000002,,QCC,ons-lookup-2022,B",
        "2021,2027-04-01,,1007,E08000002,,X1Y2Z,ods-2027,B",
    ]


def test_the_sub_icb_locations_of_a_lookup_are_written(maintainer: Maintainer) -> None:
    names = {"QAA": "1AA", "QBB": "1BB", "QCC": "1CC"}
    build(maintainer, DAYS[0], names)
    build(maintainer, DAYS[1], {**names, BETA_2: "2BB"})
    assert rows(maintainer, BETA_2) == [
        "2021,2022-07-01,2023-03-31,1003,E07000001,1AA,QAA,ons-lookup-2022,B",
        "2021,2023-04-01,,1003,E07000001,2BB,QBB,ons-lookup-2023,B",
    ]
    assert rows(maintainer, BETA_1) == ["2021,2022-07-01,,1002,E07000001,1AA,QAA,ons-lookup-2022,B"]


def test_a_lookup_without_sub_icb_locations_keeps_those_that_are_sure(
    maintainer: Maintainer,
) -> None:
    """The code of a sub-ICB location stays when all of it passes to one board."""
    build(maintainer, DAYS[0], {"QAA": "1AA", "QBB": "1BB", "QCC": "1CC"})
    for day in DAYS[1:]:
        build(maintainer, day)
    assert [row.split(",")[5] for row in rows(maintainer, EPSILON)] == ["1CC", "1CC"]
    assert [row.split(",")[5] for row in rows(maintainer, GAMMA_1)] == ["1BB", "1BB", "1BB"]
    # The boundary of 1AA changed, and nobody says where this part of it went.
    assert [row.split(",")[5] for row in rows(maintainer, BETA_2)] == ["1AA", "", "", ""]
    assert [row.split(",")[5] for row in rows(maintainer, BETA_1)] == ["1AA", "1AA"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        # Gamma lay in one board, and became a part of Delta.
        ("E07000002,,QBB", ["E07000002,,QBB", "E06000009,,QBB", "E06000009,,X1Y2Z"]),
        # In 2023 a part of Beta went to another board. Then both parts became Delta.
        ("E07000001,,QAA", ["E07000001,,QAA", "E07000001,,", "E06000009,,"]),
        ("E06000001,,QAA", ["E06000001,,QAA"]),
        ("E08000001,,QCC", ["E08000001,,QCC", "E08000002,,X1Y2Z"]),
        # None of the LSOAs of 2021 lay there.
        ("E06000001,,QCC", ["E06000001,,QCC", ",,"]),
    ],
)
def test_an_lsoa_of_2011_follows_where_all_of_its_place_went(
    maintainer: Maintainer, place: str, expected: list[str]
) -> None:
    build(maintainer, DAYS[0])
    add_2011(maintainer, "E01000099", place)
    for day in DAYS[1:]:
        build(maintainer, day)
    found = [row.split(",") for row in rows(maintainer, "E01000099")]
    assert [",".join(cells[4:7]) for cells in found] == expected
    assert {cells[8] for cells in found[1:]} <= {"D"}
    assert {cells[3] for cells in found} == {""}
    assert [cells[2] == "" for cells in found] == [*[False] * (len(found) - 1), True]


def test_boundaries_can_be_taken_back_one_by_one(maintainer: Maintainer, tmp_path: Path) -> None:
    states = [(maintainer.data / "lsoas.csv").read_text(encoding="utf-8")]
    for day in DAYS:
        build(maintainer, day)
        states.append((maintainer.data / "lsoas.csv").read_text(encoding="utf-8"))
    for number, day in enumerate(DAYS):
        folder = tmp_path / day
        folder.mkdir()
        roll_back(Dataset(str(maintainer.data)), date.fromisoformat(day), str(folder), {})
        found = csv.reader((folder / "lsoas.csv").read_text(encoding="utf-8").splitlines())
        wanted = csv.reader(states[number].splitlines())
        assert [row[:8] for row in found] == [row[:8] for row in wanted]


def test_rows_of_later_boundaries_are_built_again(maintainer: Maintainer) -> None:
    """A maintainer who empties the memberships need not change the LSOAs."""
    build(maintainer, DAYS[0])
    add_2011(maintainer, "E01000099", "E07000002,,QBB")
    for day in DAYS[1:]:
        build(maintainer, day)
    before = (maintainer.data / "lsoas.csv").read_text(encoding="utf-8")
    (maintainer.data / "icb_areas.csv").write_text(HEADER, encoding="utf-8")
    (maintainer.data / "datapackage.json").write_text(json.dumps(DESCRIPTOR), encoding="utf-8")
    for day in DAYS:
        build(maintainer, day)
    assert (maintainer.data / "lsoas.csv").read_text(encoding="utf-8") == before


def test_lsoas_that_the_data_lack_are_added(maintainer: Maintainer) -> None:
    (maintainer.data / "lsoas.csv").write_text(LSOA_HEADER, encoding="utf-8")
    build(maintainer, DAYS[0])
    assert rows(maintainer, LSOAS[0]) == ["2021,2022-07-01,,1000,E06000001,,QAA,ons-lookup-2022,B"]
    assert len(Dataset(str(maintainer.data)).lsoas) == len(LSOAS)


def test_other_residents_replace_those_of_every_row(maintainer: Maintainer) -> None:
    text = TINY["lsoas.csv"].replace(",1003,", ",7,")
    (maintainer.data / "lsoas.csv").write_text(text, encoding="utf-8")
    for day in DAYS[:2]:
        build(maintainer, day)
    assert [row.split(",")[3] for row in rows(maintainer, BETA_2)] == ["1003", "1003"]


def test_columns_that_icslookup_does_not_know_stay(maintainer: Maintainer) -> None:
    text = TINY["lsoas.csv"].replace("\n", ",note\n", 1).replace("1000,,,,,\n", "1000,,,,,,kept\n")
    lines = text.splitlines()
    lines = [line if line.count(",") == 10 else f"{line}," for line in lines]
    (maintainer.data / "lsoas.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    build(maintainer, DAYS[0])
    assert rows(maintainer, LSOAS[0]) == [
        "2021,2022-07-01,,1000,E06000001,,QAA,ons-lookup-2022,B,kept"
    ]
