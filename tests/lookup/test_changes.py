"""The question `changes`: the differences between two days."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.errors import UsageError

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset


def kinds(since: str, to: str) -> Counter[str]:
    return Counter(row.change for row in icslookup.changes(since, to).rows)


def test_the_reorganisation_of_april_2026() -> None:
    assert kinds("2026-03-31", "2026-04-01") == {
        "board_made": 6,
        "board_abolished": 12,
        "board_rebounded": 1,
        "board_recoded": 1,
        "territory_moved": 16,
        "area_moved": 97,
        "note": 1,
    }
    rows = icslookup.changes("2026-03-31", "2026-04-01").rows
    frimley = [
        (row.other_code, row.residents, row.lsoas)
        for row in rows
        if row.change == "territory_moved" and row.code == "QNQ"
    ]
    assert sorted(frimley, key=str) == [
        ("QRL", 174_249, 105),
        ("S0E4D", 436_606, 255),
        ("S9B9J", 153_488, 95),
    ]
    (grown,) = [row for row in rows if row.change == "board_rebounded"]
    assert (grown.code, grown.residents, grown.lsoas) == ("QRL", 174_249, 105)
    (recoded,) = [row for row in rows if row.change == "board_recoded"]
    assert (recoded.old_code, recoded.new_code) == ("E54000042", "E54000067")


def test_every_lsoa_that_changed_board_in_2026_is_counted(data: Dataset) -> None:
    """With the LSOAs of the recoded board they are 10,207, as others report for the ONS file."""
    rows = icslookup.changes("2026-03-31", "2026-04-01").rows
    moved = [row for row in rows if row.change == "territory_moved"]
    areas = [row for row in rows if row.change == "area_moved"]
    abolished = [row for row in rows if row.change == "board_abolished"]
    hampshire = icslookup.board("QRL", "2026-03-31").lsoas or 0
    for found in (moved, areas, abolished):
        assert sum(row.lsoas or 0 for row in found) + hampshire == 10_207
    assert len({m.gss_code for m in data.memberships if m.start == date(2026, 4, 1)}) == 97


def test_the_changes_of_april_2023() -> None:
    assert kinds("2022-07-01", "2023-04-01") == {
        "board_rebounded": 2,
        "board_recoded": 2,
        "territory_moved": 1,
        "area_created": 4,
        "area_abolished": 20,
        "area_moved": 1,
        "note": 5,
    }
    rows = icslookup.changes("2022-07-01", "2023-04-01").rows
    (moved,) = [row for row in rows if row.change == "territory_moved"]
    assert (moved.code, moved.other_code, moved.residents, moved.lsoas) == ("QXU", "QNX", 6_714, 4)
    (chichester,) = [row for row in rows if row.change == "area_moved"]
    assert chichester.name == "Chichester"
    assert chichester.date == "2023-04-01"
    assert [(part.ods_code, part.lsoas) for part in chichester.before] == [("QNX", 71), ("QXU", 4)]
    assert [(part.ods_code, part.lsoas) for part in chichester.after] == [("QNX", 75)]
    (cumberland,) = [row for row in rows if row.code == "E06000063"]
    assert cumberland.predecessors == (
        "Allerdale Borough Council",
        "Carlisle City Council",
        "Copeland Borough Council",
        "Cumbria County Council",
    )
    assert cumberland.residents == 273_279


def test_recoded_authorities_are_reported_but_are_not_moves() -> None:
    rows = [r for r in icslookup.changes("2025-03-31", "2025-04-01").rows if r.change != "note"]
    assert [(r.change, r.name, r.old_code, r.new_code) for r in rows] == [
        ("area_recoded", "Barnsley Metropolitan Borough Council", "E08000016", "E08000038"),
        ("area_recoded", "Sheffield City Council", "E08000019", "E08000039"),
    ]


def test_changes_of_a_span_are_those_of_its_parts() -> None:
    """The changes of the whole span have each event once, and so do those of its parts."""
    whole = kinds("2022-07-01", "2026-11-22")
    parts = kinds("2022-07-01", "2024-01-01") + kinds("2024-01-01", "2026-11-22")
    for kind in ("board_made", "board_abolished", "board_recoded", "area_created", "note",
                 "area_abolished", "area_recoded", "territory_moved", "board_rebounded"):  # fmt: skip
        assert whole[kind] == parts[kind]


@pytest.mark.parametrize(
    ("day", "since"),
    [(None, "2023-04-01"), ("2026-03-31", "2022-07-01"), ("2022-12-31", "2022-07-01")],
)
def test_without_a_first_day_the_previous_boundaries_are_compared(
    day: str | None, since: str
) -> None:
    assert icslookup.changes(to=day).since.isoformat() == since


def test_plans_are_marked_as_plans() -> None:
    rows = [r for r in icslookup.changes("2026-12-01", "2027-04-01").rows if r.change != "note"]
    assert {row.change for row in rows} == {"area_planned"}
    assert len(rows) == 11
    assert {row.certainty for row in rows} == {"A"}
    guildford = next(row for row in rows if row.code == "E07000209")
    assert guildford.successors == ("West Surrey",)
    assert kinds("2026-12-01", "2028-05-01")["area_planned"] == 77


def test_nothing_changes_on_the_same_day() -> None:
    assert icslookup.changes("2026-04-01", "2026-04-01").rows == ()


def test_a_day_ahead_is_marked() -> None:
    found = icslookup.changes("2026-04-01", "2027-06-01")
    assert found.note is not None
    assert "in the future" in found.note


@pytest.mark.parametrize(
    ("since", "to", "message"),
    [
        ("2026-04-02", "2026-04-01", "2 April 2026 is after 1 April 2026"),
        ("2022-06-30", None, "Boards did not exist before 1 July 2022"),
        ("soon", None, "is not a date"),
    ],
)
def test_impossible_days(since: str, to: str | None, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        icslookup.changes(since, to)
