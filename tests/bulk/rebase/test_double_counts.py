"""Which of two areas is the total of the other."""

from __future__ import annotations

import pytest

from icslookup.bulk.rebase.double_counts import double_counts
from icslookup.bulk.rebase.source_areas import SourceArea
from icslookup.dataset.active import bundled
from icslookup.errors import DataError
from tests.support.rebased import rebased, refusal


def area(kind: str, key: str, blocks: set[int] | None, *proxy: str) -> SourceArea:
    found = None if blocks is None else frozenset(blocks)
    return SourceArea(kind, key, key, key, found, proxy, (("QNC", 1),), "residents")


BOARD, PART = area("board", "QNC", {1, 2, 3}), area("sub-icb", "05W", {1, 2})
REST, OTHER = area("sub-icb", "05G", {3}), area("council", "E06000021", {3, 4})
CCG, STP = area("ccg", "ccg:E38000001", None), area("stp", "stp:E54000005", None)


@pytest.mark.parametrize(
    ("areas", "found"),
    [
        ([BOARD], []), ([PART, REST], []), ([BOARD, PART], [("QNC", ["05W"], False)]),
        ([REST, PART, BOARD], [("QNC", ["05W", "05G"], False)]), ([BOARD, OTHER], [("QNC", ["E06000021"], True)]),
        ([OTHER, REST, PART, BOARD], [("QNC", ["05W", "05G"], False), ("QNC", ["E06000021"], True), ("E06000021", ["05G"], False)]),
        ([BOARD, area("board", "QNC", {1, 2, 3, 4})], [("QNC", ["QNC"], True)]),
        ([area("sub-icb", "X", {1}), area("board", "Y", {1}), area("region", "Z", {1}), area("council", "E06000021", {1})],
         [("Z", ["Y", "X", "E06000021"], False), ("Y", ["X", "E06000021"], False), ("X", ["E06000021"], False)]),
        ([CCG, area("ccg", "ccg:E38000002", None), BOARD], []), ([STP, area("stp", "stp:E54000006", None)], []),
        ([CCG, STP], [("stp:E54000005", ["ccg:E38000001"], False)]), ([CCG, area("sub-icb", "36J", {1})], []),
        ([area("council", "E07000004", {1}, "E06000060"), area("council", "E07000005", {1}, "E06000060")], []),
        ([area("council", "E10000002", {1}, "E06000060"), area("council", "E07000005", {1}, "E06000060")],
         [("E10000002", ["E07000005"], False)]),
    ],
)  # fmt: skip
def test_double_counts(areas: list[SourceArea], found: list[tuple[str, list[str], bool]]) -> None:
    for order in (areas, areas[::-1]):
        doubles = double_counts(bundled(), order)
        assert [
            (one.area.key, [p.key for p in one.parts], one.crossing) for one in doubles
        ] == found


@pytest.mark.parametrize(
    ("former", "successor"),
    [
        ("West Somerset", "Somerset West and Taunton"),
        ("Suffolk Coastal", "East Suffolk"),
        ("Taunton Deane", "E07000246"),
        ("Forest Heath", "West Suffolk"),
    ],
)
def test_a_council_that_ended_is_a_part_of_its_successor(former: str, successor: str) -> None:
    answer = rebased({former: 1, successor: 3}, drop_totals=True)
    assert answer.values[0].placed == 1
    assert answer.values[0].dropped == 3
    (dropped,) = answer.dropped
    assert dropped.parts == (former,)


BRADFORD = {"02N": 5, "02W": 7, "02R": 3}
"""The CCGs of Bradford, in West Yorkshire."""


@pytest.mark.parametrize(
    ("total", "name"),
    [
        ("QWO", "West Yorkshire"),
        ("Y63", "North East and Yorkshire"),
        ("West Yorkshire and Harrogate STP", "West Yorkshire and Harrogate"),
    ],
)
def test_ccgs_are_in_their_stps_boards_and_regions(total: str, name: str) -> None:
    message = refusal(DataError, {**BRADFORD, total: 100})
    assert f"count twice: {name}" in message
    assert "NHS Airedale, Wharfedale and Craven CCG" in message
    answer = rebased({**BRADFORD, total: 100}, drop_totals=True)
    assert answer.values[0].placed == 15
    (dropped,) = answer.dropped
    assert [int(figure) for figure in dropped.figures] == [100]
    assert (dropped.covered, len(dropped.parts)) == (None, 3)


def test_ccgs_count_beside_a_board_that_has_none_of_them() -> None:
    answer = rebased({**BRADFORD, "QKS": 100})
    assert answer.values[0].placed == 115
    assert answer.missing == ()  # what CCGs cover is not known


@pytest.mark.parametrize("drop", [False, True])
def test_a_board_at_two_times_is_not_its_own_total(drop: bool) -> None:
    message = refusal(DataError, {"E54000067": 1, "E54000042": 2}, drop_totals=drop)
    assert "--as-of-column" in message
