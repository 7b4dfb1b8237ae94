"""The view of `data import`."""

from __future__ import annotations

from icslookup.formats import render
from icslookup.postcodes.import_files import DataImport, Imported

DIRECTORY = Imported(
    "postcodes", "ONSPD", "2025-11", None, None, 2700, 1800, "a.zip", "/own/p", 5_400_000, "NSPL"
)
LOOKUP = Imported("lsoas", "", "", 2021, 2026, 33755, 33755, "b\x1b.csv", "/own/l", 10, None)
LINES = [
    "a.zip: ONSPD 2025-11: 2,700 postcodes, 1,800 of them live, in place of NSPL; /own/p, 5 MB",
    r"b\x1b.csv: 2021 LSOAs with the boards of 2026: 33,755; /own/l, 1 MB",
]


def test_each_file_is_a_line() -> None:
    answer = DataImport("/own", (DIRECTORY, LOOKUP))
    assert render(answer, "table").splitlines() == LINES
    assert render(answer, "markdown").splitlines() == [f"- {line}" for line in LINES]
    assert len(render(answer, "csv").splitlines()) == 3
