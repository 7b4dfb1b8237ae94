"""The question `area`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import icslookup

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.area import AreaAnswer
    from icslookup.model import Authority


def shares(answer: AreaAnswer) -> list[tuple[str, str, int, int]]:
    return [(b.ods_code, b.coverage, b.lsoas, b.residents) for b in answer.boards]


def test_guildford_today() -> None:
    answer = icslookup.area("Guildford")
    assert answer.area is not None
    assert answer.area.gss_code == "E07000209"
    assert answer.area.county is not None
    assert answer.area.county.name == "Surrey"
    assert shares(answer) == [("S9B9J", "whole", 84, 143_659)]
    assert answer.boards[0].ons_code == "E54000069"
    assert [b.ods_code for b in answer.previous_boards] == ["QXU", "QNQ"]
    assert {b.end for b in answer.previous_boards} == {date(2026, 3, 31)}
    assert answer.as_of == date(2026, 11, 22)
    assert answer.message is None


def test_guildford_before_the_mergers() -> None:
    answer = icslookup.area("Guildford", as_of="2024-06-01")
    assert shares(answer) == [("QXU", "part", 71, 123_201), ("QNQ", "part", 13, 20_458)]
    assert [b.residents_share for b in answer.boards] == [0.857593, 0.142407]
    assert answer.boards[0].ons_code == "E54000063"
    assert answer.previous_boards == ()
    assert answer.data.boundaries == date(2023, 4, 1)


def test_the_four_lsoas_of_chichester() -> None:
    before = icslookup.area("Chichester", "2023-03-31")
    assert shares(before) == [("QNX", "part", 71, 117_346), ("QXU", "part", 4, 6_714)]
    after = icslookup.area("Chichester", "2023-04-01")
    assert shares(after) == [("QNX", "whole", 75, 124_060)]
    assert [(b.ods_code, b.ons_code) for b in after.previous_boards] == [
        ("QNX", "E54000053"),
        ("QXU", "E54000052"),
    ]


def test_a_plan_is_shown_as_a_plan() -> None:
    (plan,) = icslookup.area("Guildford").planned
    assert plan.date == date(2027, 4, 1)
    assert plan.status == "legislated"
    assert plan.what == "becomes part of West Surrey"
    assert plan.successors == ("West Surrey",)


@pytest.mark.parametrize(
    ("name", "status", "what"),
    [
        ("East Hampshire", "decided, order not seen; date expected",
         "is divided between Mid Hampshire and South East Hampshire (clanfield"),
        ("Broadland", "decided, order not seen; date expected",
         "is divided between West Norfolk, Greater Norwich and East Norfolk (how it is split"),
        ("Babergh", "decided, order not seen; date expected",
         "is expected to go to Western Suffolk, Central and Eastern Suffolk or Ipswich and South Suffolk"),
        ("East Suffolk", "decided, order not seen; date expected", "is to be replaced, but it is not known by which council"),
        ("Preston", "decided, order not seen; date expected",
         "becomes part of North Lancashire (a working label, not a statutory name)"),
        ("Blackpool", "decided, order not seen; date expected", "becomes part of Fylde Coast ("),
        ("Torbay", "decided, order not seen; date expected",
         "stays whole (expected to be enlarged by 21 parishes of Teignbridge and South Hams)"),
        ("South Hams", "decided, order not seen; date expected", "is to be divided (21 parishes of"),
        ("Stevenage", "decided, order not seen; date expected",
         "is to be replaced, but it is not known by which council (Hertfordshire is to have four unitary"),
        ("Lancashire", "decided, order not seen; date expected",
         "its districts go to East Lancashire, South Lancashire, Fylde Coast and North Lancashire"),
        ("Devon", "decided, order not seen; date expected",
         "it is not known what replaces South Hams and Teignbridge (21 parishes of"),
        ("Suffolk", "decided, order not seen; date expected",
         "its districts go to Western Suffolk, Central and Eastern Suffolk and Ipswich and South Suffolk; it is"),
        ("Surrey", "legislated", "its districts go to East Surrey and West Surrey"),
        ("Thurrock", "decided, order not seen; date expected", "becomes part of South West Essex"),
    ],
)  # fmt: skip
def test_plans_show_their_stage(name: str, status: str, what: str) -> None:
    (plan,) = icslookup.area(name).planned
    assert plan.status == status
    assert plan.what.casefold().startswith(what.casefold())


def test_an_authority_without_a_plan_has_none() -> None:
    assert icslookup.area("Leeds").planned == ()


def test_a_day_ahead_has_the_boards_in_force_and_a_note() -> None:
    answer = icslookup.area("Guildford", "2028-01-01")
    assert shares(answer) == [("S9B9J", "whole", 84, 143_659)]
    assert answer.message is not None
    assert "1 January 2028 is in the future" in answer.message
    assert answer.planned[0].what == "becomes part of West Surrey"


def test_a_county_is_answered_from_its_districts() -> None:
    answer = icslookup.area("Surrey", "2024-06-01")
    assert shares(answer) == [("QXU", "part", 624, 1_049_641), ("QNQ", "part", 95, 153_488)]
    assert sum(b.residents for b in answer.boards) == answer.boards[0].area_residents
    assert len(answer.districts) == 11
    split = {d.name for d in answer.districts if len(d.boards) > 1}
    assert split == {"Guildford", "Runnymede", "Surrey Heath", "Waverley"}


def test_the_parts_of_a_county_are_its_districts(data: Dataset) -> None:
    day = date(2022, 7, 1)
    counties = [a for a in data.authorities.values() if a.kind == "county" and a.exists_on(day)]
    assert len(counties) == 24
    for county in counties:
        answer = icslookup.area(county.gss_code, day)
        by_board: dict[str, int] = {}
        for district in answer.districts:
            for board in district.boards:
                by_board[board.ods_code] = by_board.get(board.ods_code, 0) + board.residents
        assert by_board == {board.ods_code: board.residents for board in answer.boards}
        assert {b.area_residents for b in answer.boards} == {sum(by_board.values())}


def test_a_name_that_is_a_county_first_and_then_a_unitary() -> None:
    county = icslookup.area("Somerset", "2023-03-31")
    unitary = icslookup.area("Somerset", "2023-04-01")
    assert county.area is not None
    assert unitary.area is not None
    assert (county.area.gss_code, unitary.area.gss_code) == ("E10000027", "E06000066")
    assert shares(county) == shares(unitary) == [("QSL", "whole", 339, 571_499)]


def test_an_abolished_district_answers_for_its_last_day() -> None:
    answer = icslookup.area("Copeland")
    assert answer.as_of == date(2023, 3, 31)
    assert shares(answer) == [("QHM", "part", 41, 58_555), ("QE1", "part", 6, 8_517)]
    assert answer.area is not None
    ((gss_code, name, districts, residents),) = answer.area.successors
    assert (gss_code, name, districts, residents) == ("E06000063", "Cumberland", (), 67_072)
    assert answer.message is not None
    assert "abolished; its last day was 31 March 2023" in answer.message
    assert "succeeded by Cumberland" in answer.message


def test_an_abolished_county_names_what_each_successor_took() -> None:
    answer = icslookup.area("Cumbria County Council")
    assert answer.area is not None
    took = {s.name: ([d.name for d in s.districts], s.residents) for s in answer.area.successors}
    assert took == {
        "Cumberland": (["Allerdale", "Carlisle", "Copeland"], 273_279),
        "Westmorland and Furness": (["Barrow-in-Furness", "Eden", "South Lakeland"], 226_586),
    }


def test_an_authority_abolished_before_the_boards_has_a_note() -> None:
    answer = icslookup.area("Wycombe")
    assert (answer.status, answer.boards) == ("found", ())
    assert answer.as_of == date(2020, 3, 31)
    assert answer.message is not None
    assert "before boards existed; it was succeeded by Buckinghamshire Council; " in answer.message
    assert "try" not in answer.message
    assert answer.area is not None
    assert answer.area.successors[0].residents is None


@pytest.mark.parametrize(
    ("name", "day", "then", "message"),
    [
        ("Allerdale", "2024-01-01", ["Cumberland"], "Allerdale ended on 31 March 2023"),
        ("Taunton Deane", "2024-01-01", ["Somerset"], "Taunton Deane ended on 31 March 2019"),
        ("Taunton Deane", "2022-12-01", ["Somerset West and Taunton"], "ended on 31 March 2019"),
        ("Cumberland", "2022-08-01", ["Allerdale", "Carlisle", "Copeland", "Cumbria"],
         "Cumberland did not exist on 1 August 2022: it was established on 1 April 2023"),
    ],
)  # fmt: skip
def test_outside_its_life_an_authority_names_its_counterparts(
    name: str, day: str, then: list[str], message: str
) -> None:
    answer = icslookup.area(name, day)
    assert (answer.status, answer.area) == ("not_found", None)
    assert [suggestion.name for suggestion in answer.suggestions] == then
    assert answer.message is not None
    assert message in answer.message


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("Barnsley", "E08000016", "E08000038"), ("Sheffield", "E08000019", "E08000039")],
)
def test_a_recoded_authority_answers_to_both_codes(name: str, old: str, new: str) -> None:
    now = icslookup.area(old)
    assert now.area is not None
    assert (now.area.name, now.area.gss_code) == (name, new)
    assert now.message == f"{old} is not the code of {name} on 22 November 2026: that is {new}"
    then = icslookup.area(new, "2024-01-01")
    assert then.area is not None
    assert then.area.gss_code == old
    assert icslookup.area(new).message is None


def test_every_authority_has_all_of_itself_covered(data: Dataset) -> None:
    days = [date(2022, 7, 1), date(2023, 4, 1), date(2025, 4, 1), date(2026, 4, 1)]

    def existing(day: date) -> list[Authority]:
        return [a for a in data.authorities.values() if a.exists_on(day)]

    for day in days:
        for authority in existing(day):
            answer = icslookup.area(authority.gss_code, day)
            assert {b.area_lsoas for b in answer.boards} == {sum(b.lsoas for b in answer.boards)}
            assert [b.residents for b in answer.boards] == sorted(
                (b.residents for b in answer.boards), reverse=True
            )
            assert all(b.ons_code for b in (*answer.boards, *answer.previous_boards))
