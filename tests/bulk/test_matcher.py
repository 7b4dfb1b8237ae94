"""A matcher answers any cell, and gives the same answers as single questions."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import icslookup
from icslookup.bulk import cache
from icslookup.bulk.match.iterable import match
from icslookup.bulk.matcher import NAME_KINDS, Matcher
from icslookup.gazetteer.nhs_areas import area_codes
from tests.support.program import TOP

if TYPE_CHECKING:
    from icslookup.bulk.matcher import Matched
    from icslookup.dataset.loader import Dataset


def one(name: object, **options: Any) -> Matched:
    (found,) = match([name], **options)
    return found


def spellings(kind: str) -> list[str]:
    found = []
    for file in ("forms", "errors", "refusals"):
        path = TOP / "benchmarks" / "spellings" / f"{file}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            found += [row["spelling"] for row in csv.DictReader(lines) if row["kind"] == kind]
    return found[::7]


@pytest.mark.parametrize("as_of", [None, "2024-06-01"])
def test_the_answers_are_those_of_a_lookup(as_of: str | None) -> None:
    """Check status, method, score, authority, boards, shares and day of each seventh spelling."""
    for name, found in zip(
        spellings("area"), match(spellings("area"), as_of, kind="area"), strict=True
    ):
        if found.status == "blank":
            continue
        expected = icslookup.area(name, as_of)
        assert (found.query, found.status) == (name, expected.status)
        if expected.area is None or expected.match is None:
            assert found[2:9] == (None, None, None, None, None, (), None)
            continue
        assert (found.method, found.score) == expected.match[:2]
        assert (found.gss_code, found.name) == expected.area[:2]
        assert found.as_of == expected.as_of
        assert [
            (b.ods_code, b.ons_code, b.name, b.short_name, b.residents_share) for b in found.boards
        ] == [
            (b.ods_code, b.ons_code, b.name, b.short_name, b.residents_share)
            for b in expected.boards
        ]


def test_the_answers_for_boards_are_those_of_a_lookup() -> None:
    for name, found in zip(
        spellings("board"), match(spellings("board"), kind="board"), strict=True
    ):
        if found.status != "blank":
            expected = icslookup.board(name)
            assert found.status == expected.status, name
            shares = expected.nhs_area.boards if expected.nhs_area else ()
            assert [b.ods_code for b in found.boards] == (
                [expected.board.ods_code] if expected.board else [one.ods_code for one in shares]
            )


@pytest.mark.parametrize(
    ("name", "status", "codes"),
    [
        ("Guildford", "found", ["S9B9J"]),
        ("frimley", "found", ["QNQ"]),  # a board, not a council
        ("QRL", "found", ["QRL"]),
        ("E54000034", "found", ["QNQ"]),
        ("E10000012", "found", ["D7T5G"]),
        ("North East London", "found", ["QMF"]),
        ("Greater Manchester", "found", ["QOP"]),  # a combined authority too
        ("Northamptonshire", "found", ["QPM"]),  # the council ended before boards began
        ("Glasgow", "not_found", []),
        ("Newcastle", "ambiguous", []),
        ("S&S", "ambiguous", []),
        (None, "blank", []),
        (float("nan"), "blank", []),
        ("", "blank", []),
        (" \t", "blank", []),
        ("#N/A", "blank", []),
        ("None", "blank", []),
        ("-", "blank", []),
        ("Unknown", "not_found", []),
        (42, "not_found", []),
        (["Guildford"], "found", ["S9B9J"]),
        ("x" * 10_000_000, "not_found", []),
    ],
)
def test_a_column_may_hold_either(name: object, status: str, codes: list[str]) -> None:
    found = one(name)
    assert (found.status, [b.ods_code for b in found.boards]) == (status, codes)
    assert found.answered is bool(codes)


def test_a_name_of_a_council_and_of_a_board_with_other_boards_is_ambiguous() -> None:
    """One board had the name of Devon. Three boards shared Essex until April 2026."""
    assert one("Devon", as_of="2024-01-01").status == "found"
    day = "2026-11-22"
    for name in ("Surrey", "Suffolk", "Sussex", "Norfolk"):
        area, board = (one(name, kind=kind, as_of=day) for kind in ("area", "board"))
        differ = (
            area.answered and board.answered and area.boards[0].ods_code != board.boards[0].ods_code
        )
        assert (one(name, as_of=day).status == "ambiguous") is differ


def test_guesses_can_be_refused() -> None:
    assert one("Gilford").score == 87.5
    assert one("Gilford", min_score=90).status == "not_found"
    assert one("Gilford", min_score=80).status == "found"
    assert one("Gilford", exact=True).status == "not_found"
    assert one("Frimly Health", exact=True, kind="board").status == "not_found"
    assert one("GUILDFORD BC", exact=True, min_score=100).status == "found"


def test_a_matcher_that_forgets_answers_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["Guildford", "Woking", "Leeds", "Camden", "Leds", "guildford", "WOKING", "E07000209"]
    expected = [Matcher().one(name) for name in names * 2]
    monkeypatch.setattr(cache, "MOST_KEPT", 3)
    forgetful = Matcher()
    assert [forgetful.one(name) for name in names * 2] == expected


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("1.)- (&;:,'aG\u2019\u0294"), max_size=6) | st.text())
def test_any_text_in_a_cell_has_an_answer(text: str) -> None:
    for kind in (*NAME_KINDS, "code"):
        found = Matcher(kind=kind).one(text)
        assert found.status in ("found", "not_found", "ambiguous", "blank")


@pytest.mark.parametrize("day", [None, "2022-07-01", "2024-06-01", "2030-01-01"])
def test_a_column_of_codes_has_the_answers_of_codes(data: Dataset, day: str | None) -> None:
    """Every code of every vintage, in any case, has the same answer as in a column of names."""
    codes = [*data.authority_keys, *data.board_keys, *area_codes(data)]
    found = list(match(codes, day, kind="code"))
    assert found == list(match(codes, day))
    assert {one.method for one in found if one.status == "found"} == {"code"}
    written = [f"\t{code.lower()}\u00a0" for code in codes]
    again = match(written, day, kind="code")
    assert [one._replace(query=code) for one, code in zip(again, codes, strict=True)] == found


def test_no_name_is_found_in_a_column_of_codes(data: Dataset) -> None:
    names = [
        *spellings("area"),
        *spellings("board"),
        "E07000209 Guildford",
        "E0700209",
        "E07 000209",
    ]
    names += [
        name for area in data.authorities.values() for name in (area.name, area.official_name)
    ]
    codes = {*data.authority_keys, *data.board_keys, *area_codes(data)}
    for found in match(names, kind="code"):
        code = (found.query or "").strip().upper() in codes
        assert (found.status == "found") == code
        assert code or found.status in ("not_found", "blank")


def test_match_refuses_the_names_that_area_refuses() -> None:
    """A name that `area` refuses is not a council in a column of councils or boards either."""
    with (TOP / "benchmarks/spellings/refusals.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["spelling"] for row in csv.DictReader(lines) if row["kind"] == "area"]
    assert [f.query for f in match(names) if f.kind == "area"] == []
    assert [f.query for f in match(names, kind="area") if f.status == "found"] == []


@pytest.mark.parametrize(
    "cell",
    ["Lincolnshire and North Lincolnshire", "Somerset & North Somerset", "Milton Keynes; Buckinghamshire",
     "Nottingham | Nottinghamshire", "Kingston upon Hull - East Riding of Yorkshire", "Medway - Kent",
     "Cambridge and Harlow", "Coventry; Warwick", "Stafford / Walsall",
     "South Gloucestershire / Gloucestershire", "Torbay | Devon", "Derby: Derbyshire"],
)  # fmt: skip
def test_two_councils_in_one_cell_have_no_answer(cell: str) -> None:
    assert not one(cell, kind="area").answered
    assert not one(cell).answered or one(cell).boards[0].name.startswith("NHS Nottingham and")


@pytest.mark.parametrize(
    ("text", "kind", "code", "name", "boards"),
    [
        ("93C", "sub-icb", "E38000240", "NHS West and North London ICB - 93C", ["Z9B2Z"]),
        (
            "NHS Sussex ICB - 70F",
            "sub-icb",
            "E38000265",
            "NHS Surrey and Sussex ICB - 70F",
            ["S9B9J"],
        ),
        ("NHS Vale of York CCG", "ccg", "E38000188", "NHS Vale of York CCG", ["QOQ"]),
        ("E38000041", "ccg", "E38000041", "NHS Cumbria CCG", ["QHM", "QE1"]),
        ("Lincolnshire STP", "stp", "E54000013", "Lincolnshire", ["QJM"]),
        ("Y59", "region", "E40000005", "South East", ["S9B9J", "S0E4D", "QRL", "QKS"]),
        (
            "South East region",
            "region",
            "E40000005",
            "South East",
            ["S9B9J", "S0E4D", "QRL", "QKS"],
        ),
    ],
)
def test_other_areas_of_the_nhs_are_read_as_boards_are(
    text: str, kind: str, code: str, name: str, boards: list[str]
) -> None:
    for column_kind in ("board", "auto"):
        found = Matcher("2026-06-01", kind=column_kind).one(text)
        assert (found.status, found.kind, found.gss_code, found.name) == ("found", kind, code, name)
        assert [board.ods_code for board in found.boards] == boards
        shares = [board.residents_share for board in found.boards]
        if len(boards) == 1:
            assert shares == [None]
        else:
            assert sum(share or 0 for share in shares) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("day", "code"), [("2022-08-01", "E40000007"), ("2023-10-01", None), ("2024-04-01", "E40000013")]
)  # fmt: skip
@pytest.mark.parametrize("text", ["Y61", "E40000013"])
def test_a_region_has_the_code_of_the_day(text: str, day: str, code: str | None) -> None:
    found = Matcher(day, kind="board").one(text)
    assert (found.status, found.gss_code, found.name) == ("found", code, "East of England")
    (in_a_list,) = icslookup.match([text], [day], kind="board")
    assert in_a_list.gss_code == code


@pytest.mark.parametrize("text", ["E54000045", "NHS Slough CCG", "NHS Devon ICB - 93C"])
def test_an_area_whose_boards_are_not_known_is_ambiguous(text: str) -> None:
    assert Matcher("2026-06-01", kind="board").one(text)[1:3] == ("ambiguous", None)


def test_a_location_is_not_found_on_a_day_without_it() -> None:
    assert Matcher("2026-06-01", kind="board").one("D4U1Y").status == "not_found"
    undated = Matcher(kind="board").one("D4U1Y")
    assert [board.ods_code for board in undated.boards] == ["QNQ"]
    assert str(undated.as_of) == "2026-03-31"


@pytest.mark.parametrize("text", ["London", "South West", "NHS England", "England"])
def test_the_total_of_a_region_in_a_column_has_no_board(text: str) -> None:
    assert not Matcher("2026-06-01").one(text).answered
    assert not Matcher("2026-06-01", kind="board").one(text).answered
