"""A crosswalk divides every area of one day between the areas of another, and loses nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import icslookup
from icslookup.dataset.active import bundled
from icslookup.errors import UsageError
from icslookup.lookup.boundaries import TARGETS
from icslookup.lookup.crosswalk import Crosswalk, crosswalk

if TYPE_CHECKING:
    from icslookup.dataset.lsoas import LsoaPeriod

ENGLAND = (33_755, 56_490_108)


def parts(found: Crosswalk, code: str) -> dict[str | None, int | None]:
    return {row.to_code: row.residents for row in found.rows if row.from_code == code}


def test_the_boards_of_2025_on_those_of_2026() -> None:
    found = crosswalk("2025-04-01", "2026-04-01")
    assert parts(found, "QNQ") == {"S0E4D": 436_606, "QRL": 174_249, "S9B9J": 153_488}
    ended = {r.from_code for r in found.rows} - {r.to_code for r in found.rows}
    whole = {r.from_code for r in found.rows if r.coverage == "whole"}
    assert len(ended) == 12
    assert len(ended & whole) == 9
    assert {str(r.changed) for r in found.rows if r.from_code in ended} == {"2026-04-01"}


@pytest.mark.parametrize("days", [("2022-07-01", "2026-05-01"), ("2026-05-01", "2023-01-01")])
@pytest.mark.parametrize("to_geography", TARGETS)
@pytest.mark.parametrize("geography", [*TARGETS, "lsoa"])
def test_nothing_is_lost(geography: str, to_geography: str, days: tuple[str, str]) -> None:
    found = crosswalk(*days, geography=geography, to_geography=to_geography)
    assert (sum(r.lsoas or 0 for r in found.rows), sum(r.residents or 0 for r in found.rows)) == (
        ENGLAND
    )
    for of, counts in (("from_code", "from_residents"), ("to_code", "to_residents")):
        sums: dict[str, int] = {}
        for row in found.rows:
            sums[getattr(row, of)] = sums.get(getattr(row, of), 0) + (row.residents or 0)
        assert sums == {getattr(row, of): getattr(row, counts) for row in found.rows}


@pytest.mark.parametrize(("geography", "lsoas"), [("board", 32_844), ("region", 32_844)])
@pytest.mark.parametrize("days", [("2021-04-01", "2026-05-01"), ("2017-04-01", "2022-07-01")])
def test_ccgs_by_counts_of_2011_lsoas(geography: str, lsoas: int, days: tuple[str, str]) -> None:
    found = crosswalk(*days, geography="ccg", to_geography=geography)
    assert sum(row.lsoas or 0 for row in found.rows) == lsoas
    assert not found.undetermined


@pytest.mark.parametrize(
    ("year", "names"),
    [(2021, ["Frimley", "Surrey Heartlands"]), (2017, ["Bracknell and Ascot", "Slough"])],
)
def test_a_ccg_that_the_counts_do_not_divide_has_a_row_without_target_and_a_reason(
    year: int, names: list[str]
) -> None:
    found = crosswalk(date(year, 4, 1), "2026-04-01", geography="ccg", to_geography="sub-icb")
    unknown = [row for row in found.rows if row.coverage == "unknown"]
    for name in names:
        assert [line for line in found.undetermined if name in line]
        (row,) = [row for row in unknown if name in row.from_name]
        assert (row.to_code, row.to_name, row.to_lsoas) == (None, None, None)
        assert (row.share_of_from, row.lsoas) == (1, row.from_lsoas)
    assert len(unknown) == len(found.undetermined)
    assert sum(row.lsoas or 0 for row in found.rows) == 32_844


@pytest.mark.parametrize(
    "options",
    [
        {"geography": "ward"},
        {"to_geography": "ccg"},
        {"geography": "ccg", "to_geography": "council"},
    ],
)
def test_a_geography_that_is_not_known_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        crosswalk("2022-07-01", "2026-04-01", **options)


def test_boards_have_no_day_before_they_began() -> None:
    with pytest.raises(UsageError, match="did not exist"):
        crosswalk("2021-04-01", "2026-04-01")


def test_without_days_the_boundaries_before_the_present_ones_lead_to_those_of_today() -> None:
    found = crosswalk()
    assert (str(found.from_day), str(found.to_day)) == ("2023-04-01", "2026-11-22")
    assert found.rows == crosswalk("2023-04-01", "2026-04-01").rows
    assert crosswalk("2022-08-01").to_day == found.to_day
    assert str(crosswalk(to="2024-01-01").from_day) == "2022-07-01"
    assert str(crosswalk(to="2022-01-01", geography="council").from_day) == "2022-07-01"
    assert str(crosswalk(geography="ccg").from_day) == "2022-06-30"


@pytest.mark.parametrize("to_geography", TARGETS)
@pytest.mark.parametrize("geography", TARGETS)
def test_the_way_back_has_the_same_parts(geography: str, to_geography: str) -> None:
    days = ("2022-09-01", "2026-05-01")
    there = crosswalk(*days, geography=geography, to_geography=to_geography)
    back = crosswalk(*reversed(days), geography=to_geography, to_geography=geography)
    assert {(r.from_code, r.to_code, r.residents, r.lsoas) for r in there.rows} == {
        (r.to_code, r.from_code, r.residents, r.lsoas) for r in back.rows
    }


@pytest.mark.parametrize("geography", TARGETS)
def test_on_one_day_each_area_is_itself(geography: str) -> None:
    for row in crosswalk("2024-01-01", "2024-01-01", geography=geography).rows:
        assert row[:3] == row[3:6]
        assert (row.coverage, row.share_of_from, row.share_of_to) == ("whole", 1, 1)
        assert row.changed is None


@pytest.mark.parametrize("days", [("2022-07-01", "2026-04-01"), ("2026-04-01", "2022-07-01")])
def test_the_day_of_change_is_that_of_the_areas_of_the_target(days: tuple[str, str]) -> None:
    """Boards ended in 2026, but every place has stayed in its region and sub-ICB location."""
    regions = crosswalk(*days, to_geography="region")
    assert {row.changed for row in regions.rows} == {None}
    councils = crosswalk(*days, geography="council", to_geography="board")
    assert {str(row.changed) for row in councils.rows} == {"None", "2026-04-01"}
    districts = crosswalk(*days, geography="council", to_geography="council")
    assert {str(r.changed) for r in districts.rows if r.from_code != r.to_code} == {
        "2023-04-01", "None",  # None: those of which only the code changed
    }  # fmt: skip
    (york,) = [row for row in districts.rows if row.to_name == "York"]
    assert york.changed is None


def test_lsoas_have_the_place_of_the_day_and_the_day_of_change() -> None:
    rows: dict[str, list[LsoaPeriod]] = {}
    for period in bundled().lsoas:
        if 2021 in period.censuses:
            rows.setdefault(period.lsoa, []).append(period)
    found = crosswalk("2022-07-01", "2026-04-01", geography="lsoa")
    assert [row.from_code for row in found.rows] == list(rows)
    for row in found.rows:
        boards = [period.ods_code for period in rows[row.from_code]]
        assert row.to_code == boards[-1]
        assert (row.changed is not None) is (len(set(boards)) > 1)


def test_the_last_ccgs_stand_for_those_of_a_later_day() -> None:
    found = crosswalk("2026-01-01", "2026-04-01", geography="ccg")
    assert len({row.from_code for row in found.rows}) == 106
    assert "no CCGs on 1 January 2026" in (found.message or "")
    assert crosswalk("2022-06-30", "2026-04-01", geography="ccg").message is None


@pytest.mark.parametrize("year", range(2015, 2022))
@pytest.mark.parametrize("to", ["2022-07-01", "2026-04-01"])
@pytest.mark.parametrize("to_geography", ["board", "region", "sub-icb"])
def test_no_ccg_is_lost_in_any_year(year: int, to: str, to_geography: str) -> None:
    found = crosswalk(date(year, 4, 1), to, geography="ccg", to_geography=to_geography)
    parts: Counter[str] = Counter()
    for row in found.rows:
        parts[row.from_code] += row.lsoas or 0
    assert parts == {row.from_code: row.from_lsoas for row in found.rows}
    assert parts.total() == 32_844


def test_a_ccg_that_is_whole_in_a_region_has_all_its_lsoas() -> None:
    """How it divides between the boards of 2026 is not known, but both are in the South East."""
    found = crosswalk("2017-04-01", "2026-04-01", geography="ccg", to_geography="region")
    (row,) = [row for row in found.rows if "Bracknell" in row.from_name]
    assert (row.to_code, row.lsoas, row.coverage) == ("Y59", 85, "whole")


def test_councils_before_boards_are_those_of_the_day_or_refused() -> None:
    found = crosswalk("2021-04-01", "2022-07-01", geography="council")
    assert len(found.rows) == 309
    for day, ended in (("2021-03-31", 7), ("2020-03-31", 11), ("2019-01-01", 25)):
        for options in (
            {"from_": day, "to": "2026-04-01", "geography": "council"},
            {"from_": "2026-04-01", "to": day, "to_geography": "council"},
        ):
            with pytest.raises(UsageError, match=f"{ended} councils .* from 1 April 2021"):
                crosswalk(**options)  # type: ignore[arg-type]


def test_ccgs_before_the_first_list_are_refused() -> None:
    with pytest.raises(UsageError, match="before 1 April 2015"):
        crosswalk("2015-03-31", "2026-04-01", geography="ccg")


@pytest.mark.parametrize("days", [("2023-04-01", "2030-01-01"), ("2030-01-01", "2023-04-01")])
def test_a_day_in_the_future_has_a_note(days: tuple[str, str]) -> None:
    message = crosswalk(*days).message
    assert message
    assert message.startswith("1 January 2030 is in the future")


def test_shares_have_six_decimals_and_add_up() -> None:
    for geography in ("board", "sub-icb", "council"):
        found = crosswalk("2022-07-01", "2026-04-01", geography=geography, to_geography="board")
        sums: Counter[str] = Counter()
        for row in found.rows:
            assert row.share_of_from == round((row.residents or 0) / (row.from_residents or 1), 6)
            assert row.share_of_to == round((row.residents or 0) / (row.to_residents or 1), 6)
            sums[row.from_code] += row.share_of_from  # type: ignore[assignment]
        assert all(abs(total - 1) < 2e-6 for total in sums.values())


def place_of(geography: str, period: LsoaPeriod, day: date) -> str | None:
    """Return the code of the area of an LSOA, straight from the rows of the data."""
    data = bundled()
    if geography == "council":
        return data.authorities[str(period.gss_code)].gss_code_on(day)
    if geography == "region":
        return next(
            area.code
            for area in data.nhs_areas.values()
            if area.kind == "region"
            for part in area.parts
            if part.ods_code == period.ods_code and part.exists_on(day)
        )
    return period.sub_icb if geography == "sub-icb" else period.ods_code


@pytest.mark.parametrize(
    ("geography", "to_geography", "days"),
    [
        ("board", "board", ("2023-03-31", "2023-04-01")),
        ("board", "board", ("2026-04-01", "2022-07-01")),
        ("board", "sub-icb", ("2025-12-31", "2026-11-22")),
        ("sub-icb", "sub-icb", ("2022-07-01", "2026-04-01")),
        ("sub-icb", "council", ("2026-04-01", "2023-03-31")),
        ("council", "board", ("2022-07-01", "2026-03-31")),
        ("council", "council", ("2023-04-01", "2022-07-01")),
        ("council", "region", ("2022-07-01", "2026-04-01")),
        ("region", "council", ("2022-07-01", "2025-04-01")),
    ],
)
def test_the_rows_are_what_a_count_of_each_lsoa_gives(
    geography: str, to_geography: str, days: tuple[str, str]
) -> None:
    first, second = map(date.fromisoformat, days)
    kinds = ((geography, first), (to_geography, second))
    rows: dict[str, list[LsoaPeriod]] = {}
    for period in bundled().lsoas:
        if 2021 in period.censuses:
            rows.setdefault(period.lsoa, []).append(period)
    places: dict[tuple[str, tuple[object, ...], date], str | None] = {}
    lsoas: Counter[tuple[str | None, ...]] = Counter()
    residents: Counter[tuple[str | None, ...]] = Counter()
    for periods in rows.values():
        codes = []
        for kind, day in kinds:
            period = next(one for one in periods if one.exists_on(day))
            key = (kind, (period.gss_code, period.sub_icb, period.ods_code), day)
            if key not in places:
                places[key] = place_of(kind, period, day)
            codes.append(places[key])
        lsoas[tuple(codes)] += 1
        residents[tuple(codes)] += periods[0].residents or 0
    found = crosswalk(*days, geography=geography, to_geography=to_geography)
    assert {(r.from_code, r.to_code): r.lsoas for r in found.rows} == lsoas
    assert {(r.from_code, r.to_code): r.residents for r in found.rows} == residents


@pytest.mark.parametrize(
    "to", ["2022-07-01", "2023-04-01", "2024-10-31", "2025-06-01", "2026-11-22"]
)
def test_codes_and_names_are_those_of_their_own_day(to: str) -> None:
    """A council or a region can get another code on a day on which no boundary changes."""
    for row in crosswalk("2025-03-31", to, geography="council").rows:
        assert row.from_ons_code == row.from_code
        assert row.to_ons_code == row.to_code
    districts = {row.gss_code for row in icslookup.areas(to).rows}
    assert {r.to_code for r in crosswalk("2025-03-31", to, geography="council").rows} == districts
    boards = {(row.ods_code, row.ons_code, row.name) for row in icslookup.boards(to).rows}
    assert {row[3:6] for row in crosswalk("2025-03-31", to).rows} == boards
    assert {row[:3] for row in crosswalk(to, "2025-03-31").rows} == boards
    regions = {
        (area.code, area.ons_code_on(date.fromisoformat(to)), area.names[0].name)
        for area in bundled().nhs_areas.values()
        if area.kind == "region"
    }
    assert {row[3:6] for row in crosswalk("2025-03-31", to, to_geography="region").rows} == regions
