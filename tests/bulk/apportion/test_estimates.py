"""The estimates for boards: every figure is divided, and nothing is lost."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

import icslookup
from icslookup.formats import render
from tests.support.table_files import MESSY, SPLIT_DAY, estimated, figures

if TYPE_CHECKING:
    from icslookup.bulk.apportion.apportion import Apportionment


def by_board(answer: Apportionment, value: int = 0) -> dict[str, str]:
    return {board.ods_code: str(board.estimates[value]) for board in answer.boards}


def test_a_split_authority_is_divided_by_residents() -> None:
    answer = estimated(figures({"Guildford": 1000, "Elmbridge": 1}), "homes", as_of=SPLIT_DAY)
    assert by_board(answer) == {"QNQ": "142.406671", "QXU": "858.593329"}
    frimley, surrey = answer.boards
    assert frimley.from_split == frimley.estimates
    assert surrey.from_split == (Decimal("857.593329"),)
    (part,) = surrey.split_areas
    assert (part.gss_code, part.name, part.share) == ("E07000209", "Guildford", 0.857593)
    assert part.estimates == surrey.from_split


def test_a_split_authority_is_divided_by_lsoas() -> None:
    answer = estimated(figures({"Guildford": 84}), "homes", by="lsoas", as_of=SPLIT_DAY)
    assert {code: Decimal(text) for code, text in by_board(answer).items()} == {
        "QNQ": 13,
        "QXU": 71,
    }


def test_the_day_decides_the_boards() -> None:
    now = estimated(figures({"Guildford": 1000}), "homes")
    assert {code: Decimal(text) for code, text in by_board(now).items()} == {"S9B9J": 1000}
    assert now.boards[0].ons_code == "E54000069"
    assert now.boards[0].split_areas == ()


def test_boards_with_figures_are_listed_by_name() -> None:
    answer = estimated(MESSY, "homes", as_of=SPLIT_DAY)
    names = [board.short_name for board in answer.boards]
    assert names == sorted(names)
    assert "Devon" not in names


DISTRICTS = [row.gss_code for row in icslookup.areas(SPLIT_DAY).rows]


FIGURES = st.one_of(
    st.integers(-(10**12), 10**12),
    st.decimals(-(10**9), 10**9, places=3),
    st.decimals(0, 10**6, places=9),
)


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(st.sampled_from(DISTRICTS), FIGURES, min_size=1, max_size=30),
    st.sampled_from(["residents", "lsoas"]),
)
def test_placed_figures_add_up_to_the_last_digit(rows: dict[str, Any], by: str) -> None:
    answer = estimated(
        figures({k: f"{v:f}" if isinstance(v, Decimal) else v for k, v in rows.items()}),
        "homes",
        by=by,
        as_of=SPLIT_DAY,
    )
    (value,) = answer.values
    assert value.placed == value.total == sum(rows.values())
    assert sum(board.estimates[0] for board in answer.boards) == value.placed
    written = csv.DictReader(io.StringIO(render(answer, "csv")))
    assert sum(Decimal(row["homes_estimate"]) for row in written) == value.placed
    for board in answer.boards:
        assert sum(part.estimates[0] for part in board.split_areas) == board.from_split[0]


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.sampled_from(DISTRICTS), st.integers(-(10**15), 10**15), min_size=1))
def test_whole_numbers_stay_whole_and_add_up(rows: dict[str, int]) -> None:
    answer = estimated(figures(dict(rows)), "homes", integer=True, as_of=SPLIT_DAY)
    estimates = [board.estimates[0] for board in answer.boards]
    assert sum(estimates) == sum(rows.values())
    assert all(estimate == int(estimate) for estimate in estimates)
    document = json.loads(render(answer, "json"))
    assert sum(board["estimates"][0] for board in document["boards"]) == sum(rows.values())


def test_a_council_without_a_figure_does_not_cover_its_board() -> None:
    rows = b"council,homes,people\nSurrey,,1\nLeeds,1,1\n"
    answer = estimated(rows, "homes", "people")
    surrey = next(board for board in answer.boards if board.ods_code == "S9B9J")
    assert [int(estimate) for estimate in surrey.estimates] == [0, 1]
    assert surrey.covered[0] == 0 < surrey.covered[1] < 1
    assert not answer.passed
    assert "S9B9J         0                    0%" in render(answer, "table")


def test_figures_keep_their_decimals() -> None:
    answer = estimated(figures({"Guildford": "0.123456789"}), "homes", as_of=SPLIT_DAY)
    assert by_board(answer) == {"QNQ": "0.017581070", "QXU": "0.105875719"}
