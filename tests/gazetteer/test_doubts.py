"""Names whose holders have all ended, and names that fit a council and a board."""

from __future__ import annotations

import pytest

import icslookup


@pytest.mark.parametrize(
    ("spelling", "as_of", "name"),
    [
        ("Taunton", None, "Somerset"),
        ("Taunton [note 1]", "2024-01-01", "Somerset"),
        ("Taunton", "2022-12-31", "Somerset West and Taunton"),
        ("Somerset West", None, "Somerset"),
        ("Wyre", None, "Wyre"),
    ],
)
def test_one_council_that_followed_all_holders_of_a_name_is_the_answer(
    spelling: str, as_of: str | None, name: str
) -> None:
    answer = icslookup.area(spelling, as_of)
    assert answer.area is not None
    assert answer.area.name == name
    (match,) = icslookup.match([spelling], as_of=as_of)
    assert match.name == name


def test_the_answer_names_the_holders_that_have_ended() -> None:
    message = icslookup.area("Taunton").message or ""
    assert "could be Taunton Deane or Somerset West and Taunton, which have ended" in message
    assert "Somerset followed them all" in message


@pytest.mark.parametrize(
    "spelling",
    [
        "Northampton and East",  # East Northamptonshire and Northampton went different ways
        "Ewst Dorset",  # misspelt: either of two
        "Newcastle",  # both exist
    ],
)
def test_other_names_of_several_are_asked_back(spelling: str) -> None:
    assert icslookup.area(spelling).area is None


@pytest.mark.parametrize(
    ("spelling", "names"),
    [
        ("Surrey Heart", {"Surrey Heath", "Surrey Heartlands"}),
        ("Surrey Hea", {"Surrey Heath", "Surrey Heartlands"}),
        ("surrey he", {"Surrey Heath", "Surrey Heartlands"}),
    ],
)
def test_a_text_that_fits_a_council_and_a_board_is_ambiguous(
    spelling: str, names: set[str]
) -> None:
    for answer in (icslookup.area(spelling), icslookup.board(spelling)):
        assert answer.status == "ambiguous"
        assert {suggestion.name for suggestion in answer.suggestions} == names
        assert {suggestion.code for suggestion in answer.suggestions} == {"E07000214", "QXU"}
    for kind in ("area", "board", "auto"):
        (match,) = icslookup.match([spelling], kind=kind)
        assert match.status == "ambiguous"


@pytest.mark.parametrize(
    ("kind", "spelling", "name"),
    [
        ("board", "NHS Surrey Heart ICB", "Surrey Heartlands"),  # ICB says the kind
        ("area", "Surrey Heart Borough Council", "Surrey Heath"),
        ("area", "Lancashir", "Lancashire"),  # Lancashire and South Cumbria has the same word
        ("area", "Surrey Heathh", "Surrey Heath"),
    ],
)
def test_a_text_that_fits_one_kind_is_read(kind: str, spelling: str, name: str) -> None:
    if kind == "area":
        area = icslookup.area(spelling).area
        assert area is not None
        assert area.name == name
    else:
        board = icslookup.board(spelling).board
        assert board is not None
        assert board.short_name == name


@pytest.mark.parametrize("kind", ["area", "board"])
@pytest.mark.parametrize(
    "spelling",
    [
        *("Black", "Thames", "Tower", "Amber", "Country", "Hamlets"),  # one common word
        *("Hertfordshire and", "Kent &", "Norfolk and", "Barking and", "and Hove", "Oxfordshire +"),
    ],
)
def test_a_common_word_or_an_unfinished_name_is_not_read(kind: str, spelling: str) -> None:
    answer = icslookup.area(spelling) if kind == "area" else icslookup.board(spelling)
    assert answer.status in ("not_found", "ambiguous")
    assert [m.answered for m in icslookup.match([spelling], kind=kind)] == [False]


@pytest.mark.parametrize(
    ("kind", "spelling", "name"),
    [
        ("area", "Bournemouth, Christchurch and", "Bournemouth, Christchurch and Poole"),
        ("area", "Cheshire West and", "Cheshire West and Chester"),
        ("board", "Bedfordshire, Luton and", "Bedfordshire, Luton and Milton Keynes"),
        ("board", "Leicester, Leicestershire &", "Leicester, Leicestershire and Rutland"),
    ],
)
def test_a_name_cut_off_after_several_places_is_read(kind: str, spelling: str, name: str) -> None:
    (match,) = icslookup.match([spelling], kind=kind)
    assert (match.name or match.boards[0].short_name) == name


@pytest.mark.parametrize("spelling", ["Oxfordshire", "Waveney", "Luton", "Milton Keynes"])
def test_a_part_of_the_name_of_a_board_that_has_ended_is_not_read(spelling: str) -> None:
    answer = icslookup.board(spelling)
    assert answer.board is None
    then = icslookup.board(spelling, "2025-01-01").board
    assert then is not None
    assert then.end is not None


@pytest.mark.parametrize(
    ("spelling", "name"),
    [("Norfolk", "Norfolk and Suffolk"), ("Surrey", "Surrey and Sussex"), ("Mersyside", None)],
)
def test_a_part_of_a_name_means_the_board_that_exists(spelling: str, name: str | None) -> None:
    board = icslookup.board(spelling).board
    assert (board and board.short_name) == name


@pytest.mark.parametrize(
    ("spelling", "name"),
    [("Suffolk, East", "East Suffolk"), ("Devon, N", "North Devon"), ("Somerset, West", "West Somerset")],
)  # fmt: skip
def test_a_compass_point_may_follow_a_comma(spelling: str, name: str) -> None:
    area = icslookup.area(spelling).area
    assert area is not None
    assert area.name == name


def test_a_place_that_is_not_a_council_has_no_follower() -> None:
    answer = icslookup.area("Hull and")
    assert answer.status == "ambiguous"
    assert "Hull and East Yorkshire (combined authority)" in {s.name for s in answer.suggestions}
