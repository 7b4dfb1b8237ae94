"""What did not exist on the day is followed to the boards of its territory."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

import icslookup
from icslookup.bulk.following import follow
from icslookup.bulk.match.output_columns import added_cells, added_columns
from icslookup.bulk.matcher import Matcher
from icslookup.dataset.nhs_areas import SUB_ICB
from icslookup.dataset.periods import periods
from icslookup.dates import FIRST_DAY
from tests.support.schemas import check
from tests.support.table_files import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from icslookup.dataset.loader import Dataset
    from tests.support.program import Result

LATER = "2026-05-01"
ENDED = ["QNQ", "QU9", "Bournemouth", "Harrogate", "D4U1Y", "Guildford", "Atlantis", None, "QRL"]
FRIMLEY = "S0E4D;QRL;S9B9J"


def boards(found: Any) -> list[str]:
    return [board.ods_code for board in found.boards]


@pytest.mark.parametrize(
    ("name", "day", "codes", "followed_from"),
    [
        ("QNQ", LATER, ["S0E4D", "QRL", "S9B9J"], "NHS Frimley Integrated Care Board (QNQ)"),
        ("E54000034", LATER, ["S0E4D", "QRL", "S9B9J"], "NHS Frimley Integrated Care Board (QNQ)"),
        ("Frimley ICB", LATER, ["S0E4D", "QRL", "S9B9J"],
         "NHS Frimley Integrated Care Board (QNQ)"),
        ("Sussex ICB", None, ["S9B9J"], "NHS Sussex Integrated Care Board (QNX)"),
        ("S9B9J", "2025-01-01", ["QNX", "QXU", "QNQ"],
         "NHS Surrey and Sussex Integrated Care Board (S9B9J)"),
        ("D4U1Y", LATER, ["S0E4D", "QRL", "S9B9J"], "NHS Frimley ICB - D4U1Y"),
        ("U2G6B", "2025-01-01", ["QNQ"], "NHS Thames Valley ICB - U2G6B"),
        ("Bournemouth", "2025-01-01", ["QVV"], "Bournemouth (E06000028)"),
        ("Bournemouth", None, ["QVV"], "Bournemouth (E06000028)"),
        ("E07000190", None, ["QSL"], "Taunton Deane (E07000190)"),
        ("Craven", "2024-01-01", ["QWO", "QE1"], "Craven (E07000163)"),
        ("E06000065", "2022-08-01", ["QOQ", "QWO", "QE1"], "North Yorkshire (E06000065)"),
        ("Cumbria", "2024-01-01", ["QHM", "QE1"], "Cumbria (E10000006)"),
        ("Suffolk Coastal", "2025-01-01", ["QJG", "QMM"],
         "Suffolk Coastal (E07000205), estimate"),
        ("Allerdale and Carlisle", LATER, ["QHM"],
         "Allerdale (E07000026) and Carlisle (E07000028)"),
    ],
)  # fmt: skip
def test_what_has_ended_or_not_begun_is_followed(
    name: str, day: str | None, codes: list[str], followed_from: str
) -> None:
    matcher = Matcher(day, follow=True)
    found = matcher.one(name)
    assert (found.status, boards(found), found.followed_from) == ("found", codes, followed_from)
    assert found.as_of == matcher.day
    assert found.is_estimate == followed_from.endswith(", estimate")
    assert sum(board.residents_share or 0 for board in found.boards) == pytest.approx(1, abs=2e-6)
    for board in found.boards:
        assert board.ons_code == matcher.data.boards[board.ods_code].ons_code(matcher.day)
    if day:
        alone = Matcher(day).one(name)
        assert (alone.status, alone.boards, alone.followed_from) == ("not_found", (), None)


def test_the_method_the_code_and_the_name_are_those_of_what_was_named() -> None:
    matcher = Matcher(LATER, follow=True)
    answers = [matcher.one(name) for name in ("Harogate", "QNQ", "D4U1Y")]
    assert [(one.kind, one.method, one.gss_code, one.name) for one in answers] == [
        ("area", "fuzzy", "E07000165", "Harrogate"),
        ("board", "code", None, None),
        ("sub-icb", "code", "E38000252", "NHS Frimley ICB - D4U1Y"),
    ]
    assert Matcher(LATER, follow=True, exact=True).one("Harogate").status == "not_found"


def test_an_answer_for_the_day_is_not_followed(data: Dataset) -> None:
    """With `follow`, whatever has an answer for the day keeps it."""
    names = [*data.authority_keys, *data.board_keys, *(a.name for a in data.authorities.values())]
    names += [area.names[-1].name for area in data.nhs_areas.values()]
    for day in ("2022-07-01", "2024-06-01", LATER):
        plain, following = Matcher(day), Matcher(day, follow=True)
        for name in names:
            before, after = plain.one(name), following.one(name)
            if before.answered or before.status == "ambiguous":
                assert after == before
            else:
                assert plain.can_follow(before) == after.answered


def _absent(data: Dataset) -> Iterator[tuple[str, int, date]]:
    """Yield the code of each record, and its residents, for each period without it."""
    for span in periods(data):
        for board in data.boards.values():
            edge = board.end if board.end and board.end < span.start else board.start
            if not board.exists_on(span.start):
                held = data.memberships_on(board.ods_code, edge)
                yield board.ods_code, sum(row.residents for row in held), span.start
        for key, rows in data.memberships_by_area.items():
            council = data.authorities[key]
            if not council.exists_on(span.start):
                yield key, rows[0].area_residents, span.start
        for area in data.nhs_areas.values():
            if area.kind == SUB_ICB and not area.exists_on(span.start):
                nearest = area.end if area.end and area.end < span.start else area.start
                assert nearest
                yield area.code, area.parts_on(nearest)[0].area_residents or 0, span.start


def test_the_residents_of_the_boards_are_those_of_what_has_ended(data: Dataset) -> None:
    cases = list(_absent(data))
    assert len(cases) > 80
    for code, residents, day in cases:
        found = Matcher(day, follow=True).one(code)
        assert found.followed_from
        assert not found.is_estimate
        assert sum(board.residents or 0 for board in found.boards) == residents
        for board in found.boards:
            assert data.boards[board.ods_code].exists_on(day)
            assert board.residents_share == round((board.residents or 0) / residents, 6)


def test_two_councils_are_followed_only_into_one_board(data: Dataset) -> None:
    day = date(2024, 1, 1)
    found = follow(data, ("E07000026", "E07000028"), day)
    assert found
    assert found.boards == (("QHM", 1.0, 96_156 + 110_051, 59 + 71),)
    assert (found.gss_code, found.name) == (None, "Allerdale and Carlisle")
    assert follow(data, ("E07000026", "E07000031"), day) is None
    assert Matcher(day, follow=True).one("Allerdale and South Lakeland").status == "ambiguous"
    bournemouth = follow(data, ("E06000028", "E06000059"), day)  # how many it had is not known
    assert bournemouth
    assert bournemouth.boards == (("QVV", 1.0, None, None),)
    assert bournemouth.followed_from == "Bournemouth (E06000028)"


def test_a_territory_that_is_not_known_is_not_found(data: Dataset) -> None:
    """A council without a day is then not answered for its last day either."""
    alone = type(data)(data.folder)
    ended = {
        key: council._replace(successors=()) if council.end else council
        for key, council in data.authorities.items()
    }
    vars(alone)["authorities"] = ended
    matcher = Matcher(follow=True, data=alone)
    assert matcher.one("Bournemouth").status == "not_found"
    assert (
        Matcher(LATER, data=alone).can_follow(Matcher(LATER, data=alone).one("E06000028")) is False
    )


def test_a_column_read_for_its_own_time_is_followed_to_today() -> None:
    """Next to Sussex, `Suffolk ICB` is the board of its time, which two boards followed."""
    names = ["Suffolk ICB", "Surrey ICB", "Sussex ICB", "Mid and South Essex ICB", "Devon ICB"]
    found = icslookup.annotate(pl.DataFrame({"c": names}), "c", kind="board", follow=True)
    assert found["icb_board_ods"].to_list() == ["T6Y0W;D7T5G", "S9B9J", "S9B9J", "D7T5G", "QJK"]
    last = found["icb_followed_from"].to_list()
    assert last[-1] is None
    assert None not in last[:-1]
    councils = pl.DataFrame({"c": ["Guildford", "Allerdale", "Carlisle", "Allerdale and Carlisle"]})
    found = icslookup.annotate(councils, "c", kind="area", follow=True)
    assert found["icb_board_ods"].to_list() == ["S9B9J", "QHM", "QHM", "QHM"]


def test_a_board_is_not_followed_in_a_column_of_councils() -> None:
    names = ["Guildford", "Leeds", "Camden", "Frimley", "Harrogate", "QNQ"]
    for day in (None, LATER):
        found = icslookup.annotate(pl.DataFrame({"c": names}), "c", as_of=day, follow=True)
        assert found["icb_board_ods"].to_list()[3:] == [None, "QOQ", FRIMLEY]


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "parquet", "xlsx"])
def test_every_format_has_the_column(
    cli: Callable[..., Result], table: Callable[..., Path], tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"out.{form}"
    options = ["-c", "council", "--as-of", LATER, "--follow", "-o", str(out), "-q"]
    assert cli("match", str(table("1,QU9", "2,Guildford")), *options).code == 0
    if form == "xlsx":
        sheet = openpyxl.load_workbook(out).worksheets[0]
        _, *rows = sheet.iter_rows(values_only=True)
        cells = [row[-1] for row in rows]
    elif form == "parquet":
        cells = pq.read_table(out)["icb_followed_from"].to_pylist()
    elif form == "jsonl":
        lines = out.read_text(encoding="utf-8").splitlines()
        cells = [json.loads(line)["icb_followed_from"] for line in lines]
    else:
        text = out.read_text(encoding="utf-8")
        made = csv.DictReader(io.StringIO(text), delimiter="\t" if form == "tsv" else ",")
        cells = [row["icb_followed_from"] or None for row in made]
    name = "NHS Buckinghamshire, Oxfordshire and Berkshire West Integrated Care Board (QU9)"
    assert cells == [name, None]


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("list", [("3", FRIMLEY, "0.571217;0.227972;0.20081")]),
        ("largest", [("3", "S0E4D", "0.571217")]),
        ("rows", [("3", "S0E4D", "0.571217"), ("3", "QRL", "0.227972"), ("3", "S9B9J", "0.20081")]),
    ],
)
def test_a_board_that_was_divided_is_split_as_an_authority_is(
    cli: Callable[..., Result],
    table: Callable[..., Path],
    split: str,
    expected: list[tuple[str, ...]],
) -> None:
    options = ["-c", "council", "--as-of", LATER, "--follow", "--split", split]
    result = cli("match", str(table("1,Frimley ICB")), *options)
    rows = rows_of(result.out)
    assert [(r["icb_board_count"], r["icb_board_ods"], r["icb_share"]) for r in rows] == expected
    assert {r["icb_followed_from"] for r in rows} == {"NHS Frimley Integrated Care Board (QNQ)"}
    assert "1 row of areas split between boards" in result.err


def test_the_prefix_begins_the_name_of_the_column(
    cli: Callable[..., Result], table: Callable[..., Path]
) -> None:
    out = cli("match", str(table("1,QNQ")), "-c", "council", "--follow", "--prefix", "x_", "-q").out
    assert out.splitlines()[0].endswith(",x_share,x_followed_from")
    taken = cli(
        "match",
        str(table("1,QNQ", header="icb_followed_from,council")),
        "-c",
        "council",
        "--follow",
    )
    assert taken.code == 2
    assert "has the columns icb_followed_from already" in taken.err


def test_each_row_is_followed_to_its_own_day(
    cli: Callable[..., Result], table: Callable[..., Path]
) -> None:
    path = table(
        "QNQ,2026-03-31", "QNQ,2026-04-01", "Harrogate,2030-01-01", "QNQ,never", header="c,day"
    )
    result = cli("match", str(path), "-c", "c", "--as-of-column", "day", "--follow")
    rows = rows_of(result.out)
    assert [(r["icb_status"], r["icb_board_ods"], r["icb_followed_from"]) for r in rows] == [
        ("found", "QNQ", ""),
        ("found", FRIMLEY, "NHS Frimley Integrated Care Board (QNQ)"),
        ("found", "QOQ", "Harrogate (E07000165)"),
        ("bad_date", "", ""),
    ]
    without = cli("match", str(path), "-c", "c", "--as-of-column", "day").err
    assert "2 rows of councils or boards that did not exist on the day: --follow would" in without


def test_strict_and_the_unmatched_know_what_was_followed(
    cli: Callable[..., Result], table: Callable[..., Path], tmp_path: Path
) -> None:
    path, unmatched = table("1,QNQ", "2,Bournemouth"), tmp_path / "unmatched.csv"
    options = ["-c", "council", "--as-of", LATER, "--strict", "--unmatched", str(unmatched)]
    without = cli("match", str(path), *options)
    assert without.code == 1
    assert "2 of 2 rows without a board" in without.err
    assert [row["alias"] for row in rows_of(unmatched.read_text("utf-8"))] == ["Bournemouth", "QNQ"]
    followed = cli("match", str(path), *options, "--follow")
    assert followed.code == 0
    assert rows_of(unmatched.read_text("utf-8")) == []
    assert cli("match", str(table("1,QNQ", "2,Atlantis")), *options, "--follow").code == 1


def test_the_summary_and_the_report_count_the_rows(
    cli: Callable[..., Result], table: Callable[..., Path], tmp_path: Path
) -> None:
    path = table(
        "1,QNQ", "2,QNQ", "3,Suffolk Coastal", "4,Guildford", "5,Atlantis", "6,Bournemouth"
    )
    report = tmp_path / "report.json"

    def counts(*options: str) -> tuple[str, list[object]]:
        words = ["match", str(path), "-c", "council", "--report", str(report), *options]
        text = cli(*words).err
        document = json.loads(report.read_text(encoding="utf-8"))
        check(document, "match-report")
        keys = ("follow", "followed_rows", "estimated_rows", "followable_rows", "former_rows")
        return text, [document[key] for key in keys]

    day = ("--as-of", "2026-05-01")
    text, numbers = counts(*day)
    assert numbers == [False, 0, 0, 4, 0]
    assert (
        "4 rows of councils or boards that did not exist on the day: --follow would place them\n"
        in text
    )
    text, numbers = counts(*day, "--follow")
    assert numbers == [True, 4, 0, 0, 0]
    assert "4 rows of councils or boards that did not exist on the day, followed to the" in text
    assert "would place" not in text
    text, numbers = counts("--as-of", "2025-01-01", "--follow")
    assert numbers == [True, 2, 1, 0, 0]
    assert "1 row of these with shares that are an estimate" in text
    text, numbers = counts()  # the board is answered for its last day
    assert numbers == [False, 0, 0, 2, 2]
    text, numbers = counts("--follow")
    assert numbers == [True, 4, 0, 0, 0]
    assert "former" not in text


@pytest.mark.parametrize("split", ["list", "largest", "rows"])
@pytest.mark.parametrize("dated", [False, True])
@pytest.mark.parametrize("kind", ["area", "board", "code"])
def test_frames_files_and_iterables_have_the_same_answers(
    cli: Callable[..., Result],
    data: Dataset,
    tmp_path: Path,
    kind: str,
    split: str,
    *,
    dated: bool,
) -> None:
    """Check every code, every name and every day on which a period begins."""
    names: list[str | None] = [*ENDED, *data.authority_keys, *data.board_keys, "D4U1Y", "U2G6B"]
    names += [council.name for council in data.authorities.values() if council.end]
    names += [board.name for board in data.boards.values()]
    starts = [span.start.isoformat() for span in periods(data)]
    days = [starts[number % len(starts)] for number in range(len(names))]
    given, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame = pl.DataFrame({"c": names, "day": days})
    frame.write_parquet(given)
    options: dict[str, Any] = {"as_of_column": "day"} if dated else {"as_of": LATER}
    words = [word for key, cell in options.items() for word in (f"--{key.replace('_', '-')}", cell)]
    words += ["--kind", kind, "--split", split, "--follow", "-o", str(out), "-q"]
    assert cli("match", str(given), "-c", "c", *words).code == 0
    expected = pl.read_parquet(out)
    assert expected.columns[2:] == [name for name, _ in added_columns(split, follow=True)]
    assert expected["icb_followed_from"].n_unique() > (40 if kind != "board" else 12)
    options.update(kind=kind, split=split, follow=True)
    assert icslookup.annotate(frame, "c", **options).rows() == expected.rows()
    of_pandas = icslookup.annotate(frame.to_pandas(), "c", **options)
    assert isinstance(of_pandas, pd.DataFrame)
    plain = of_pandas.astype(object).where(of_pandas.notna(), None)
    assert [tuple(row) for row in plain.itertuples(index=False)] == expected.rows()
    matched = icslookup.match(names, days if dated else LATER, kind=kind, follow=True)
    rows = [cells for one in matched for cells in added_cells(one, split, follow=True)]
    assert rows == [row[2:] for row in expected.rows()]


def test_the_first_day_is_the_earliest_to_follow_to() -> None:
    (found,) = icslookup.match(["S9B9J"], FIRST_DAY, follow=True)
    assert boards(found) == ["QNX", "QXU", "QNQ"]
