"""The spellings of authorities and boards, and texts that must never match one."""

from __future__ import annotations

import random
from datetime import date
from string import ascii_lowercase
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import icslookup
from icslookup.errors import UsageError
from icslookup.gazetteer.resolve import resolve_area, resolve_board

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

TODAY = date(2026, 11, 22)
DAYS = (date(2022, 7, 1), date(2023, 4, 1), date(2025, 4, 1), date(2026, 4, 1), TODAY)


def area_of(name: str) -> str:
    answer = icslookup.area(name)
    assert answer.area is not None, (name, answer.message)
    return answer.area.name


def board_of(name: str) -> str:
    answer = icslookup.board(name)
    assert answer.board is not None, (name, answer.message)
    return answer.board.short_name


@pytest.mark.parametrize("day", DAYS)
def test_every_authority_answers_to_its_names_and_codes(data: Dataset, day: date) -> None:
    for authority in data.authorities.values():
        if not authority.exists_on(day):
            continue
        for name in (
            authority.name,
            authority.official_name,
            *(c.code for c in authority.gss_codes),
        ):
            answer = resolve_area(data, name, day, dated=True)
            assert answer.key == authority.gss_code, (name, day, answer)


@pytest.mark.parametrize("day", DAYS)
def test_every_board_answers_to_its_names_and_codes(data: Dataset, day: date) -> None:
    for board in data.boards.values():
        if not board.exists_on(day):
            continue
        codes = (code.code for code in board.ons_codes)
        for name in (board.name, board.short_name, board.ods_code, *codes):
            answer = resolve_board(data, name, day, dated=True)
            assert answer.key == board.ods_code, (name, day, answer)


def test_abolished_authorities_and_boards_answer_without_a_date(data: Dataset) -> None:
    for authority in data.authorities.values():
        found = icslookup.area(authority.official_name)
        assert found.area is not None
        assert authority.gss_code in [code.code for code in found.area.gss_codes]
    for board in data.boards.values():
        answer = icslookup.board(board.name)
        assert answer.board is not None
        assert answer.board.ods_code == board.ods_code


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("BCP", "Bournemouth, Christchurch and Poole"),
        ("RBKC", "Kensington and Chelsea"),
        ("LBHF", "Hammersmith and Fulham"),
        ("B&NES", "Bath and North East Somerset"),
        ("Hull", "Kingston upon Hull"),
        ("Bristol, City of", "Bristol"),
        ("Herefordshire, County of", "Herefordshire"),
        ("Kingston upon Hull, City of", "Kingston upon Hull"),
        ("Durham", "County Durham"),
        ("Kings Lynn", "King's Lynn and West Norfolk"),
        ("Kings Lynn & W. Norfolk", "King's Lynn and West Norfolk"),
        ("RBWM", "Windsor and Maidenhead"),
        ("N Tyneside", "North Tyneside"),
        ("Newcastle upon Tyne", "Newcastle upon Tyne"),
        ("Newcastle-Upon-Tyne", "Newcastle upon Tyne"),
        ("Newcastle City Council", "Newcastle upon Tyne"),
        ("Newcastle-Under-Lyme", "Newcastle-under-Lyme"),
        ("St. Helens", "St Helens"),
        ("LB Camden", "Camden"),
        ("London Borough of Richmond-upon-Thames", "Richmond upon Thames"),
        ("the London Borough of Camden Council", "Camden"),
        ("City of London Corporation", "City of London"),
        ("Southend-on-Sea City", "Southend-on-Sea"),
        ("Southend Borough Council", "Southend-on-Sea"),
        ("Cornwall County Council", "Cornwall"),
        ("Durham County Council", "County Durham"),
        ("Shepway", "Folkestone and Hythe"),
        ("Wrekin and Telford", "Telford and Wrekin"),
        ("NE Lincs", "North East Lincolnshire"),
        ("S Glos", "South Gloucestershire"),
        ("Herts", "Hertfordshire"),
        ("Gilford", "Guildford"),
        ("City of Westminister", "Westminster"),
        ("Guildford, Surrey", "Guildford"),
        ("Guildford (Surrey)", "Guildford"),
        ("Luton, East of England", "Luton"),
        ("London, City of", "City of London"),
        ("L.B. Camden", "Camden"),
        ("Camden LBC", "Camden"),
        ("London Borough Camden", "Camden"),
        ("LB Richmond", "Richmond upon Thames"),
        ("Greenwich RB", "Greenwich"),
        ("Guildford B.C.", "Guildford"),
        ("Bradford Met", "Bradford"),
        ("Kings Lynn/West Norfolk", "King's Lynn and West Norfolk"),
        ("RBG", "Greenwich"),
        ("RBK", "Kingston upon Thames"),
        ("LBBD", "Barking and Dagenham"),
        ("LBTH", "Tower Hamlets"),
        ("Epping", "Epping Forest"),
        ("Hythe", "Folkestone and Hythe"),
        ("Middlesborough", "Middlesbrough"),
        ("Mancheser City Council", "Manchester"),
        ("GUILDFORD\u202e", "Guildford"),
    ],
)
def test_what_people_write_for_an_authority(spelling: str, name: str) -> None:
    assert area_of(spelling) == name


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("BOB", "Buckinghamshire, Oxfordshire and Berkshire West"),
        ("BLMK", "Bedfordshire, Luton and Milton Keynes"),
        ("BNSSG", "Bristol, North Somerset and South Gloucestershire"),
        ("BSW", "Bath and North East Somerset, Swindon and Wiltshire"),
        ("HIOW", "Hampshire and Isle of Wight"),
        ("NENC", "North East and North Cumbria"),
        ("LLR", "Leicester, Leicestershire and Rutland"),
        ("SNEE", "Suffolk and North East Essex"),
        ("HWE", "Hertfordshire and West Essex"),
        ("HNY", "Humber and North Yorkshire"),
        ("GM", "Greater Manchester"),
        ("MSE", "Mid and South Essex"),
        ("NCL", "North Central London"),
        ("NEL", "North East London"),
        ("NWL", "North West London"),
        ("SEL", "South East London"),
        ("SWL", "South West London"),
        ("C&M", "Cheshire and Merseyside"),
        ("SYB", "South Yorkshire"),
        ("LSC", "Lancashire and South Cumbria"),
        ("STW", "Shropshire, Telford and Wrekin"),
        ("WNL", "West and North London"),
        ("NHS Frimley ICB", "Frimley"),
        ("Frimley Integrated Care System", "Frimley"),
        ("West Yorkshire Health and Care Partnership", "West Yorkshire"),
        ("Humber, Coast and Vale", "Humber and North Yorkshire"),
        ("Suffolk", "Norfolk and Suffolk"),
        ("Thames Vally", "Thames Valley"),
        ("E54000017", "Birmingham and Solihull"),
    ],
)
def test_what_people_write_for_a_board(spelling: str, name: str) -> None:
    assert board_of(spelling) == name


