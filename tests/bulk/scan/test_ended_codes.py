"""The codes that have ended by a day, and what took their place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk.scan.ended_codes import code_book
from icslookup.dates import FIRST_DAY
from tests.support.program import TODAY

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

LAST = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("code", "kind", "end", "seen", "gone", "successors"),
    [
        ("QNQ", "board", "2026-03-31", None, True, "QRL S0E4D S9B9J"),
        ("E54000034", "board", "2026-03-31", None, True, "E54000067 E54000070 E54000069"),
        ("E54000042", "board", "2026-03-31", None, False, "E54000067"),
        ("E54000052", "board", "2023-03-31", None, True, "E54000069"),
        ("D4U1Y", "sub-icb", "2026-03-31", None, True, "92A D9Y0V U2G6B"),
        ("E38000252", "sub-icb", "2026-03-31", None, True, "E38000267 E38000266 E38000268"),
        ("03D", "ccg", None, "2019", True, "42D"),
        ("E38000048", "ccg", None, "2020", True, "E38000256"),
        ("E38000026", "ccg", "2022-06-30", None, True, "E38000260 E38000262"),
        ("E54000005", "stp", None, "2019", True, "E54000054 E54000051"),
        ("E07000026", "council", "2023-03-31", None, True, "E06000063"),
        ("E06000028", "council", "2019-03-31", None, True, "E06000058"),
        ("E10000006", "council", "2023-03-31", None, True, "E06000063 E06000064"),
        ("E08000016", "council", "2025-03-31", None, False, "E08000038"),
        ("E07000100", "council", None, None, False, "E07000240"),
        ("E40000007", "region", None, "2023-04", False, "E40000013"),
    ],
)  # fmt: skip
def test_a_code_that_has_ended(  # noqa: PLR0913 - the columns of a table
    data: Dataset,
    code: str,
    kind: str,
    end: str | None,
    seen: str | None,
    gone: bool,
    successors: str,
) -> None:
    found = code_book(data, TODAY).ended[code]
    assert (found.kind, found.end and str(found.end), found.last_seen) == (kind, end, seen)
    assert found.holder_ended is gone
    assert sorted(s.code for s in found.successors) == sorted(successors.split())


@pytest.mark.parametrize(
    "code",
    "QRL QOX S9B9J 15E 06H E54000067 E54000069 E38000260 E06000063 E08000038 E07000240 E40000013"
    " Y61 E38000254".split(),
)
def test_a_code_in_force(data: Dataset, code: str) -> None:
    book = code_book(data, TODAY)
    assert code in book.known
    assert code not in book.ended


@pytest.mark.parametrize(
    ("code", "last_day"),
    [("QNQ", LAST), ("E54000042", LAST), ("D4U1Y", LAST), ("E54000052", date(2023, 3, 31)),
     ("E07000026", date(2023, 3, 31)), ("E08000016", date(2025, 3, 31))],
)  # fmt: skip
def test_a_code_is_in_force_until_its_last_day(data: Dataset, code: str, last_day: date) -> None:
    next_day = date.fromordinal(last_day.toordinal() + 1)
    assert code not in code_book(data, last_day).ended
    assert code_book(data, next_day).ended[code].end == last_day


def test_the_successors_are_those_of_the_day(data: Dataset) -> None:
    def of(code: str, day: date) -> list[str]:
        return [successor.code for successor in code_book(data, day).ended[code].successors]

    assert of("E54000052", date(2024, 1, 1)) == ["E54000063"]
    assert of("E54000052", TODAY) == ["E54000069"]
    assert of("E54000035", date(2024, 1, 1)) == ["E54000063"]


@pytest.mark.parametrize("day", [FIRST_DAY, date(2023, 4, 1), LAST, TODAY])
def test_no_code_leads_to_one_that_has_ended(data: Dataset, day: date) -> None:
    book = code_book(data, day)
    assert len(book.ended) > 300
    for code, ended in book.ended.items():
        assert ended.code == code
        assert ended.end is None or ended.end < day
        assert ended.successors, code
        for successor in ended.successors:
            assert successor.code in book.known - book.ended.keys(), (code, successor)
            assert (len(successor.code) == 9) is (len(code) == 9), (code, successor)


def test_every_code_of_the_data_is_known(data: Dataset) -> None:
    names = [name for area in data.nhs_areas.values() for name in area.names]
    codes = {*data.board_keys, *data.authority_keys, *(name.ons_code for name in names)}
    codes |= {name.ods_code for name in names if name.ods_code}
    assert code_book(data, TODAY).known >= codes
