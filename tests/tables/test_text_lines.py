"""Lists of names: each line is a row, and its line end is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from icslookup.tables import BATCH_ROWS, open_source
from tests.support.table_files import ADDED_CELLS, HEADER, add_columns, put

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Leeds\nBristol, City of\n", 'name{h}\nLeeds{c}\n"Bristol, City of"{c}\n'),
        ("Leeds\r\n\r\n x ", "name{h}\r\nLeeds{c}\r\n{c}\r\n x {c}\r\n"),
        ('"A"\rB', 'name{h}\r"""A"""{c}\rB{c}\r'),
        ("", "name{h}\n"),
        ("Ynys Môn", "name{h}\nYnys Môn{c}\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_of_names_becomes_a_table(before: str, after: str, encoding: str) -> None:
    expected = after.format(h=HEADER, c=ADDED_CELLS).encode(encoding)
    if not before and encoding == "cp1252":
        return
    assert add_columns(before.encode(encoding), lines=True) == expected


def test_a_list_of_names_is_long(tmp_path: Path) -> None:
    names = [f"name {row}" for row in range(BATCH_ROWS + 5)]
    path = put(tmp_path, "\n".join(names) + "\n" * BATCH_ROWS * 2 + "last", "names.txt")
    source = open_source(str(path), lines=True)
    assert source.sample(2) == [("name 0",), ("name 1",)]
    assert source.columns == ("name",)
    batches = list(source.batches([0]))
    empty = [""] * (BATCH_ROWS * 2 - 1)
    assert [cell for batch in batches for cell in batch.cells[0]] == [*names, *empty, "last"]
    assert batches[-1].records()[-1] == ("last",)
    source.close()
