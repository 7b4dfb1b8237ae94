"""Tables written as text: copies of rows, and letters that an encoding lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from icslookup.errors import OutputError
from tests.support.table_files import ADDED_CELLS, FOUND, HEADER, MISSED, add_columns

if TYPE_CHECKING:
    from pathlib import Path

SEVERAL = ((FOUND, MISSED), (FOUND,))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n1\n\n2\n3", "a{h}\n1{f}\n1{m}\n\n2{f}\n3{f}\n3{m}"),
        ("a\r\n1\r\n2\r\n3\r\n", "a{h}\r\n1{f}\r\n1{m}\r\n2{f}\r\n3{f}\r\n3{m}\r\n"),
        ('a\r"1\n"\r2', 'a{h}\r"1\n"{f}\r"1\n"{m}\r2{f}'),
        ("a\n1\r\n2\r3", "a{h}\n1{f}\r\n1{m}\r\n2{f}\r3{f}\n3{m}"),
    ],
)
def test_a_row_is_written_once_for_each_tuple_of_its_answer(before: str, after: str) -> None:
    expected = after.format(h=HEADER, f=ADDED_CELLS, m=",not_found,,")
    assert add_columns(before.encode(), answers=SEVERAL).decode() == expected


def test_a_letter_that_the_encoding_lacks_is_reported(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(OutputError) as caught:
        add_columns(b"a\n\xe9\n", out, answers=((("Ŵ", 1, 1),),))
    assert str(caught.value) == (
        f"{out} cannot be written: 'Ŵ' is not in the encoding cp1252 of the input:"
        " convert that to UTF-8, or write JSON Lines"
    )
    assert not list(tmp_path.iterdir())
