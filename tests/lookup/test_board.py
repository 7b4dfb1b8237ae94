"""The question `board`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.formats import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset

MERGERS = date(2026, 4, 1)


def test_frimley_answers_for_its_last_day_and_names_its_successors() -> None:
    answer = icslookup.board("Frimley")
    assert answer.as_of == date(2026, 3, 31)
    assert (answer.residents, answer.lsoas, len(answer.areas)) == (764_343, 455, 9)
    assert answer.board is not None
    took = [(t.ods_code, t.residents, [a.name for a in t.areas]) for t in answer.board.successors]
    assert took == [
        ("S0E4D", 436_606, ["Bracknell Forest", "Slough", "Windsor and Maidenhead"]),
        ("QRL", 174_249, ["Hart", "Rushmoor"]),
        ("S9B9J", 153_488, ["Guildford", "Runnymede", "Surrey Heath", "Waverley"]),
    ]
    assert [t.residents_share for t in answer.board.successors] == [0.571217, 0.227972, 0.20081]
    assert answer.message is not None
    assert "was abolished; its last day was 31 March 2026" in answer.message


def test_a_board_of_2026_names_what_it_took_over() -> None:
    answer = icslookup.board("Central East")
    assert answer.board is not None
    took = {t.ods_code: t.residents for t in answer.board.predecessors}
    assert set(took) == {"QHG", "QM7", "QUE"}
    assert sum(r for r in took.values() if r) == answer.residents
    assert answer.board.successors == ()


def test_a_board_that_grew_names_the_givers_and_its_old_code() -> None:
    answer = icslookup.board("E54000042")
    assert answer.board is not None
    assert answer.board.ons_code == "E54000067"
    assert [c.code for c in answer.board.ons_codes] == ["E54000042", "E54000067"]
    ((ods_code, _, _, day, residents, _, lsoas, _),) = answer.board.predecessors
    assert day == MERGERS
    assert (ods_code, residents, lsoas) == ("QNQ", 174_249, 105)
    assert [(a.name, a.end) for a in answer.previous_areas] == [("Hart", date(2026, 3, 31))]
    assert answer.message is not None
    assert "E54000042 is not the ONS code of Hampshire and Isle of Wight" in answer.message
    then = icslookup.board("E54000042", "2024-01-01")
    assert then.message is None
    assert then.board is not None
    assert then.board.ons_code == "E54000042"


def test_an_amount_that_cannot_be_determined_is_unknown(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    """If each board of Guildford has two successors there, the amounts are unknown."""
    damaged("boards.csv", "2026-03-31,,S9B9J,", "2026-03-31,,S0E4D;S9B9J,")
    data = damaged(
        "icb_areas.csv", "S9B9J,E07000209,2026-04-01,,84,84,143659,143659",
        "S0E4D,E07000209,2026-04-01,,40,84,70000,143659,ods-change-summary-2026,D\n"
        "S9B9J,E07000209,2026-04-01,,44,84,73659,143659",
    )  # fmt: skip
    frimley = icslookup.board("Frimley", data=data)
    assert frimley.board is not None
    unknown = {
        t.ods_code: (t.residents, t.lsoas, t.residents_share) for t in frimley.board.successors
    }
    assert unknown["S0E4D"] == unknown["S9B9J"] == (None, None, None)
    assert unknown["QRL"][0] == 174_249
    assert "?" in render(frimley, "table")


def test_an_answer_leaves_out_later_events() -> None:
    before, after = (icslookup.board("QRL", day).board for day in ("2026-03-31", "2026-04-01"))
    assert before is not None
    assert after is not None
    assert before.predecessors == ()
    assert [transfer.date for transfer in after.predecessors] == [MERGERS]


@pytest.mark.parametrize(
    ("name", "day", "then"),
    [
        ("Frimley", "2026-04-01", {"S0E4D", "QRL", "S9B9J"}),
        ("Essex", "2026-03-31", {"QH8", "QJG", "QM7"}),
    ],
)
def test_outside_its_life_a_board_names_its_counterparts(
    name: str, day: str, then: set[str]
) -> None:
    answer = icslookup.board(name, day)
    assert (answer.status, answer.board) == ("not_found", None)
    assert {suggestion.code for suggestion in answer.suggestions} == then


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "Guildford",
            'is a local authority, not an Integrated Care Board: try `icslookup area "Gui',
        ),
        ("E07000209", 'try `icslookup area "Guildford"`'),
        ("Glasgow", "is in Scotland and has no Integrated Care Board"),
        ("Wales", "is a nation and has no Integrated Care Board"),
        ("London", 'for its boards try `icslookup boards --region "London"`'),
        (
            "E54999999",
            "no Integrated Care Board or other area of the NHS has or had the code 'E54999999'",
        ),
        ("Atlantis", "no Integrated Care Board is called 'Atlantis'"),
        ("S&S", "'S&S' could be more than one Integrated Care Board"),
        (
            "NHS Devon ICB - 91Q",
            (
                "'NHS Devon ICB - 91Q' could be more than one Integrated Care Board or other area of"
                " the NHS"
            ),
        ),
    ],
)
def test_a_name_that_is_not_a_board_is_explained(name: str, words: str) -> None:
    answer = icslookup.board(name)
    assert answer.status in ("not_found", "ambiguous")
    assert answer.message is not None
    assert words in answer.message


def test_the_areas_of_every_board_sum_to_it(data: Dataset) -> None:
    for day in (date(2022, 7, 1), date(2023, 4, 1), MERGERS):
        total = 0
        for board in data.boards.values():
            if board.exists_on(day):
                answer = icslookup.board(board.ods_code, day)
                assert answer.residents == sum(a.residents for a in answer.areas)
                total += answer.residents or 0
        assert total == 56_490_108


def test_former_areas_are_listed_under_before() -> None:
    answer = icslookup.board("Humber and North Yorkshire")
    assert {a.end for a in answer.previous_areas} == {date(2023, 3, 31)}
    assert "Hambleton" in {a.name for a in answer.previous_areas}
    assert "North Yorkshire" in {a.name for a in answer.areas}