@pytest.mark.parametrize(
    ("spelling", "names"),
    [
        ("Newcastle", {"Newcastle upon Tyne", "Newcastle-under-Lyme"}),
        ("Newcastle Borough Council", {"Newcastle upon Tyne", "Newcastle-under-Lyme"}),
        ("Kingston", {"Kingston upon Hull", "Kingston upon Thames"}),
        ("Lindsey", {"East Lindsey", "West Lindsey"}),
        ("Wast Suffolk", {"East Suffolk", "West Suffolk"}),
        ("Herfordshire", {"Herefordshire", "Hertfordshire"}),
        ("Strafford", {"Stafford", "Trafford", "Stratford (place)"}),
        ("LBS", {"Southwark", "Sutton"}),
        (
            "Hertfordshire District Council",
            {"Hertfordshire", "East Hertfordshire", "North Hertfordshire"},
        ),
        ("Leicestershire City Council", {"Leicestershire", "North West Leicestershire"}),
        ("Gloucestershire DC", {"Gloucestershire", "South Gloucestershire"}),
        ("Surrey Borough Council", {"Surrey", "Surrey Heath"}),
        ("Warwickshire District Council", {"Warwickshire", "North Warwickshire"}),
        ("LBR", {"Redbridge", "Richmond upon Thames"}),
        ("LBW", {"Wandsworth", "Waltham Forest"}),
        ("B&D", {"Barking and Dagenham", "Basingstoke and Deane"}),
        ("T&W", {"Telford and Wrekin", "Tunbridge Wells"}),
        ("CoL", {"City of London", "Lincoln"}),
    ],
)
def test_a_name_of_two_authorities_is_ambiguous(spelling: str, names: set[str]) -> None:
    answer = icslookup.area(spelling)
    assert (answer.status, answer.area, answer.boards) == ("ambiguous", None, ())
    assert {suggestion.name for suggestion in answer.suggestions} == names


@pytest.mark.parametrize(
    ("spelling", "codes"), [("S&S", {"QNC", "S9B9J"}), ("H&W", {"QGH", "QM7"})]
)
def test_an_acronym_of_two_boards_is_ambiguous(spelling: str, codes: set[str]) -> None:
    answer = icslookup.board(spelling)
    assert answer.status == "ambiguous"
    assert {suggestion.code for suggestion in answer.suggestions} == codes


