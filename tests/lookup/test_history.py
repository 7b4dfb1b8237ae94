"""The question `history`."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.errors import UsageError
from icslookup.formats import render
from icslookup.lookup.nhs_history import nhs_area_line
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.history_nodes import HistoryNode


def line(name: str, **more: str) -> tuple[HistoryNode, ...]:
    answer = icslookup.history(name, **more)  # type: ignore[arg-type]
    assert answer.status == "found", answer.message
    return answer.line


def told(nodes: tuple[HistoryNode, ...]) -> list[tuple[str | None, str]]:
    return [(node.date, node.kind) for node in nodes]


def test_the_line_of_frimley() -> None:
    nodes = line("Frimley")
    assert told(nodes) == [
        ("2017-06", "designated"),
        ("2022-07-01", "established"),
        ("2026-04-01", "abolished"),
    ]
    assert nodes[0].certainty == "A"
    assert [child.what for child in nodes[2].children] == [
        "174,249 residents (105 LSOAs) to Hampshire and Isle of Wight (QRL)",
        "436,606 residents (255 LSOAs) to Thames Valley (S0E4D)",
        "153,488 residents (95 LSOAs) to Surrey and Sussex (S9B9J)",
    ]


def test_a_board_of_2026_has_the_lines_of_those_that_it_came_from() -> None:
    nodes = line("Thames Valley")
    made = nodes[0]
    assert (made.date, made.kind) == ("2026-04-01", "established")
    frimley, bob = made.children
    assert frimley.what == "436,606 residents (255 LSOAs) from Frimley (QNQ)"
    assert told(frimley.children) == [("2017-06", "designated"), ("2022-07-01", "established")]
    assert [node.date for node in bob.children] == [
        "2017-06",
        "2017-06",
        "2019-06-19",
        "2022-07-01",
    ]
    assert told(nodes[1:]) == [("2027-04-01", "open"), (None, "open")]


def test_boundary_changes_and_codes() -> None:
    hampshire = [node.what for node in line("HIOW")]
    assert "gained 174,249 residents (105 LSOAs) from Frimley (QNQ)" in hampshire
    assert "ONS code E54000042 became E54000067" in hampshire
    assert "lost 6,714 residents (4 LSOAs) to Sussex (QNX)" in [n.what for n in line("QXU")]


def test_a_cluster_is_shown_as_not_merged() -> None:
    (cluster,) = [node for node in line("QR1") if node.kind == "cluster"]
    assert cluster.what == (
        "shares its leadership with Bristol, North Somerset and South Gloucestershire; not merged"
    )
    assert cluster.certainty == "A"


def test_what_is_announced_but_not_dated_follows_what_is() -> None:
    ahead = [(n.date, n.kind) for n in line("QUA") if n.kind in ("open", "cluster")]
    assert ahead == [
        ("2027", "open"),
        ("2027-04-01", "open"),
        ("2027-04-01", "open"),
        (None, "open"),
        (None, "cluster"),
    ]
    (merger,) = [node for node in line("QHL") if node.date == "2027"]
    assert (merger.certainty, merger.source) == ("C", "cluster-reports-2026")
    assert "legal merger anticipated in Spring 2027" in merger.what


def test_the_boards_of_south_london_are_a_cluster_that_one_source_reports() -> None:
    for code, other in (("QKK", "South West London"), ("QWE", "South East London")):
        (cluster,) = [node for node in line(code) if node.kind == "cluster"]
        assert cluster.what == f"shares its leadership with {other}; not merged"
        assert cluster.certainty == "C"


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        ("Bassetlaw", "from South Yorkshire and Bassetlaw to Nottingham and Nottinghamshire"),
        ("High Peak", "from Greater Manchester to Derby and Derbyshire"),
        ("Birmingham", "from the Black Country and West Birmingham to Birmingham and Solihull"),
        ("North Northamptonshire", "from Cambridgeshire and Peterborough to Northamptonshire"),
        ("E10000007", "from Greater Manchester to Derby and Derbyshire"),
        ("QT1", "from South Yorkshire and Bassetlaw to Nottingham and Nottinghamshire"),
        ("QF7", "from South Yorkshire and Bassetlaw to Nottingham and Nottinghamshire"),
    ],
)
def test_a_move_of_july_2022_is_in_the_history_of_each_council_and_board(
    name: str, moved: str
) -> None:
    notes = [n for n in line(name) if (n.date, n.kind) == ("2022-07-01", "note")]
    assert [note.certainty for note in notes] == ["B"] * len(notes)
    assert [note for note in notes if note.what.endswith(moved)]


def test_a_county_tells_of_its_districts_only_what_concerns_boards() -> None:
    notes = [n.what for n in line("West Sussex") if n.kind == "note"]
    assert notes == [
        "Fernhurst and Loxwood (4 LSOAs of Chichester) moved from Surrey Heartlands to Sussex"
    ]


@pytest.mark.parametrize(
    ("code", "day", "part"),
    [
        ("QVV", "2017-06", "among ten pioneers"),
        ("QOP", "2017-06", "among ten pioneers"),
        ("QU9", "2019-06-19", "absorbed Berkshire West and Buckinghamshire"),
        ("QHM", "2019-06-19", "absorbed West, North and East Cumbria"),
        ("QWE", "2020-05", "which brought the number to 18"),
        ("QJK", "2021-04-01", "14.9 million people, which brought the number to 42"),
        ("QJK", "2022-07-01", "in place of clinical commissioning groups"),
    ],
)
def test_the_story_of_a_system_before_its_board(code: str, day: str, part: str) -> None:
    assert [node for node in line(code) if node.date == day and part in node.what]


def test_a_board_of_2026_did_not_replace_clinical_commissioning_groups() -> None:
    assert "clinical" not in line("Thames Valley")[0].what


def test_surrey_heartlands_has_both_first_dates_with_their_sources() -> None:
    first, second = line("Surrey Heartlands")[:2]
    assert (first.date, first.certainty, first.source) == ("2017-06", "A", "ics-waves")
    assert (second.date, second.certainty) == ("2018", "C")
    assert second.source == "system-histories;ics-waves"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Humber, Coast and Vale", "QOQ"),
        ("South Yorkshire and Bassetlaw", "QF7"),
        ("West Yorkshire and Harrogate", "QWO"),
        ("Blackpool and Fylde Coast", "QE1"),
        ("West, North and East Cumbria", "QHM"),
        ("Berkshire West", "QU9"),
        ("Dorset STP", "QVV"),
        ("Derbyshire Sustainability and Transformation Partnership", "QJ2"),
        ("Nottinghamshire ICS", "QT1"),
        ("Sussex Health and Care Partnership", "QNX"),
        ("Kent & Medway STP", "QKS"),
        ("Bassetlaw and South Yorkshire", "QF7"),
        ("West Berkshire", "E06000037"),
        ("QNQ", "QNQ"),
        ("E07000209", "E07000209"),
        ("Hampshire and Isle of Wight", "QRL"),
        ("Guildford", "E07000209"),
    ],
)
def test_a_system_a_board_or_an_authority(name: str, code: str) -> None:
    assert icslookup.history(name).code == code


def test_a_system_in_other_words_says_what_it_was_read_as() -> None:
    answer = icslookup.history("West Berkshire", kind="board")
    assert (answer.code, answer.match and answer.match.matched) == ("QU9", "Berkshire West")
    assert answer.message == (
        "'West Berkshire' was read as the system Berkshire West, whose board is NHS Buckinghamshire,"
        " Oxfordshire and Berkshire West Integrated Care Board (words, score 100)"
    )
    assert icslookup.history("Dorset STP").message is None


def test_the_line_of_an_authority() -> None:
    guildford = line("Guildford")
    assert told(guildford) == [
        ("2022-07-01", "boards"),
        ("2026-04-01", "boards"),
        ("2027-04-01", "planned"),
    ]
    assert guildford[0].what == "split between Surrey Heartlands and Frimley"
    cumberland = line("Cumberland")
    assert told(cumberland)[:1] == [("2023-04-01", "established")]
    assert {child.what for child in cumberland[0].children} == {
        "Allerdale Borough Council (E07000026)",
        "Carlisle City Council (E07000028)",
        "Copeland Borough Council (E07000029)",
        "Cumbria County Council (E10000006)",
    }
    assert ("2023-04-01", "abolished") in told(line("Allerdale"))
    assert ("2025-04-01", "recoded") in told(line("Sheffield"))
    assert ("2020-04-01", "abolished") in told(line("Wycombe"))


def test_every_board_and_authority_has_a_line(data: Dataset) -> None:
    for code in (*data.boards, *data.authorities):
        answer = icslookup.history(code)
        assert answer.status == "found"
        assert answer.line
        dates = [node.date for node in answer.line if node.date]
        assert dates == sorted(dates)


def test_the_first_waves(data: Dataset) -> None:
    by_wave: dict[str, int] = {}
    for wave in data.waves:
        by_wave[wave.wave] = by_wave.get(wave.wave, 0) + 1
    assert by_wave == {"1": 8, "1d": 2, "2": 4, "3": 3, "4": 4, "5": 11, "6": 13}
    assert {w.ods_code for w in data.waves} == {
        b.ods_code for b in data.boards.values() if b.start.year == 2022
    }


def test_a_name_of_a_board_and_an_authority_is_ambiguous() -> None:
    both = icslookup.history("Essex")
    assert (both.status, both.line) == ("ambiguous", ())
    assert {s.code for s in both.suggestions} == {"D7T5G", "E10000012"}
    assert icslookup.history("Essex", kind="board").code == "D7T5G"
    assert icslookup.history("Essex", kind="area").code == "E10000012"
    assert icslookup.history("Newcastle").status == "ambiguous"
    assert icslookup.history("Atlantis").status == "not_found"
    assert icslookup.history("Glasgow").status == "not_found"


def test_a_day_before_the_boards_is_answered() -> None:
    early = icslookup.history("Frimley", "2018-01-01")
    assert told(early.line) == [("2017-06", "designated")]


def test_a_line_is_cut_at_the_day() -> None:
    """The line omits later events and those without a day, but keeps future ones of kind `open`."""
    assert told(icslookup.history("Derbyshire", "2021-01-01", kind="board").line) == [
        ("2020-12", "designated")
    ]
    assert icslookup.history("Gloucestershire", "2018-06-01", kind="board").status == "not_found"
    assert icslookup.history("Thames Valley", "2023-01-01").status == "not_found"
    ahead = icslookup.history("Gloucestershire", "2027-06-01", kind="board")
    assert [node.kind for node in ahead.line if node.date == "2027-04-01"] == ["open", "open"]
    assert "in the future" in (ahead.message or "")
    assert icslookup.history("Barnsley", "2023-01-01").code == "E08000016"


def test_the_abolished_side_has_the_notes_and_plans_their_certainty() -> None:
    assert ("2019-04-01", "note") in told(line("Waveney"))
    assert ("2023-04-01", "note") in told(line("Eden"))
    (plan,) = [node for node in line("Elmbridge") if node.kind == "planned"]
    assert (plan.certainty, plan.source) == ("A", "surrey-order-2026")


@pytest.mark.parametrize(("name", "kind"), [("Essex", "parish"), (" ", None)])
def test_bad_questions(name: str, kind: str | None) -> None:
    with pytest.raises(UsageError):
        icslookup.history(name, kind=kind)


@pytest.mark.parametrize("name", ["Cardiff", "Jersey", "Cambridgeshire and Peterborough"])
def test_a_place_that_is_not_a_council_has_no_history(name: str) -> None:
    answer = icslookup.history(name, kind="area")
    assert (answer.status, answer.line) == ("not_found", ())
    assert answer.message == f"no board or authority is called '{name}'"


@pytest.mark.parametrize(
    ("name", "kind", "code", "nodes"),
    [
        (
            "93C",
            "sub-icb",
            "93C",
            [
                ("2020", ("first seen: NHS North Central London CCG (93C, E38000240), a clinical"
                 " commissioning group")),
                ("2022-07-01", ("NHS North Central London ICB - 93C (93C, E38000240), a sub-ICB"
                 " location")),
                ("2022-07-01", "whole in North Central London"),
                ("2026-04-01", "NHS West and North London ICB - 93C (93C, E38000240)"),
                ("2026-04-01", "whole in West and North London"),
            ],
        ),
        (
            "NHS Cumbria CCG",
            "ccg",
            "E38000041",
            [
                ("2015", ("first seen: NHS Cumbria CCG (01H, E38000041), a clinical commissioning"
                 " group")),
                ("2016", "last seen in the code lists of 2016"),
                ("2022-07-01", ("split between North East and North Cumbria; Lancashire and South"
                 " Cumbria")),
            ],
        ),
        (
            "Northumberland, Tyne and Wear and North Durham STP",
            "stp",
            "E54000046",
            [
                ("2017", ("first seen: Northumberland, Tyne and Wear and North Durham (E54000046), a"
                 " sustainability and transformation partnership")),
                ("2017", "last seen in the code lists of 2017"),
                ("2022-07-01", "whole in North East and North Cumbria"),
            ],
        ),
    ],
)  # fmt: skip
def test_other_areas_of_the_nhs_have_a_line(
    name: str, kind: str, code: str, nodes: list[tuple[str, str]]
) -> None:
    answer = icslookup.history(name)
    assert (answer.kind, answer.code) == (kind, code)
    assert [(node.date, node.what) for node in answer.line] == nodes


def test_a_location_that_ended_and_a_region_show_the_parts() -> None:
    frimley = icslookup.history("D4U1Y").line
    assert [node.what for node in frimley[-1].children] == [
        "NHS Hampshire and Isle of Wight ICB - D9Y0V",
        "NHS Surrey and Sussex ICB - 92A",
        "NHS Thames Valley ICB - U2G6B",
    ]
    assert frimley[-2].children[0].what == "Thames Valley (S0E4D): 436,606 of 764,343 residents"
    assert frimley[-2].certainty == "D"
    region = icslookup.history("East of England region")
    assert [node.date for node in region.line] == ["2022-07", "2022-07-01", "2024-04", "2026-04-01"]
    assert len(region.line[1].children) == 6
    unknown = icslookup.history("E54000045").line
    assert "possible boards: " in unknown[-1].what
    assert icslookup.history("NHS Devon ICB - 91Q").status == "ambiguous"
    assert icslookup.history("93C", "2021-12-31").line[-1].date == "2020"


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("01H", ["established", "established", "renamed", "boards"]),
        ("E38000041", ["established", "abolished", "boards"]),
        ("92A", ["established", "renamed", "boards", "recoded", "renamed", "boards"]),
        ("Y61", ["established", "boards", "recoded", "boards"]),
    ],
)
def test_a_line_tells_new_areas_from_new_names_and_codes(code: str, kinds: list[str]) -> None:
    assert [node.kind for node in icslookup.history(code, "2026-06-01").line] == kinds


def test_the_boards_of_an_area_have_the_sources_of_all(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    row = "Y62,QE1,2022-07-01,,ons-region-codes,B"
    data = damaged("region_boards.csv", row, row.replace("ons-region-codes", "nhs-england"))
    line = nhs_area_line(data, data.nhs_areas["region:Y62"], date(2026, 6, 1))
    (boards,) = (node for node in line if node.kind == "boards")
    assert sorted(str(boards.source).split(";")) == ["nhs-england", "ons-region-codes"]


def test_the_json_of_the_history_of_every_area_is_as_its_schema_says(data: Dataset) -> None:
    for area in data.nhs_areas.values():
        check(json.loads(render(icslookup.history(area.code), "json")), "history")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("West Surrey", "West Surrey is planned for 1 April 2027"),
        ("RX1", "Organisations are not areas"),
        ("E07000998", "looks like the code of a district"),
        ("Atlantis", "no board or authority is called 'Atlantis'"),
    ],
)
def test_a_name_without_a_history_is_explained(name: str, words: str) -> None:
    answer = icslookup.history(name)
    assert answer.status == "not_found"
    assert words in str(answer.message)
