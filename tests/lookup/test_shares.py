"""How much of a territory each board had over time."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

import icslookup
from icslookup.dataset.active import bundled
from icslookup.dataset.loader import Dataset, districts
from icslookup.lookup.area import BoardShare
from icslookup.lookup.board import AreaShare
from icslookup.lookup.lists import MappingRow
from icslookup.lookup.shares import SharePeriod, share_periods, shares_on

GUILDFORD = ("E07000209",)


def test_a_period_has_the_figures_of_one_board(data: Dataset) -> None:
    assert share_periods(data, GUILDFORD) == [
        ("QXU", "part", 0.857593, 123_201, 143_659, 71, 84, date(2022, 7, 1), date(2026, 3, 31)),
        ("QNQ", "part", 0.142407, 20_458, 143_659, 13, 84, date(2022, 7, 1), date(2026, 3, 31)),
        ("S9B9J", "whole", 1.0, 143_659, 143_659, 84, 84, date(2026, 4, 1), None),
    ]


def test_the_records_of_a_share_end_with_the_figures(data: Dataset) -> None:
    fields = SharePeriod._fields[1:]
    for record in (BoardShare, AreaShare, MappingRow):
        assert record._fields[-len(fields) :] == fields
    period = share_periods(data, GUILDFORD)[0]
    assert period.figures == tuple(period)[1:]


def test_an_unknown_territory_has_no_shares(data: Dataset) -> None:
    assert share_periods(data, ("E99999999",)) == []
    assert shares_on(data, (), date(2026, 4, 1)) == []


def test_a_county_is_the_sum_of_its_districts(data: Dataset) -> None:
    day = date(2024, 6, 1)
    keys = districts(data, "E10000030")
    parts = [share for key in keys for share in shares_on(data, (key,), day)]
    for share in shares_on(data, keys, day):
        mine = [part for part in parts if part.ods_code == share.ods_code]
        assert share.residents == sum(part.residents for part in mine)
        assert share.lsoas == sum(part.lsoas for part in mine)


def test_recoding_does_not_break_a_membership_in_two() -> None:
    answer = icslookup.area("Sheffield")
    assert [(b.ods_code, b.start) for b in answer.boards] == [("QF7", date(2022, 7, 1))]
    assert answer.previous_boards == ()


def naive(data: Dataset, key: str, day: date) -> dict[str, tuple[int, int]]:
    """Sum the memberships of the districts of an authority on one day, row by row."""
    found: dict[str, tuple[int, int]] = {}
    for membership in data.memberships:
        member = data.authorities[data.authority_keys[membership.gss_code]]
        inside = key in (member.gss_code, member.county)
        if inside and membership.start <= day and (not membership.end or day <= membership.end):
            lsoas, residents = found.get(membership.ods_code, (0, 0))
            found[membership.ods_code] = (
                lsoas + membership.lsoas,
                residents + membership.residents,
            )
    return found


@given(
    st.sampled_from(sorted(bundled().authorities)),
    st.dates(date(2022, 7, 1), date(2027, 1, 1)),
)
def test_shares_agree_with_counting_row_by_row(key: str, day: date) -> None:
    data = bundled()
    found = shares_on(data, districts(data, key), day)
    assert len(found) == len({s.ods_code for s in found})
    ours = {s.ods_code: (s.lsoas, s.residents) for s in found}
    assert ours == naive(data, key, day)
