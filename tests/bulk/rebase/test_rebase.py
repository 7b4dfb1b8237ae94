"""The options of `rebase`, and tables of every kind."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from icslookup.errors import DataError, IcslookupError, UsageError
from icslookup.tables import open_source
from tests.support.rebased import rebased, refusal, results, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.tables import Source


def source(content: bytes) -> Source:
    return open_source("-", stdin=io.BytesIO(content))


def parquet(**columns: Any) -> Source:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return source(out.getvalue())


def excel(*rows: Sequence[object]) -> Source:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return source(out.getvalue())


def lines(*rows: str) -> Source:
    return source("\n".join(rows).encode())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "acres"}, "there is no measure 'acres': name one of residents, lsoas"),
        ({"to_geography": "ccg"}, "figures cannot be carried to 'ccg': give board, sub-icb, region or council"),
        ({"kind": "town"}, "there is no kind 'town'"),
        ({"as_of_column": "month", "from_": "2024-01-01"}, "name one day for all rows with --from, or a column"),
        ({"date_format": "%Y"}, "--date-format is for the column that --as-of-column names"),
        ({"mean_by": "w", "integer": True}, "a mean is not a whole number"),
        ({"to": "2020-01-01"}, "did not exist before"),
        ({"to": "2026-02-30"}, "there is no such day"),
        ({"from_": "yesterday"}, "is not a date"),
        ({"to": "2018-01-01", "to_geography": "council"}, "councils have an answer from 1 April 2021"),
        ({"per": ("nothing",)}, "has no column 'nothing'; its columns are 'area'"),
        ({"column": "nothing"}, "has no column 'nothing'"),
        ({"as_of_column": "nothing"}, "has no column 'nothing'"),
        ({"mean_by": "nothing"}, "has no column 'nothing'"),
    ],
)  # fmt: skip
def test_an_impossible_question_is_refused(options: dict[str, Any], message: str) -> None:
    content = table([("Leeds", "2024-01", 1, 2)], "area", "month", "v", "w")
    assert message in refusal(UsageError, content, **options)


@pytest.mark.parametrize(
    "options",
    [
        {"per": ("month", "month")}, {"per": ("month", "MONTH ")}, {"per": ("v",)},
        {"per": ("area",)}, {"as_of_column": "area"}, {"as_of_column": "v"},
        {"mean_by": "v"}, {"mean_by": "area"},
    ],
)  # fmt: skip
def test_a_column_has_one_use(options: dict[str, Any]) -> None:
    content = table([("Leeds", "2024-01", 1, 2)], "area", "month", "v", "w")
    message = refusal(UsageError, content, **options)
    assert "is named twice" in message or "the results would have two columns" in message


def test_the_column_that_is_named_twice_is_named() -> None:
    content = table([("Leeds", "2024-01", 1, 2)], "area", "month", "v", "w")
    message = refusal(UsageError, content, "v", "w", per=("w",))
    assert "the column 'w' is named twice: each has the areas" in message


@pytest.mark.parametrize("values", [("v", "v"), ("v", "V"), ("area",), ("v", "area")])
def test_a_value_cannot_be_named_twice(values: tuple[str, ...]) -> None:
    message = refusal(UsageError, {"Leeds": 1}, *values)
    assert "is named twice" in message or "the results would have two columns 'v'" in message


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (b"", DataError, "is empty"),
        (b"area,v,v\nLeeds,1,2\n", UsageError, "has the column 'v' 2 times: rename one"),
        (b"area,area,v\nLeeds,x,2\n", UsageError, "has the column 'area' 2 times: rename one"),
        (b"area,v\nLeeds,1\nYork,12%\n", DataError, "row 2 below the header, column v: '12%' is a percentage"),
        (b"area,v\nLeeds,1\nYork,many\n", DataError, "row 2 below the header, column v: 'many' is no figure"),
        (b"area,v\nLeeds,<5\n", DataError, "'<5' is no figure: write it like 1234.5 or 1,234.5, or leave it blank; if it stands for a suppressed figure, name it with --blank"),
        (b"area,v\nLeeds,\xc2\xa31\n", DataError, "row 1 below the header"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_refused(
    content: bytes, error: type[IcslookupError], message: str
) -> None:
    assert message in refusal(error, content)


def test_integers_only_take_whole_figures() -> None:
    message = refusal(DataError, {"Leeds": 1, "York": "1.5"}, integer=True)
    assert (
        "row 2 below the header, column v: '1.5' is not whole, as --integer needs it to be"
        in message
    )
    assert results(rebased({"Leeds": "1.0", "York": "2e3"}, integer=True)) == {
        "QWO": 1,
        "QOQ": 2000,
    }


@pytest.mark.parametrize("content", [b"area,v\n", b"area,v"])
def test_a_table_without_rows_gives_none(content: bytes) -> None:
    answer = rebased(content)
    assert (answer.rows, answer.areas, answer.valid) == (0, (), False)
    assert answer.values[0].total == 0


def test_an_earlier_day_of_councils_is_known_if_nothing_changed_since() -> None:
    answer = rebased({"West Northamptonshire": 3}, to="2021-04-01", to_geography="council")
    assert results(answer) == {"E06000062": 3}


def test_several_values_and_groups() -> None:
    rows = [
        ("QMJ", "F", "a", 1, "2.5"),
        ("QRV", "F", "a", 3, "*"),
        ("QMJ", "M", "a", 5, ""),
        ("QNC", "M", "b", 7, "8"),
    ]
    content = table(rows, "area", "sex", "month", "v", "w")
    answer = rebased(content, "w", "v", per=("month", "sex"))
    found = {(area.ods_code, area.group): (*area.values, area.suppressed) for area in answer.areas}
    assert found == {
        ("Z9B2Z", ("a", "F")): (Decimal("2.5"), 4, 1), ("Z9B2Z", ("a", "M")): (None, 5, 0), ("QNC", ("b", "M")): (8, 7, 0),
    }  # fmt: skip
    assert (answer.groups, answer.rows) == (3, 4)
    value = answer.values[0]
    assert (value.column, value.figures, value.suppressed, value.blank) == ("w", 2, 1, 1)


@pytest.mark.parametrize("mark", ["s", "S", " <5 ", "[zz]", "*"])
def test_marks_of_the_table_are_no_figures(mark: str) -> None:
    answer = rebased({"QNC": mark, "QOC": 2}, blanks=("s", "<5"))
    assert results(answer) == {"QNC": None, "QOC": 2}
    assert answer.values[0].suppressed == 1


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        ([1, 2, None, 4], "7"), ([1.5, float("nan"), 3.25, 0.1], "4.85"), ([0.1, 0.2, 1e-7, 1e22], "10000000000000000000000.3000001"),
        ([Decimal("1.50"), None, Decimal("2.25"), Decimal("-0.75")], "3.00"), (["1,000", "2", "*", ""], "1002"),
        ([2**62, 2**62, 2**62, 1], str(3 * 2**62 + 1)),
    ],
)  # fmt: skip
def test_typed_cells_of_parquet_keep_their_digits(cells: list[Any], total: str) -> None:
    answer = rebased(parquet(area=["QNQ", "QU9", "QXU", "QNC"], v=cells))
    assert answer.values[0].total == answer.values[0].placed == Decimal(total)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ([True, False], "'True' is no figure"),
        ([1.0, float("inf")], "'inf' is no figure"),
        (["1", "x"], "row 2"),
    ],
)
def test_typed_cells_that_are_no_figures_are_refused(cells: list[Any], fault: str) -> None:
    assert fault in refusal(DataError, parquet(area=["QNQ", "QU9"], v=cells))


@pytest.mark.parametrize(
    "type_",
    [pa.int8(), pa.uint64(), pa.float32(), pa.decimal128(30, 4), pa.string(), pa.large_string()],
)
def test_every_type_of_number_is_read(type_: Any) -> None:
    column = pa.array([1, 2, None]).cast(type_)
    assert results(rebased(parquet(area=["QNC", "QNC", "QOC"], v=column))) == {
        "QNC": 3,
        "QOC": None,
    }


@pytest.mark.parametrize(
    ("days", "groups"),
    [
        ([date(2024, 1, 1), date(2026, 5, 1), None], 2),
        ([pa.scalar(1704078240, pa.timestamp("s")).as_py(), pa.scalar(1777593600, pa.timestamp("s")).as_py(), None], 2),
        (["2024-01-01", "2026-05-01T00:00:00", "soon"], 2),
    ],
)  # fmt: skip
def test_typed_days_are_those_of_the_rows(days: list[Any], groups: int) -> None:
    content = parquet(area=["QNQ", "S0E4D", "QNC"], day=days, v=[1, 2, 4])
    answer = rebased(content, as_of_column="day", per=("day",), integer=True)
    assert len({area.group for area in answer.areas}) == groups
    assert [(one.query, one.reason) for one in answer.unplaced] == [("QNC", "bad_date")]


def test_a_nan_is_the_group_without_a_value() -> None:
    content = parquet(
        area=["QNC"] * 4, year=[2024.0, None, float("nan"), float("nan")], v=[1, 2, 4, 8]
    )
    answer = rebased(content, per=("year",))
    assert {area.group: int(area.values[0] or 0) for area in answer.areas} == {
        (2024.0,): 1,
        (None,): 14,
    }
    assert answer.groups == 2


def test_areas_that_are_not_text_are_read_as_text() -> None:
    answer = rebased(parquet(area=[1.5, None, 7.0], v=[1, 2, 4]))
    assert {one.query for one in answer.unplaced} == {"1.5", None, "7.0"}
    answer = rebased(parquet(area=pa.array(["QNC", "QNC", None]).dictionary_encode(), v=[1, 2, 4]))
    assert results(answer) == {"QNC": 3}


def test_json_lines_keep_all_digits() -> None:
    content = lines(
        '{"area": "QNC", "v": 12345678901234567890123}', '{"area": "QNC", "v": 0.1}', '{"area": "QOC", "v": "1,000"}',
        '{"area": "QOC", "v": null}', '{"area": "QOC"}', '{"area": null, "v": 5}', '{"area": "QPM", "v": 1e2}',
    )  # fmt: skip
    answer = rebased(content)
    assert results(answer) == {"QNC": Decimal("12345678901234567890123.1"), "QOC": 1000, "QPM": 100}
    assert answer.values[0].blank == 2
    assert answer.values[0].unplaced == 5


@pytest.mark.parametrize("cell", ["true", "[1]", '{"a": 1}', '"x"'])
def test_json_cells_that_are_no_figures_are_refused(cell: str) -> None:
    message = refusal(
        DataError, lines('{"area": "QNC", "v": 1}', f'{{"area": "QNC", "v": {cell}}}')
    )
    assert "row 2 below the header, column v" in message


def test_excel_has_days_numbers_and_texts() -> None:
    content = excel(
        ("area", "day", "v"), ("QNQ", pa.scalar(1704067200, pa.timestamp("s")).as_py(), 1), ("S0E4D", date(2026, 5, 1), 2.5), ("QNC", None, 3),
        ("QNC", "2024-01-01", "4,000"), ("QNC", "2024-01-01", None), ("QOC", "2024-01-01", 0.1),
    )  # fmt: skip
    answer = rebased(content, as_of_column="day")
    assert results(answer)["QNC"] == 4000
    assert results(answer)["QOC"] == Decimal("0.1")
    assert answer.values[0].total == Decimal("4006.6")
    assert "'True' is no figure" in refusal(DataError, excel(("area", "v"), ("QNQ", True)))


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (b"code,name,v\nQNQ,Frimley,1\nQU9,Thames,2\n", "code"), (b"id,council,v\n1,Leeds,1\n2,York,2\n", "council"),
        (b"x,lsoa,v\n1,E01030331,1\n", "lsoa"),
    ],
)  # fmt: skip
def test_the_column_is_found(content: bytes, column: str) -> None:
    answer = rebased(content, column=None)
    assert (answer.column, answer.column_guessed) == (column, True)


def test_without_a_column_of_areas_the_user_is_asked() -> None:
    assert "name it with -c" in refusal(UsageError, b"a,v\nx,1\ny,2\n", column=None)


@pytest.mark.parametrize(
    ("kind", "placed"), [("auto", 2), ("council", 1), ("board", 1), ("sub-icb", 0)]
)
def test_a_kind_takes_only_its_areas(kind: str, placed: int) -> None:
    answer = rebased({"Leeds": 1, "QNC": 2}, kind=kind)
    assert len(answer.areas) == placed
    assert len(answer.unplaced) == 2 - placed
