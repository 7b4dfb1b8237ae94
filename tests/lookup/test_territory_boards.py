"""The boards that have the territory of a record that is not there on a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.active import bundled
from icslookup.dataset.loader import Dataset, districts
from icslookup.dataset.nhs_areas import SUB_ICB
from icslookup.dataset.periods import periods
from icslookup.dates import DAY, FIRST_DAY
from icslookup.lookup.territory_boards import BoardsOfTerritory, TerritoryBoard, boards_of_territory
from icslookup.model import Membership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.model import Authority, Board

MERGERS = date(2026, 4, 1)
FRIMLEY = [("S0E4D", 436_606, 255), ("QRL", 174_249, 105), ("S9B9J", 153_488, 95)]


def _amounts(found: BoardsOfTerritory | None) -> list[tuple[str, int | None, int | None]]:
    assert found
    return [(board.ods_code, board.residents, board.lsoas) for board in found.boards]


def _absences() -> Iterator[tuple[str, date]]:
    """Yield every record and period in which it did not exist but its territory is known."""
    data = bundled()
    records: dict[str, Authority | Board | NhsArea] = {**data.authorities, **data.boards}
    records.update({key: area for key, area in data.nhs_areas.items() if area.kind == SUB_ICB})
    for key, record in records.items():
        for span in periods(data):
            edge = record.end if record.end and record.end < span.start else record.start
            if not record.exists_on(span.start) and edge and edge >= FIRST_DAY:
                yield key, span.start


@pytest.mark.parametrize("key", ["QNQ", "sub-icb:D4U1Y"])
def test_frimley_is_divided(data: Dataset, key: str) -> None:
    found = boards_of_territory(data, key, date(2026, 5, 1))
    assert _amounts(found) == FRIMLEY
    assert found
    assert [board.share for board in found.boards] == [0.571217, 0.227972, 0.20081]
    assert not found.is_estimate


@pytest.mark.parametrize(
    ("key", "day", "boards"),
    [
        ("QU9", date(2026, 5, 1), [("S0E4D", 1_778_215, 1_056)]),  # it passed whole
        ("S9B9J", date(2025, 1, 1),  # it had not begun
         [("QNX", 1_705_587, 1_029), ("QXU", 1_049_641, 624), ("QNQ", 153_488, 95)]),
        ("sub-icb:U2G6B", date(2025, 1, 1), [("QNQ", 436_606, 255)]),
        ("E07000163", date(2024, 1, 1), [("QWO", 50_864, 30), ("QE1", 6_060, 3)]),  # Craven
        ("E06000065", date(2022, 8, 1),  # North Yorkshire, before it replaced its districts
         [("QOQ", 558_572, 346), ("QWO", 50_864, 30), ("QE1", 6_060, 3)]),
        ("E10000006", date(2024, 1, 1), [("QHM", 319_487, 207), ("QE1", 180_378, 112)]),  # Cumbria
        # Buckinghamshire council has just the territory of the county that ended in 2020.
        ("E10000002", date(2025, 1, 1), [("QU9", 546_080, 330), ("QHG", 6_989, 4)]),
        # The successors of these lie in one board, but how many residents were theirs is not known.
        ("E06000028", date(2025, 1, 1), [("QVV", None, None)]),  # Bournemouth
        ("E07000190", date(2026, 5, 1), [("QSL", None, None)]),  # Taunton Deane, over two steps
        ("E10000009", date(2025, 1, 1), [("QVV", None, None)]),  # Dorset, in two successors
        ("E07000205", MERGERS, [("T6Y0W", None, None)]),  # Suffolk Coastal
    ],
)  # fmt: skip
def test_a_territory_that_is_determined(
    data: Dataset, key: str, day: date, boards: list[tuple[str, int | None, int | None]]
) -> None:
    found = boards_of_territory(data, key, day)
    assert _amounts(found) == boards
    assert found
    assert not found.is_estimate
    assert sum(board.share for board in found.boards) == pytest.approx(1, abs=2e-6)


def test_a_council_whose_part_of_its_successor_is_not_known_is_estimated(data: Dataset) -> None:
    """East Suffolk was in two boards. The data do not say which of them had Suffolk Coastal."""
    assert boards_of_territory(data, "E07000205", date(2025, 1, 1)) == (
        (TerritoryBoard("QJG", 0.527072, None, None), TerritoryBoard("QMM", 0.472928, None, None)),
        True,
    )


def test_few_councils_are_estimated(data: Dataset) -> None:
    """docs/matching.md says how many."""
    estimated = set()
    for key, council in data.authorities.items():
        found = boards_of_territory(data, key, FIRST_DAY)
        assert found
        if found.is_estimate:
            estimated.add(council.name)
    buckinghamshire = {"Aylesbury Vale", "Chiltern", "South Bucks", "Wycombe"}
    assert estimated == {*buckinghamshire, "Suffolk Coastal", "Waveney"}


def test_a_record_that_exists_has_its_own_boards(data: Dataset) -> None:
    assert _amounts(boards_of_territory(data, "QRL", date(2025, 1, 1))) == [
        ("QRL", 1_823_983, 1_126)
    ]
    guildford = boards_of_territory(data, "E07000209", date(2025, 1, 1))
    assert _amounts(guildford) == [("QXU", 123_201, 71), ("QNQ", 20_458, 13)]


def test_an_unknown_key_is_an_error(data: Dataset) -> None:
    with pytest.raises(KeyError):
        boards_of_territory(data, "E99999999", MERGERS)


@lru_cache(maxsize=1)
def _places() -> dict[date, dict[str, tuple[str | None, str | None, str | None, int]]]:
    """Return the council, location, board and residents of each LSOA, for each period."""
    data = bundled()
    return {
        span.start: {
            row.lsoa: (row.gss_code, row.sub_icb, row.ods_code, row.residents)
            for row in data.lsoas
            if row.residents is not None and row.exists_on(span.start)
        }
        for span in periods(data)
    }


@pytest.mark.parametrize(("key", "day"), list(_absences()))
def test_the_boards_have_each_lsoa_of_the_territory(data: Dataset, key: str, day: date) -> None:
    """Count LSOA by LSOA where the territory of a record lies, and compare."""
    record = data.authorities.get(key) or data.boards.get(key) or data.nhs_areas[key]
    ended = record.end is not None and record.end < day
    edge = record.end if ended else record.start
    assert edge
    names = {*districts(data, key)} if key in data.authorities else {key.removeprefix("sub-icb:")}
    last = max(start for start in _places() if start <= edge)
    inside = [lsoa for lsoa, place in _places()[last].items() if names & set(place[:3])]
    found: dict[str | None, list[int]] = {}
    for lsoa in inside:
        _, _, board, residents = _places()[day][lsoa]
        found.setdefault(board, []).append(residents)
    expected = {(board, sum(parts), len(parts)) for board, parts in found.items()}
    answer = boards_of_territory(data, key, day)
    assert set(_amounts(answer)) == expected
    assert answer
    assert not answer.is_estimate


def test_the_lsoas_are_read_only_if_the_memberships_do_not_determine_the_boards() -> None:
    """Without the memberships of Hart since April 2026 they do not say where Frimley went."""
    data = Dataset(bundled().folder)
    for key, day in _absences():
        boards_of_territory(data, key, day)
    assert "blocks" not in vars(data)
    vars(data)["memberships"] = tuple(
        row for row in data.memberships if (row.gss_code, row.start) != ("E07000089", MERGERS)
    )
    del vars(data)["memberships_by_area"]
    assert _amounts(boards_of_territory(data, "QNQ", date(2026, 5, 1))) == FRIMLEY
    assert "blocks" in vars(data)
    vars(data)["blocks"] = ()
    assert boards_of_territory(data, "QNQ", date(2026, 5, 1)) is None


def test_a_record_without_others_after_it_has_no_boards() -> None:
    data = Dataset(bundled().folder)
    bournemouth = data.authorities["E06000028"]._replace(successors=())
    vars(data)["authorities"] = {**data.authorities, "E06000028": bournemouth}
    assert boards_of_territory(data, "E06000028", MERGERS) is None


def _with_memberships(*rows: Membership) -> Dataset:
    """Return the data with more memberships, which end those of the same council on that day."""
    data = Dataset(bundled().folder)
    starts = {row.gss_code: row.start for row in rows}
    kept = [
        row._replace(end=starts[row.gss_code] - DAY)
        if row.gss_code in starts and row.end is None
        else row
        for row in data.memberships
    ]
    vars(data)["memberships"] = (*kept, *rows)
    vars(data).pop("memberships_by_area", None)
    return data


def test_a_part_of_a_divided_part_is_counted_by_lsoas() -> None:
    """If North Yorkshire's part of its board were divided, who took Harrogate would be open."""
    day = date(2026, 4, 1)
    counts = {"QOQ": (340, 550_000), "QWO": (36, 59_436), "QE1": (3, 6_060)}
    data = _with_memberships(
        *(
            Membership(board, "E06000065", day, None, lsoas, 379, residents, 615_496)
            for board, (lsoas, residents) in counts.items()
        )
    )
    assert _amounts(boards_of_territory(data, "E07000165", day)) == [("QOQ", 162_655, 105)]
    assert "blocks" in vars(data)
    vars(data)["blocks"] = ()
    estimate = boards_of_territory(data, "E07000165", day)
    assert estimate
    assert estimate.is_estimate
    assert [board.ods_code for board in estimate.boards] == ["QOQ", "QWO", "QE1"]


def test_a_location_without_parts_after_its_end_is_counted_by_lsoas() -> None:
    data = Dataset(bundled().folder)
    frimley = data.nhs_areas["sub-icb:D4U1Y"]
    parts = tuple(part for part in frimley.parts if part.start < MERGERS)
    vars(data)["nhs_areas"] = {
        **data.nhs_areas,
        frimley.key: frimley._replace(parts=parts),
    }
    assert _amounts(boards_of_territory(data, frimley.key, date(2026, 5, 1))) == FRIMLEY
