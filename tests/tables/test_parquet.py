"""Parquet keeps its columns, types and metadata; columns are added, other kinds converted."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from icslookup.errors import DataError, OutputError, UsageError
from icslookup.tables import BATCH_ROWS, open_source, open_target
from tests.support.table_files import ADDED, FOUND, MISSED, add_columns, put, read, refused

if TYPE_CHECKING:
    from pathlib import Path

NAMES = pa.array(["Ynys Môn", "Leeds", None])


def sample() -> Any:
    """Return a table of three rows with many types and with metadata."""
    columns = {
        "name": NAMES,
        "kind": pa.array(["a", "b", "a"]).dictionary_encode(),
        "day": pa.array([date(2026, 11, 22), None, date(2020, 1, 1)]),
        "at": pa.array([datetime(2026, 1, 2, 3, 4, tzinfo=timezone.utc)] * 3, pa.timestamp("ms", "UTC")),
        "small": pa.array([1, 2, None], pa.int8()),
        "part": pa.array([0.5, None, 1.5], pa.float32()),
        "flag": pa.array([True, False, None]),
        "list": pa.array([["x"], [], None]),
        "struct": pa.array([{"a": 1}, {"a": None}, None]),
        "price": pa.array([Decimal("1.50"), None, Decimal("2.00")]),
    }  # fmt: skip
    table = pa.table(columns)
    fields = [field.with_metadata({"note": field.name}) for field in table.schema]
    return table.cast(pa.schema(fields, {"made": "by a test"}))


def write(folder: Path, table: Any, name: str = "in.parquet", **options: Any) -> Path:
    pq.write_table(table, folder / name, **options)
    return folder / name


def table_of(content: bytes) -> Any:
    return pq.read_table(io.BytesIO(content))


@pytest.mark.parametrize("stdin", [False, True])
@pytest.mark.parametrize("compression", ["snappy", "zstd", "gzip", "brotli", "lz4", "none"])
def test_own_columns_are_untouched(tmp_path: Path, stdin: bool, compression: str) -> None:
    path = write(tmp_path, sample(), compression=compression)
    table = pq.read_table(path)
    assert table.schema.metadata == {b"made": b"by a test"}
    written = add_columns(path.read_bytes() if stdin else path, answers=((FOUND,), (MISSED,)))
    found = table_of(written)
    own = found.select(range(table.num_columns))
    assert own.equals(table)
    assert own.schema.equals(table.schema, check_metadata=True)
    assert [str(field.type) for field in found.schema][-3:] == ["string", "double", "int64"]
    assert found.select(["status", "share", "count"][::2]).to_pylist() == [
        {"status": "found", "count": 3},
        {"status": "not_found", "count": None},
        {"status": "found", "count": 3},
    ]
    packed = pq.ParquetFile(io.BytesIO(written)).metadata.row_group(0).column(0).compression
    before = pq.ParquetFile(path).metadata.row_group(0).column(0).compression
    assert packed == before


@pytest.mark.parametrize("rows", [0, 3, BATCH_ROWS + 1, 40 * BATCH_ROWS])
def test_rows_come_in_batches_and_go_out_in_large_groups(tmp_path: Path, rows: int) -> None:
    kinds = pa.array([f"kind {row % 7}" for row in range(rows)], pa.string()).dictionary_encode()
    table = pa.table({"n": pa.array(range(rows), pa.int64()), "kind": kinds})
    path = write(tmp_path, table, row_group_size=3000)
    source = open_source(str(path))
    assert source.sample() == [(row, f"kind {row % 7}") for row in range(min(rows, 1000))]
    assert source.share_read() == (0 if rows else 1)
    out = tmp_path / "out.parquet"
    with open_target(source, str(out), ADDED) as target:
        for batch in source.batches([1]):
            assert len(batch.cells[0]) <= BATCH_ROWS
            target.write(batch, [0] * len(batch.cells[0]), [[FOUND]])
    assert source.share_read() == 1
    source.close()
    found = pq.read_table(out)
    assert found.select([0, 1]).equals(table)
    assert pq.ParquetFile(out).metadata.num_row_groups == -(-rows // (33 * BATCH_ROWS))


def test_a_row_is_written_once_for_each_tuple(tmp_path: Path) -> None:
    path = write(tmp_path, sample())
    found = table_of(add_columns(path, answers=((FOUND, MISSED), (MISSED,))))
    assert found.column("name").to_pylist() == ["Ynys Môn"] * 2 + ["Leeds"] + [None] * 2
    assert found.column("kind").to_pylist() == ["a", "a", "b", "a", "a"]
    assert found.column("share").to_pylist() == [0.5, None, None, 0.5, None]


def test_cells_are_handed_out_as_they_are(tmp_path: Path) -> None:
    rows = read(write(tmp_path, sample()))
    assert rows[0][:3] == ("name", "kind", "day")
    assert rows[1][:3] == ("Ynys Môn", "a", date(2026, 11, 22))
    assert rows[3][0] is None


def test_parquet_becomes_text(tmp_path: Path) -> None:
    path = write(tmp_path, sample().slice(0, 1))
    added = [("x", str)]
    assert add_columns(path, form="csv", added=added, answers=((("y",),),)).decode() == (
        "name,kind,day,at,small,part,flag,list,struct,price,x\n"
        'Ynys Môn,a,2026-11-22,2026-01-02T03:04:00+00:00,1,0.5,true,"[""x""]","{""a"": 1}",1.50,y\n'
    )
    assert add_columns(path, form="jsonl", added=added, answers=((("y",),),)).decode() == (
        '{"name": "Ynys Môn", "kind": "a", "day": "2026-11-22", "at": "2026-01-02T03:04:00+00:00",'
        ' "small": 1, "part": 0.5, "flag": true, "list": ["x"], "struct": {"a": 1},'
        ' "price": "1.50", "x": "y"}\n'
    )


def test_text_becomes_parquet(tmp_path: Path) -> None:
    found = table_of(add_columns(b"a,b\n1,2\n3\n", tmp_path / "out.parquet"))
    assert found.to_pydict() == {
        "a": ["1", "3"], "b": ["2", None], "status": ["found"] * 2, "share": [0.5] * 2, "count": [3] * 2,
    }  # fmt: skip
    found = table_of(add_columns(b"a,b\n", form="parquet"))
    assert (found.num_rows, found.column_names[:2]) == (0, ["a", "b"])
    found = table_of(add_columns(b"Leeds\n", lines=True, form="parquet"))
    assert found.column("name").to_pylist() == ["Leeds"]


def test_members_of_json_have_their_types() -> None:
    content = b'{"i": 1, "f": 1, "b": true, "s": "x", "n": null, "m": 1}\n' * 2 + (
        b'{"i": null, "f": 1.5, "b": false, "s": "y", "m": [1]}\n'
    )
    found = table_of(add_columns(content, form="parquet"))
    assert [str(field.type) for field in found.schema][:6] == [
        "int64", "double", "bool", "string", "string", "string",
    ]  # fmt: skip
    assert found.column("m").to_pylist() == ["1", "1", "[1]"]
    assert found.column("f").to_pylist() == [1, 1, 1.5]


@pytest.mark.parametrize("later", ['"x"', "1.5", "true", "99999999999999999999"])
def test_a_member_that_changes_its_type_later_is_refused(later: str) -> None:
    content = '{"a": 1}\n' * 2000 + f'{{"a": {later}}}\n'
    with pytest.raises(DataError) as caught:
        add_columns(content.encode(), form="parquet")
    assert str(caught.value) == (
        "standard input, column a: starts with int64, and goes on with something else:"
        " write CSV or JSON Lines"
    )


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1nonsensePAR1", b"a,b\n1,2\n"])
def test_a_file_that_is_not_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    path = put(tmp_path, content, "in.parquet")
    error = refused(path)
    assert type(error) is DataError
    assert str(error).startswith(f"{path} is not a Parquet file: ")


def test_damaged_rows_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, pa.table({"a": [f"text {n}" for n in range(50_000)]}))
    content = bytearray(path.read_bytes())
    content[20 : len(content) // 2] = b"\xff" * (len(content) // 2 - 20)
    path.write_bytes(content)
    assert str(refused(path)).startswith(f"{path} is damaged: ")
    source = open_source(str(path))
    with pytest.raises(DataError, match="is damaged: "):
        source.sample()
    source.close()


def test_a_table_without_columns_is_read(tmp_path: Path) -> None:
    assert read(write(tmp_path, pa.table({}))) == [()]


def test_a_clash_and_the_source_itself_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, pa.table({"status": ["x"]}))
    with pytest.raises(UsageError, match="has the columns status already"):
        add_columns(path, tmp_path / "out.parquet")
    path = write(tmp_path, pa.table({"a": ["x"]}))
    with pytest.raises(UsageError, match="is what is being read"):
        add_columns(path, path)
    with pytest.raises(UsageError, match="the column 'a' twice, which parquet cannot hold"):
        add_columns(b"a,a\n", form="parquet")


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    import gzip

    content = write(tmp_path, pa.table({"a": ["x"]})).read_bytes()
    assert read(put(tmp_path, gzip.compress(content), "in.parquet.gz")) == [("a",), ("x",)]


def test_times_of_day_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path, pa.table({"t": pa.array([time(1, 2)]), "b": pa.array([b"x\xff"])}))
    assert add_columns(path, form="csv").splitlines()[1].decode() == "01:02:00,x\ufffd,found,0.5,3"


def test_a_disk_that_fills_up_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(OutputError, match="cannot be written: No space left on device"):
        add_columns(b"a\n1\n", tmp_path / "out.parquet")
    assert not list(tmp_path.iterdir())