@pytest.mark.parametrize(
    "spelling",
    [
        "Unknown", "Other", "N/A", "n/a", "NULL", "none", "Nan", "Not known", "Total",
        "Guildford; Woking", "Barnet | Camden", "Queens Hospital", "Hampshire Hospitals",
        "Healing", "Farnham", "Dorking", "Camberley", "Redhill", "Castle", "Heath", "Forest",
        "Nottingham County Council", "Derby County Council", "Leicester County Council",
        "London Borough of Guildford", "Durham City Council",
        "North", "North Council", "Southern", "Staff", "Harts", "L&C", "B&NX", "Brnet", "Torby",
        "Suton", "Wells", "Wells City Council", "Trent", "Holland", "Sea", "Chase", "Richmond",
        "Richmond District", "North Derbyshire", "West Leicestershire", "Northwich", "Dartington",
        "Waterford", "Hackney & City", "Westminster & City", "Camden; City", "Camden and London",
        "City and Hackney", "Guildford, Essex", "Atlantis, Surrey", "North East London", "E07999999", "GU1 4QT", "x" * 10_000, " , " * 100_000 + "Leeds", "\u202e\u0627\u0644", "12345",
    ],
)  # fmt: skip
def test_a_name_that_is_not_an_authority_has_no_answer(spelling: str) -> None:
    answer = icslookup.area(spelling)
    assert (answer.status, answer.area, answer.boards) == ("not_found", None, ())
    assert answer.message


@pytest.mark.parametrize(
    "spelling",
    ["Berkshire", "Hertfordshire and Worcestershire", "Herefordshire and West Essex",
     "London", "North London", "Midlands", "NHS England", "Hereford", "NHS Cannock Hill CCG",
     "Frimley Health NHS Foundation Trust", "E54999999", "QZZ"],
)  # fmt: skip
def test_a_name_that_is_not_a_board_has_no_answer(spelling: str) -> None:
    answer = icslookup.board(spelling)
    assert (answer.status, answer.board, answer.areas) == ("not_found", None, ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hertfordshire", "Herefordshire"),
        ("East Suffolk", "West Suffolk"),
        ("East Lindsey", "West Lindsey"),
        ("Stafford", "Trafford"),
        ("Derby", "Derbyshire"),
        ("Richmond upon Thames", "Richmondshire"),
        ("Newcastle upon Tyne", "Newcastle-under-Lyme"),
        ("Lancaster", "Lancashire"),
        ("Bedford", "Bradford"),
        ("Rochford", "Rochdale"),
    ],
)
def test_one_typing_error_never_turns_a_name_into_its_near_twin(one: str, other: str) -> None:
    """With a letter dropped, doubled or swapped, a name may match itself, but never its twin."""
    for right, wrong in ((one, other), (other, one)):
        for i in range(len(right)):
            for typo in (
                right[:i] + right[i + 1 :],
                right[: i + 1] + right[i:],
                right[:i] + right[i + 1 : i + 2] + right[i] + right[i + 2 :],
            ):
                answer = icslookup.area(typo)
                assert answer.area is None or answer.area.name != wrong, typo


def test_one_typing_error_is_never_answered_wrongly(data: Dataset) -> None:
    """Most of two thousand misspelt names have an answer, and none a wrong one."""
    letters = random.Random(2026)  # noqa: S311 - the same misspellings at each run
    names = [a.name for a in data.authorities.values() if a.end is None]
    right = 0
    for _ in range(2000):
        name = letters.choice(names)
        i = letters.randrange(1, len(name))
        typo = letters.choice((
            name[:i] + name[i + 1 :],
            name[:i] + name[i - 1] + name[i:],
            name[: i - 1] + name[i] + name[i - 1] + name[i + 1 :],
        ))  # fmt: skip
        found = icslookup.area(typo)
        if found.area is not None:
            assert found.area.name == name, typo
            right += 1
    assert right > 1720


def test_one_letter_error_is_never_answered_wrongly(data: Dataset) -> None:
    """Of all one-letter errors in current names, 88 % have an answer, and none a wrong one."""
    letters = random.Random(2026)  # noqa: S311 - the same misspellings at each run
    names = [a.name for a in data.authorities.values() if a.end is None]
    right = asked = 0
    for name in names:
        for i in range(len(name)):
            for typo in (
                name[:i] + name[i + 1 :],
                name[:i] + letters.choice(ascii_lowercase) + name[i:],
                name[:i] + letters.choice(ascii_lowercase) + name[i + 1 :],
                name[:i] + name[i : i + 2][::-1] + name[i + 2 :],
            ):
                found = icslookup.area(typo)
                if found.status == "found" and found.match and found.match.method != "exact":
                    assert found.area is not None
                    assert found.area.name == name, typo
                right += found.area is not None and found.area.name == name
                asked += 1
    assert right / asked >= 0.88


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    if any(char.isalnum() for char in text):
        assert icslookup.area(text).status in ("found", "not_found", "ambiguous")
        assert icslookup.board(text).status in ("found", "not_found", "ambiguous")


