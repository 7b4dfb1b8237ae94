"""The authorities that a table names, and what could not be placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.table_files import MESSY, SPLIT_DAY, estimated, figures

if TYPE_CHECKING:
    import pytest


def test_unplaced_spellings_are_reported_with_their_figures() -> None:
    answer = estimated(MESSY, "homes", "people", as_of=SPLIT_DAY)
    unplaced = {one.query: (one.reason, *map(int, one.figures)) for one in answer.unplaced}
    assert unplaced == {
        "Allerdale": ("not_then", 3, 3),
        "E07000026": ("not_then", 3, 3),
        "QRL": ("board", 1, 1),
        "E54000042": ("board", 2, 2),
        "Newcastle": ("ambiguous", 5, 5),
        "Atlantis": ("not_found", 7, 1),
        "E01000001": ("not_found", 1, 1),
        "\x1b[31mred": ("not_found", 1, 1),
        None: ("blank", 4, 1),
    }
    why = {one.query: one.message or "" for one in answer.unplaced}
    assert "in its place on 1 June 2024: Cumberland" in why["Allerdale"]
    assert "try `icslookup board QRL`" in why["QRL"]
    homes, people = answer.values
    assert homes.total == homes.placed + homes.unplaced
    assert [int(value.unplaced) for value in answer.values] == [27, 18]
    assert (homes.figures, homes.blank, people.figures, people.blank) == (19, 0, 18, 1)
    assert [area.name for area in people.without] == ["Waverley"]
    assert [(guess.query, guess.name) for guess in answer.guessed] == [("gilford", "Guildford")]
    assert not answer.passed


def test_only_a_limited_number_of_spellings_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icslookup.bulk.apportion.placement.MOST_EXPLAINED", 1)
    answer = estimated(figures({"Atlantis": 1, "Utopia": 2}), "homes")
    assert [one.message is None for one in answer.unplaced] == [True, False]
    assert [one.query for one in answer.unplaced] == ["Utopia", "Atlantis"]


def test_spellings_of_one_authority_are_added_up() -> None:
    answer = estimated(figures({"Guildford": 1, "GUILDFORD BC": 2, "gilford": 3}), "homes")
    assert answer.unplaced == ()
    assert [(one.query, one.rows) for one in answer.guessed] == [("gilford", 1)]
    assert [int(board.estimates[0]) for board in answer.boards] == [6]


def test_names_in_a_column_of_boards_are_not_those_of_councils() -> None:
    """Devon is the board, not the county council, so its figures are not divided."""
    rows = {"Devon": 1, "Frimley": 2, "Black Country": 3, "Leeds": 4, "E07000209": 5, "QRL": 6}
    answer = estimated(figures({**rows, "Atlantis": 7, "": 8}), "homes")
    assert answer.kind_read == "board"
    assert {one.query: one.reason for one in answer.unplaced} == {
        "Devon": "board", "Frimley": "board", "Black Country": "board", "QRL": "board",
        "Leeds": "not_found", "Atlantis": "not_found", None: "blank",
    }  # fmt: skip
    why = {one.query: one.message for one in answer.unplaced}
    assert "Devon is an Integrated Care Board, not a council" in (why["Devon"] or "")
    assert why["Leeds"] == "the column has boards, and 'Leeds' is not one"
    assert (int(answer.values[0].placed), int(answer.values[0].unplaced)) == (5, 31)
    councils = estimated(
        figures({"Devon": 1, "Leeds": 2, "Essex": 3, "West Yorkshire": 4}), "homes"
    )
    assert councils.kind_read == "area"
    assert [(one.query, one.reason) for one in councils.unplaced] == [("West Yorkshire", "board")]
    assert estimated(figures({"Devon": 1, "Essex": 3}), "homes").unplaced == ()
