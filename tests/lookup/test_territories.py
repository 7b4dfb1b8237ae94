"""The territory of every area on every day."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.dates import DAY, FIRST_DAY
from icslookup.lookup.territories import Territories, territories

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset

DAYS = [date(2022, 7, 1), date(2023, 3, 31), date(2023, 4, 1), date(2026, 3, 31), date(2026, 4, 1)]


@pytest.mark.parametrize("day", DAYS)
def test_a_territory_has_the_lsoas_of_the_file(data: Dataset, day: date) -> None:
    """Every area has as many LSOAs and residents as the rows of the file, counted one by one."""
    counts: Counter[str] = Counter()
    residents: Counter[str] = Counter()
    for row in data.lsoas:
        if row.residents is not None and row.exists_on(day):
            for key in (row.gss_code, f"sub-icb:{row.sub_icb}", row.ods_code):
                counts[key or ""] += 1
                residents[key or ""] += row.residents
    known = territories(data)
    keys = [*data.boards, *(key for key in data.nhs_areas if key.startswith("sub-icb:"))]
    keys += [key for key, authority in data.authorities.items() if authority.kind != "county"]
    sizes = {key: known.size(known.of(key, day)) for key in keys}
    assert sizes == {key: (counts[key], residents[key]) for key in keys}
    of_boards = sum(m.residents for m in data.memberships if m.exists_on(day))
    assert sum(residents[board] for board in data.boards) == of_boards


@pytest.mark.parametrize("day", DAYS)
def test_every_geography_has_all_of_england_once(data: Dataset, day: date) -> None:
    known = territories(data)
    whole = frozenset[int]().union(*(known.of(key, day) for key in data.boards))
    for kind in ("sub-icb", "region"):
        keys = [key for key, area in data.nhs_areas.items() if area.kind == kind]
        parts = [known.of(key, day) for key in keys]
        assert frozenset[int]().union(*parts) == whole
        assert sum(map(len, parts)) == len(whole)


def test_what_the_areas_gained_and_lost(data: Dataset) -> None:
    known = territories(data)
    changed = {
        (str(day), key): (known.size(after - before), known.size(before - after))
        for day in known.days
        for key in (*data.boards, *data.nhs_areas)
        if (before := known.of(key, day - DAY)) != (after := known.of(key, day))
        and before
        and after
    }
    none, four = (0, 0), (4, 6714)
    assert changed == {
        ("2023-04-01", "QXU"): (none, four),
        ("2023-04-01", "QNX"): (four, none),
        ("2023-04-01", "sub-icb:70F"): (four, none),
        ("2023-04-01", "sub-icb:92A"): (none, four),
        ("2026-04-01", "QRL"): ((105, 174249), none),
        ("2026-04-01", "sub-icb:D9Y0V"): ((105, 174249), none),
        ("2026-04-01", "sub-icb:92A"): ((95, 153488), none),
    }


def test_a_county_has_its_districts_while_it_exists(data: Dataset) -> None:
    known = territories(data)
    parts = [known.of(key, FIRST_DAY) for key in data.districts_by_county["E10000006"]]  # Cumbria
    assert known.of("E10000006", FIRST_DAY) == frozenset[int]().union(*parts)
    assert known.of("E10000006", date(2023, 4, 1)) == frozenset()
    assert known.of("QRL", FIRST_DAY - DAY) == frozenset()
    assert known.of("ccg:E38000017", FIRST_DAY) == frozenset()


def test_a_board_that_changes_its_region_changes_the_regions(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    data = damaged(
        "region_boards.csv",
        "Y58,QOX,2022-07-01,,",
        "Y58,QOX,2022-07-01,2024-03-31,x,B\nY59,QOX,2024-04-01,,",
    )
    known, day = Territories(data), date(2024, 4, 1)
    assert day in known.days
    assert known.of("region:Y58", day - DAY) - known.of("region:Y58", day) == known.of("QOX", day)
    assert known.of("region:Y59", day) >= known.of("QOX", day)