@pytest.mark.parametrize("name", ["", "   ", "...", "\t\n", "\u200b\u202e", "&"])
def test_a_blank_name_is_refused(name: str) -> None:
    for ask in (icslookup.area, icslookup.board):
        with pytest.raises(UsageError, match="the name is blank"):
            ask(name)


@pytest.mark.parametrize(
    ("spelling", "name", "method"),
    [
        ("Guildford Borogh Council", "Guildford", "fuzzy"),
        ("Guidlford Borough Counci", "Guildford", "fuzzy"),
        ("Country Durham", "County Durham", "fuzzy"),
        ("Hammersmith and Ful", "Hammersmith and Fulham", "words"),
        ("London Borough of Richmond upon Th", "Richmond upon Thames", "words"),
        ("Bournemouth, Christchurch and", "Bournemouth, Christchurch and Poole", "words"),
        ("Wolverham", "Wolverhampton", "words"),
        ("uGildford", "Guildford", "fuzzy"),
        ("Buckunghamshire", "Buckinghamshire", "fuzzy"),
        ("Mid Susex", "Mid Sussex", "fuzzy"),
    ],
)
def test_typing_errors_and_narrow_columns_are_read(spelling: str, name: str, method: str) -> None:
    answer = icslookup.area(spelling)
    assert (answer.area and answer.area.name, answer.match and answer.match.method) == (
        name,
        method,
    )


@pytest.mark.parametrize(
    ("spelling", "names"),
    [
        ("Newcastle u", {"Newcastle upon Tyne", "Newcastle-under-Lyme"}),
        ("Northampt", {"Northampton", "Northamptonshire"}),
        ("Staffords", {"Stafford", "Staffordshire"}),
        ("Est Lindseh", {"East Lindsey", "West Lindsey"}),
        ("Wokingh", {"Woking", "Wokingham"}),
        ("Staffor", {"Stafford", "Staffordshire"}),
        ("Cheste", {"Chesterfield"}),
        ("Tunbridg", {"Tunbridge Wells"}),
        ("Ribble", {"Ribble Valley", "South Ribble"}),
        ("ichester", {"Chichester"}),
    ],
)
def test_a_beginning_or_error_of_two_names_has_no_answer(spelling: str, names: set[str]) -> None:
    answer = icslookup.area(spelling)
    assert answer.area is None
    assert names & {suggestion.name for suggestion in answer.suggestions}


@pytest.mark.parametrize("place", ["Burley", "Strood", "Milton", "Hersham", "Finland", "Hilton"])
def test_a_place_with_a_name_like_a_council_is_not_that_council(place: str) -> None:
    answer = icslookup.area(place)
    assert (answer.status, answer.area) == ("not_found", None)
    assert place in (answer.message or "")


@pytest.mark.parametrize(
    ("spelling", "name", "method"),
    [
        ("12) Warwick District", "Warwick", "exact"),
        ("B0lton", "Bolton", "fuzzy"),
        ("1slington", "Islington", "fuzzy"),
        ("GuildfordBoroughCouncil", "Guildford", "exact"),
        ("Basingstoke &amp; Deane", "Basingstoke and Deane", "exact"),
        ("Royal Borough of Kingston", "Kingston upon Thames", "words"),
        ("Tunb Wells", "Tunbridge Wells", "words"),
        ("K upon Hull", "Kingston upon Hull", "words"),
        ("Mole V", "Mole Valley", "words"),
        ("W'hampton", "Wolverhampton", "words"),
        ("B\u2019ton & Hove", "Brighton and Hove", "words"),
        ("Guildford Borough Cou", "Guildford", "words"),
        ("Wigan Metropolitan Bo", "Wigan", "words"),
        ("Guildford Borough Cncl", "Guildford", "alias"),
        ("Forest, New", "New Forest", "words"),
        ("Council, Amber Valley Borough", "Amber Valley", "exact"),
        ("King\u00b4s Lynn & West Norfolk", "King's Lynn and West Norfolk", "exact"),
        ("Guildford Borough Council;", "Guildford", "exact"),
    ],
)  # fmt: skip
def test_names_that_are_cut_short_or_rewritten_are_read(
    spelling: str, name: str, method: str
) -> None:
    answer = icslookup.area(spelling)
    assert (answer.area and answer.area.name, answer.match and answer.match.method) == (
        name,
        method,
    )


@pytest.mark.parametrize(
    "spelling",
    ["New M", "St A", "B'ton", "Suffolk C", "Waterloo C", "East Ham", "Oxfords",
     "Dorset HealthCare", "eDvo", "Camden; City", "Royal Borough of Guildford", "B0lt0x"],
)  # fmt: skip
def test_too_short_a_part_of_a_name_is_not_read(spelling: str) -> None:
    assert icslookup.area(spelling).area is None


def test_a_place_suggests_the_councils_it_may_misspell() -> None:
    assert [s.name for s in icslookup.area("Strood").suggestions] == ["Stroud"]
