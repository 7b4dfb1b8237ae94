"""Damaged and missing files are errors with file, line and column."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.dataset.active import bundled_folder
from icslookup.dataset.integrity import faults
from icslookup.dataset.loader import Dataset
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.program import Result


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,57", "QHM,E06000001,2022-07-01,,x",
         r"icb_areas.csv, line 2, column lsoas: 'x' is not a whole number above 0"),
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,57", "QHM,E06000001,2022-07-01,,0",
         r"column lsoas: '0' is not a whole number above 0"),
        ("icb_areas.csv", "QHM,E06000001,2022-07-01", "QHM,E06000001,2022-02-30",
         r"line 2, column start: '2022-02-30' is not a date"),
        ("icb_areas.csv", "QHM,E06000001", "QZZ,E06000001", r"line 2, column ods_code: there is no record with the code 'QZZ'"),
        ("icb_areas.csv", "QHM,E06000001", "QHM,E06999999", r"column gss_code: there is no record with the code 'E06999999'"),
        ("icb_areas.csv", "QHM,E06000002", "QHM,E06000001", r"line 3, column start: .* a second time"),
        ("icb_areas.csv", "QHM,E06000001,", "QHM,E06000001,,", r"line 2: 11 cells where the header has 10"),
        ("icb_areas.csv", "gss_code", "gss", r"line 1: there is no column gss_code"),
        ("icb_areas.csv", "QHM,E06000001", '"QHM"x,E06000001', r"line 2: "),
        ("boards.csv", "QHG,", "QOX,", r"boards.csv, line 3, column ods_code: 'QOX' stands here a second"),
        ("boards.csv", ",South West,", ",,", r"boards.csv, line 2, column region: is empty"),
        ("board_codes.csv", "QYG,E54000008", "QYG,E54000010", r"'E54000010' stands here a second time"),
        ("authorities.csv", "unitary", "unity", r"column kind: 'unity' is none of county, district"),
        ("authorities.csv", "E06000002,", "E06000001,", r"line 3, column gss_code: .* a second time"),
        ("planned.csv", "fixed", "sure", r"column date_status: 'sure' is none of fixed, expected"),
        ("boards.csv", "2026-03-31,,S1Y5D", "2026-03-31,,S9Z9Z", r"column successors: .* code 'S9Z9Z'"),
        ("boards.csv", "QMJ;QRV", "QMJ;QZZ", r"column predecessors: there is no record with the code 'QZZ'"),
        ("authorities.csv", "2023-03-31,E06000063,", "2023-03-31,E06999999,", r"column successors: .*'E06999999'"),
        ("authorities.csv", "district,E10000003", "district,E06000001", r"column county_gss_code: .*'E06000001'"),
        ("aliases.csv", "BCP,area,E06000058", "BCP,area,QRL", r"aliases.csv, line \d+, column code: .*'QRL'"),
        ("aliases.csv", "BCP,area,E06000058", "BCP,board,E06000058", r"column code: .*'E06000058'"),
        ("planned.csv", "E07000209,", "E07999999,", r"planned.csv, line 4, column gss_code: .*'E07999999'"),
        ("places.csv", "E06000032;", "E06999999;", r"places.csv, line \d+, column members: .*'E06999999'"),
        ("datapackage.json", '"2022-07-01",', '"1 July 2022",', r"is not a description of the data: Invalid"),
        ("nhs_areas.csv", "sub-icb,00L", "sub,00L", r"nhs_areas.csv, line 2, column kind"),
        ("nhs_areas.csv", "E38000163,NHS North East", "E38000130,NHS North East", r"'2022-07-01' stands here a second time"),
        ("nhs_area_boards.csv", "00L,QHM", "00L,QZZ", r"nhs_area_boards.csv, line 2, column ods_code"),
        ("nhs_area_boards.csv", ",200,200,", ",x,200,", r"column lsoas: 'x' is not a whole number"),
        ("regions.csv", "E40000005", "E40000006", r"regions.csv, line \d+, column ons_code"),
        ("region_boards.csv", "Y56,QKK,2022-07-01", "Y56,QKK,2022", r"region_boards.csv, line \d+, column start"),
        ("lsoas.csv", ",1386,", ",no,", r"lsoas.csv, line 3, column residents: 'no' is not"),
        ("lsoas.csv", "E01000002,", "E01000001,", r"line 3, column start: '2022-07-01' stands here a second"),
        ("lsoas.csv", "E01000002,2011;2021", "E01000002,2001", r"line 3, column census: '2001' is none of 2021, 2011,"),
        ("lsoas.csv", "E01000002,", "E02000002,", r"line 3, column lsoa: 'E02000002' is not the code of an LSOA"),
        ("lsoas.csv", "1386,E09000001", "1386,E09999999", r"line 3, column gss_code: there is no record .* 'E09999999'"),
        ("lsoas.csv", "1386,E09000001,A3A8R,QMF", "1386,E09000001,A3A8R,QZZ", r"line 3, column ods_code: .*'QZZ'"),
        ("events.csv", "2026-06-04", "2026-06-99", r"column date: '2026-06-99' is not a day, a month"),
        ("waves.csv", "2017-06", "2017-13", r"waves.csv, line 2, column date: '2017-13' is not a day"),
        ("waves.csv", "\n2018,", "\n20188,", r"column date: '20188' is not a day, a month or a year"),
        ("datapackage.json", '"version"', '"edition"', r"is not a description of the data: 'version'"),
        ("datapackage.json", "{", "[", r"datapackage.json is not a description of the data"),
        ("datapackage.json", "{", "[" * 100_000, r"is not a description of the data: maximum recursion"),
        ("datapackage.json", '"resources"', '"files"', r"is not a description of the data: 'resources'"),
        ("datapackage.json", '"sources"', '"origins"', r"is not a description of the data: 'sources'"),
        ("datapackage.json", '"schema"', '"scheme"', r"is not a description of the data: 'schema'"),
        ("datapackage.json", '"name": "ons-lookup-2022"', '"called": "x"', r"is not a description of the data: 'name'"),
        ("datapackage.json", '"name": "ons-lookup-2022"', '"name": 7', r"is not a description of the data: 7 is not a name"),
        ("datapackage.json", '"2022-07-01",', '"2024-07-01",', r"the boundaries are not in order of date"),
        ("datapackage.json", '"2022-07-01",', '"2023-04-01",', r"the boundaries are not in order of date"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_named(
    damaged: Callable[[str, str, str], Dataset], name: str, old: str, new: str, message: str
) -> None:
    data = damaged(name, old, new)
    with pytest.raises(DataError, match=message):
        data.read_all()


def test_an_event_without_a_date_stays_below_the_event_before_it(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    """Events are read in the order of their dates, whatever the order of the file."""
    late = "2030-01-01,open,,Late,project,D\n,open,,Added to late,project,D\n"
    first = "date,kind,codes,what,source,certainty\n"
    data = damaged("events.csv", first, f"{first},open,,Of no date at all,project,D\n{late}")
    whats = [event.what for event in data.events]
    assert whats[0] == "Of no date at all"
    assert whats[-2:] == ["Late", "Added to late"]
    assert [event.date for event in data.events[-2:]] == ["2030-01-01", None]


def test_a_set_without_boundaries_has_no_changes(
    tmp_path: Path, cli: Callable[..., Result]
) -> None:
    """`data build` starts from such a set, so it can be read."""
    folder = tmp_path / "data"
    shutil.copytree(bundled_folder(), folder)
    path = folder / "datapackage.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(found | {"boundaries": []}), encoding="utf-8")
    data = Dataset(str(folder))
    with pytest.raises(DataError, match=r"datapackage.json has no boundaries up to 22 November"):
        icslookup.changes(data=data)
    assert icslookup.changes("2023-01-01", data=data).rows
    result = cli("data", "validate", str(folder))
    assert (result.code, "not among the boundaries" in result.err) == (4, True)


@pytest.mark.parametrize("name", sorted(p.name for p in Path(bundled_folder()).iterdir()))
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    shutil.copytree(bundled_folder(), tmp_path / "data")
    (tmp_path / "data" / name).unlink()
    data = Dataset(str(tmp_path / "data"))
    with pytest.raises(DataError, match=f"{name} is missing: install icslookup again"):
        data.read_all()


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    shutil.copytree(bundled_folder(), tmp_path / "data")
    rows = (tmp_path / "data" / "boards.csv").read_bytes().split(b"\n")
    rows[40] += b"\xff"
    (tmp_path / "data" / "boards.csv").write_bytes(b"\n".join(rows))
    with pytest.raises(DataError, match=r"boards.csv, line 41: this is not UTF-8"):
        faults(Dataset(str(tmp_path / "data")))


def test_a_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(bundled_folder(), tmp_path / "data")
    (tmp_path / "data" / "boards.csv").unlink()
    (tmp_path / "data" / "boards.csv").mkdir()
    with pytest.raises(DataError, match=r"boards.csv cannot be read: Is a directory"):
        faults(Dataset(str(tmp_path / "data")))


def test_blank_lines_and_a_byte_order_mark_do_no_harm(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    assert faults(damaged("boards.csv", "ods_code,name", "\ufeffods_code,name")) == []
    assert faults(damaged("boards.csv", "\nQHL,", "\n\nQHL,")) == []


def test_the_answers_come_from_the_data_given(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    data = damaged("boards.csv", "South Yorkshire,Y63", "Southern Yorkshire,Y63")
    answer = icslookup.area("Sheffield", data=data)
    assert [board.short_name for board in answer.boards] == ["Southern Yorkshire"]
