"""A column is read as councils or as boards, and of one time, by its values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk import cache, column_matcher
from icslookup.bulk.column_matcher import ColumnMatcher, ColumnReading, column_reading
from icslookup.bulk.match.iterable import match
from icslookup.bulk.matcher import Matcher

if TYPE_CHECKING:
    from icslookup.bulk.matcher import Matched
    from icslookup.dataset.loader import Dataset

OLD = date(2026, 3, 31)
"""The last day of the 42 boards."""

LEEDS = ["Leeds", "Bradford", "Wakefield"]
"""Councils that exist on every day."""

LIVING = ["Kent and Medway", "Black Country", "NHS Lincolnshire ICB"]
"""Boards that exist on every day."""


def column(
    *names: str, as_of: str | None = None, dated: bool = False, kind: str = "auto"
) -> ColumnMatcher:
    made = ColumnMatcher(Matcher(as_of, kind=kind), dated=dated)
    made.read(names)
    return made


def codes(found: Matched) -> list[str]:
    return [board.ods_code for board in found.boards]


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (LEEDS, "area"),
        (LIVING, "board"),
        ([*LEEDS, "Frimley"], "area"),
        ([*LIVING, "Leeds"], "board"),
        (["Leeds", "Frimley"], None),
        ([*LEEDS, *LIVING], None),
        (["Devon", "Essex", "Dorset"], None),  # councils and boards share these names
        (["Devon", "Leeds"], "area"),
        (["Devon", "Frimley"], "board"),
        (["E07000209", "E08000035", "Devon"], "area"),
        (["QRL", "e54000052", "Devon"], "board"),
        (["Leeds", "West Yorkshire", "South Yorkshire", "Greater Manchester"], "area"),
        (["West Yorkshire", "South Yorkshire", "Greater Manchester"], "board"),
        (["Leeds", "LEEDS", "leeds ", "Frimley"], None),  # one value in three spellings
        (["NHS Leeds CCG", "93C", "NHS Frimley (D4U1Y)"], "board"),
        (["Leeds", "QRL", "QXU", "E54000052", "NHS Devon ICB - QJK"], "area"),  # names come first
        (["Frimley", "E07000209", "E08000035", "Guildford (E07000209)"], "board"),
        (["Leeds", "Frimley", "QRL"], None),
        (["QRL", "West Yorkshire"], "board"),
        (["E07000209", "West Yorkshire"], "area"),
        (["QRL", "E07000209"], None),
        (["QRL", "QXU", "E07000209"], "board"),
        (["England", "Total", "", "London", "Atlantis"], None),
        (["Newcastle", "S&S"], None),
        ([], None),
    ],
)
def test_most_distinct_values_decide_what_a_column_has(names: list[str], kind: str | None) -> None:
    """Rows do not count, and neither does the order of the values."""
    for values in (names, names[::-1], names * 3):
        assert column(*values).reading.kind == kind


@pytest.mark.parametrize("as_of", [None, "2024-06-01", "2026-11-01"])
@pytest.mark.parametrize("dated", [False, True])
def test_totals_have_no_answer_in_a_column_of_councils(as_of: str | None, *, dated: bool) -> None:
    totals = ["West Yorkshire", "Greater Manchester", "South Yorkshire", "London", "South East",
              "England", "Total", "Cambridgeshire and Peterborough", "Midlands", "Sussex",
              "North East London", "North East and Yorkshire"]  # fmt: skip
    made = column(
        *LEEDS, *[f"E0900000{n}" for n in range(1, 10)], *totals, as_of=as_of, dated=dated
    )
    day = date(2026, 11, 1) if dated else None
    assert made.reading.kind == "area"
    assert {made.one(total, day).status for total in totals} == {"not_found"}
    assert made.one("Leeds", day).status == "found"


@pytest.mark.parametrize("name", ["Essex", "Devon", "Dorset", "Lincolnshire", "Gloucestershire"])
def test_a_name_of_both_kinds_is_what_the_column_has(name: str) -> None:
    council, board = column(*LEEDS, name).one(name), column(*LIVING, name).one(name)
    assert council == Matcher(kind="area").one(name)
    assert board == Matcher(kind="board").one(name)
    assert (council.kind, board.kind) == ("area", "board")


def test_a_column_answers_names_as_its_kind_does(data: Dataset) -> None:
    """Check every name of both kinds, on several days: the answer is that of the kind alone."""
    names = [area.name for area in data.authorities.values()]
    names += [name for board in data.boards.values() for name in (board.name, board.short_name)]
    names += ["Gilford", "Surrey Hartlands", "Norfolk ICB", "Newcastle", "Telford", "N/A", "London"]
    for kind in ("area", "board"):
        for day in (None, "2022-07-01", "2024-06-01", "2026-11-01"):
            made = ColumnMatcher(Matcher(day), reading=ColumnReading(kind))
            alone = Matcher(day, kind=kind)
            assert [made.one(name) for name in names] == [alone.one(name) for name in names]


def test_codes_are_read_row_by_row_in_any_column(data: Dataset) -> None:
    everything = [*data.authority_keys, *data.board_keys, "93C", "D2P2L", "Y59"]
    expected = list(match(everything, kind="code"))
    for names in (LEEDS, LIVING):
        made = column(*names)
        assert [made.one(code) for code in everything] == expected
    for text in (
        "E07000209 Guildford",
        "Guildford (E07000209)",
        "QHL: NHS Birmingham and Solihull ICB",
    ):
        assert {codes(column(*names).one(text))[0] for names in (LEEDS, LIVING)} == set(
            codes(Matcher().one(text))
        )


def test_codes_of_boards_do_not_take_the_answers_from_councils() -> None:
    made = column("Leeds", "Guildford", "Essex", "West Yorkshire", "QXU", "QNX", "QMM", "U2G6B")
    assert [codes(made.one(text)) for text in ("Leeds", "Guildford", "Essex", "QXU", "QMM")] == [
        ["QWO"], ["S9B9J"], ["D7T5G"], ["QXU"], ["QMM"],
    ]  # fmt: skip
    assert made.one("Essex").kind == "area"
    assert made.one("West Yorkshire").status == "not_found"
    boards = column("NHS Devon ICB", "E07000209", "E08000035", "E09000007")
    assert codes(boards.one("NHS Devon ICB")) == ["QJK"]
    assert [boards.one(code).kind for code in ("E07000209", "E08000035")] == ["area", "area"]


def test_a_column_that_is_not_decided_is_read_row_by_row() -> None:
    names = ["Leeds", "Frimley", "Devon", "West Yorkshire", "Sussex", "Atlantis", "QRL"]
    made = column("Leeds", "Frimley")
    assert [made.one(name) for name in names] == list(match(names))
    assert (made.reading.areas, made.reading.boards) == (1, 1)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Surrey ICB", "Sussex ICB", "Norfolk ICB"], ["QXU", "QNX", "QMM"]),
        (["Hertfordshire ICB", "Suffolk ICB", "Bedfordshire ICB"], ["QM7", "QJG", "QHG"]),
        (["Surrey ICB", "Cambridgeshire ICB"], ["QXU", "QUE"]),  # neither alone is an old board
        (["NHS Norfolk ICB", "Frimley", "Devon", "QXU"], ["QMM", "QNQ", "QJK", "QXU"]),
        (["Norfolk ICB", "Frimley", "Sussex", "Thames Valley"], ["QMM", "QNQ", "QNX", "S0E4D"]),
        (["Norfolk ICB", "Frimley", "E07000209"],
         ["QMM", "QNQ", "QXU"]),  # the code of a council is read for the same day
    ],
)  # fmt: skip
def test_names_of_boards_are_read_for_the_boundaries_that_fit_best(
    names: list[str], expected: list[str]
) -> None:
    made = column(*names)
    assert (made.reading.kind, made.reading.as_of) == ("board", OLD)
    found = [made.one(name) for name in names]
    assert [codes(one)[0] for one in found if one.answered][: len(expected)] == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Surrey ICB", "Norfolk ICB", "Essex ICB"], ["S9B9J", "T6Y0W", "D7T5G"]),
        (["Surrey ICB", "Thames Valley", "Frimley"], ["S9B9J", "S0E4D", "QNQ"]),
        (["Surrey ICB", "QMM", "QXU", "QNX"], ["S9B9J", "QMM", "QXU", "QNX"]),  # codes, not names
    ],
)
def test_names_of_boards_that_fit_today_are_read_for_today(
    names: list[str], expected: list[str]
) -> None:
    made = column(*names)
    assert (made.reading.kind, made.reading.span) == ("board", None)
    assert [codes(made.one(name))[0] for name in names] == expected


def test_a_day_that_the_user_names_is_the_time() -> None:
    names = ["Surrey ICB", "Sussex ICB", "Norfolk ICB", "Cambridgeshire ICB"]
    named = column(*names, as_of="2026-11-01")
    rows = column(*names, dated=True)
    assert (named.reading, rows.reading) == (
        ColumnReading("board", 0, 3),
        ColumnReading("board", 0, 3),
    )
    assert codes(named.one("Surrey ICB")) == ["S9B9J"]
    assert codes(rows.one("Surrey ICB", date(2024, 6, 1))) == ["QXU"]


@pytest.mark.parametrize(
    ("names", "day"),
    [
        (["Craven", "Harrogate", "Guildford"], "2023-03-31"),
        (["Craven", "Guildford", "E07000165"], "2023-03-31"),
        (["Craven", "Cumberland", "Guildford"], None),  # Cumberland began when Craven ended
        (["Craven", "Guildford", "E06000063"], None),
        (["Craven", "Waveney", "Guildford"], None),  # Waveney ended before boards began
        (["E07000163", "Guildford"], None),  # codes do not need a time
        (["Guildford", "Leeds"], None),
        (["Craven", "Guilford"], "2023-03-31"),
    ],
)
def test_names_of_councils_are_read_for_a_time_that_fits_them_all(
    names: list[str], day: str | None
) -> None:
    made = column(*names)
    assert made.reading.kind == "area"
    assert (made.reading.as_of and made.reading.as_of.isoformat()) == day
    craven = Matcher(kind="area").one(names[0])
    assert made.one(names[0]) == craven  # a council that has ended answers for its last day
    others = [name for name in names[1:] if name[:1] != "E"]
    expected = list(match(others, day, kind="area"))
    assert [made.one(name) for name in others] == expected


@pytest.mark.parametrize(
    ("kind", "names", "day"),
    [
        ("board", ["Surrey ICB", "Sussex ICB", "Norfolk ICB"], "2026-03-31"),
        ("board", ["Hertfordshire ICB", "Suffolk ICB", "Bedfordshire ICB"], "2026-03-31"),
        ("board", ["Surrey ICB", "Cambridgeshire ICB"], "2026-03-31"),
        ("board", [*LIVING, "Devon", "Hertfordshire"], "2026-03-31"),  # no board of today
        ("board", ["Surrey ICB", "Norfolk ICB", "Essex ICB"], None),
        ("board", ["QNX", "E54000052", "93C"], None),
        ("area", ["Craven", "Harrogate", "Guildford"], "2023-03-31"),
        ("area", ["Craven", "Cumberland", "Guildford"], None),
        ("area", ["Guildford", "Leeds"], None),
    ],
)
def test_the_time_of_a_kind_that_the_user_names_is_that_of_auto(
    kind: str, names: list[str], day: str | None
) -> None:
    named, decided = column(*names, kind=kind), column(*names)
    assert named.reading == ColumnReading(kind, span=decided.reading.span)
    assert (named.reading.as_of and named.reading.as_of.isoformat()) == day
    assert [named.one(name) for name in names] == [decided.one(name) for name in names]


def test_a_kind_that_the_user_names_holds_for_all_values() -> None:
    """Neither most values nor a code change it, and a day that is named is the time."""
    names = [*LEEDS, "E07000209", "Devon", "Surrey ICB", "Sussex ICB"]
    made = column(*names, kind="board")
    assert made.reading.kind == "board"
    assert [made.one(name).status for name in names[:4]] == ["not_found"] * 4
    assert [codes(made.one(name))[0] for name in names[4:]] == ["QJK", "QXU", "QNX"]
    councils = column("QRL", "Frimley", "Leeds", kind="area")
    assert [councils.one(name).status for name in ("QRL", "Frimley")] == ["not_found"] * 2
    for fixed in (
        column(*names, kind="board", as_of="2026-11-01"),
        column(*names, kind="board", dated=True),
    ):
        assert fixed.reading == ColumnReading("board")


def test_two_councils_in_one_cell_count_as_former_if_they_have_ended() -> None:
    made = column("Craven", "Guildford", "Leeds and Bradford", "Craven and Harrogate")
    assert made.reading.as_of == date(2023, 3, 31)
    assert not made.has_ended(made.one("Leeds and Bradford"))


def test_only_what_has_ended_counts_as_former() -> None:
    made = column("Craven", "Harrogate", "Guildford")
    assert [made.has_ended(made.one(name)) for name in ("Craven", "Guildford")] == [True, False]
    boards = column("Sussex ICB", "Frimley", "Devon", "NHS Dorset CCG")
    names = ("Sussex ICB", "Devon", "Thames Valley")
    assert [boards.has_ended(boards.one(name)) for name in names] == [True, False, False]
    codes_read = [boards.has_ended(boards.one(code)) for code in ("D4U1Y", "70F")]
    assert codes_read == [True, False]  # the location D4U1Y ended, 70F goes on
    area = boards.one("NHS Dorset CCG")
    assert boards.has_ended(area) == Matcher().has_ended(area._replace(as_of=OLD))


def test_the_day_of_today_limits_the_time() -> None:
    """On a day of 2024 nobody knows that boards will end. Before boards began there is no time."""
    names = ["Sussex ICB", "Surrey ICB", "Cambridgeshire ICB"]
    made = ColumnMatcher(Matcher(today=date(2024, 6, 1)))
    made.read(names)
    assert made.reading == ColumnReading("board", 0, 3)
    assert codes(made.one("Surrey ICB")) == ["QXU"]
    early = ColumnMatcher(Matcher(today=date(2022, 1, 1)))
    early.read(["Leeds", "Guildford"])
    assert early.reading.span is None


def test_cells_of_any_type_are_counted() -> None:
    made = ColumnMatcher(Matcher())
    made.read(["Leeds", None, float("nan"), 42, ["Bradford"], "x" * 100_000, "-"])
    assert made.reading == ColumnReading("area", 2, 0)


def test_very_many_values_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_KEPT", 3)
    monkeypatch.setattr(column_matcher, "_MOST_UNKNOWN", 1)
    made = column(*LEEDS, *LIVING, "Frimley", "Cambridgeshire ICB", "Bedfordshire ICB")
    assert made.reading == ColumnReading("area", 3, 0)
    unknown = column("Atlantis", "Cambridgeshire ICB")
    assert unknown.reading == ColumnReading(None)


def test_the_kind_alone_can_be_asked_for() -> None:
    names = ["Sussex ICB", "Surrey ICB", "Cambridgeshire ICB"]
    assert column_reading(names, Matcher()) == ColumnReading("board", 0, 2)
    assert column_reading({"Leeds": 1, None: 2}, Matcher()) == ColumnReading("area", 1, 0)


@pytest.mark.parametrize(
    ("names", "text", "kind"),
    [
        (LEEDS, "Sussex", "area"),
        (LIVING, "Leeds", "board"),
        (LEEDS, "QRL", "auto"),
        (["Leeds", "Frimley"], "Sussex", "auto"),
    ],
)
def test_a_text_is_explained_as_what_the_column_has(names: list[str], text: str, kind: str) -> None:
    assert column(*names).kind_of(text) == kind
