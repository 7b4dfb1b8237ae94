"""A lookup and residents are read by the names of their columns, and checked against the data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import DataError
from icslookup.ons import archive
from icslookup.ons.lsoa_lookup import (
    LookupRow,
    UnknownRecordsError,
    census_of,
    check_codes,
    lookup,
    matching_names,
    read_lookup,
    residents,
)

if TYPE_CHECKING:
    from pathlib import Path

    from icslookup.dataset.loader import Dataset

HEADER = "LSOA21CD,LSOA21NM,ICB26CD,ICB26CDH,ICB26NM,LAD26CD,LAD26NM\n"
ROW = "E01000001,x,E54000027,QMJ,North Central,E09000007,Camden\n"
CAMDEN = LookupRow("E54000027", "QMJ", "North Central", "E09000007", "Camden")
DAY = date(2023, 4, 1)


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_columns_may_be_in_any_order_and_case(tmp_path: Path) -> None:
    header = "lad26nm,icb26cdh,Lsoa21cd,ICB26NM,LAD26CD,icb26cd\n"
    row = "Camden,QMJ,E01000001,North Central,E09000007,E54000027\n"
    assert lookup(write(tmp_path / "a.csv", header + row)) == {"E01000001": CAMDEN}
    assert lookup(write(tmp_path / "b.csv", HEADER + ROW)) == {"E01000001": CAMDEN}


def test_sub_icb_locations_are_read_if_the_lookup_has_them(tmp_path: Path) -> None:
    header = HEADER.replace("LAD26CD", "SICBL26CD,SICBL26CDH,SICBL26NM,LAD26CD")
    row = ROW.replace("E09", "E38000240,93C,NHS North Central London ICB - 93C,E09")
    path = write(tmp_path / "a.csv", header + row)
    assert lookup(path) == {"E01000001": CAMDEN._replace(sub_icb="93C")}
    with pytest.raises(DataError, match="line 2, column SICBL26CDH: is empty"):
        lookup(write(tmp_path / "a.csv", header + row.replace(",93C,", ",,")))


def test_the_year_and_the_census_are_those_of_the_columns(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", (HEADER + ROW).replace("26", "22").replace("LSOA21", "LSOA11"))
    with archive.open_csv(path) as table:
        assert census_of(table) == 2011
        found = read_lookup(table, 2011)
    assert (found.census, found.year, list(found.places)) == (2011, 2022, ["E01000001"])
    with archive.open_csv(write(tmp_path / "b.csv", "LSOA21CD,LAD26CD\n")) as table:
        assert census_of(table) is None


def test_lsoas_of_wales_are_left_out(tmp_path: Path) -> None:
    rows = "LSOA21CD,Population\nE01000001,1473\nW01000003,1500\n"
    assert residents(write(tmp_path / "a.csv", rows)) == {"E01000001": 1473}
    assert list(lookup(write(tmp_path / "b.csv", f"{HEADER}{ROW}W01000003,,,,,,\n"))) == [
        "E01000001"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADER + ROW + ROW, "line 3, column LSOA21CD: 'E01000001' stands here a second time"),
        (HEADER + ROW.replace("E01", "S01"), "line 2, column LSOA21CD: 'S01000001' is not the code of"),
        (HEADER + ROW.replace("QMJ", ""), "line 2, column ICB26CDH: is empty"),
        (HEADER.replace("ICB26NM", "name") + ROW, r"line 1: there is no column ICB\.\.NM"),
        (HEADER.replace("LSOA21CD", "LSOA11CD") + ROW, r"this is a table of 2011 LSOAs \(LSOA11CD\)"),
        (HEADER.replace("LSOA21NM", "LAD23CD") + ROW, "more than one column could be meant"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_lookup_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        lookup(write(tmp_path / "a.csv", text))


@pytest.mark.parametrize("count", ["0", "", "-3", "1.5"])
def test_residents_are_whole_numbers(tmp_path: Path, count: str) -> None:
    path = write(tmp_path / "a.csv", f"LSOA21CD,Observation\nE01000001,{count}\n")
    with pytest.raises(DataError, match=r"line 2, column Observation: .* is not a whole number"):
        residents(path)


def test_all_unknown_records_are_named_once(data: Dataset) -> None:
    known = data.boards["QMJ"].ons_code(DAY) or ""
    good = CAMDEN._replace(ons_code=known)
    check_codes("a.csv", data, {"E01000001": good}, DAY, DAY)
    unknown = good._replace(ods_code="QZZ", gss_code="E06999999")
    former = good._replace(gss_code="E07000026", authority="Allerdale")
    places = {"E01000001": unknown, "E01000002": unknown, "E01000003": former}
    with pytest.raises(UnknownRecordsError, match=r"^a.csv does not fit the data: ") as error:
        check_codes("a.csv", data, places, DAY, DAY)
    assert error.value.records == (
        "board QZZ (North Central) is not in boards.csv",
        "authority E06999999 (Camden) is not in authorities.csv",
        "authority E07000026 (Allerdale) did not exist on 2023-04-01",
    )
    check_codes("a.csv", data, {"E01000003": former}, DAY, None)


def test_names_of_columns_match_as_a_whole() -> None:
    assert matching_names(["ICB26CD", " icb23cd ", "ICB26CDH"], r"ICB\d\dCD") == [
        "ICB26CD",
        " icb23cd ",
    ]
