"""A cell that breaks the descriptor is an error with its file, line and column."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.active import bundled
from icslookup.dataset.schema import REFERENCES, schema_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset


def errors(data: Dataset) -> list[tuple[str, int | None, str | None, str]]:
    """Return file, line, column and message of each error."""
    return [
        (Path(error.file or "").name, error.line, error.column, error.what)
        for error in schema_errors(data.folder, bundled().descriptor)
    ]


def test_the_bundled_data_are_as_described(data: Dataset) -> None:
    assert errors(data) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "wanted"),
    [
        ("boards.csv", ",South West,", ",,", (2, "region", "is empty")),
        ("icb_areas.csv", "QHM,E06000001,2022-07-01", "QHM,E06000001,2022-7-1", (2, "start", "'2022-7-1' is not a date (YYYY-MM-DD)")),
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,57", "QHM,E06000001,2022-07-01,,0", (2, "lsoas", "'0' is not a whole number above 0")),
        ("authorities.csv", "E06000001,", "E6,", (2, "gss_code", "'E6' is not a code of the right form")),
        ("lsoas.csv", "E01000002,2011;2021,2022-07-01", "E01000002,2011;2021,", (3, "start", "is empty")),
        ("lsoas.csv", "E01000002,", "E01000001,", (3, "start", "'2022-07-01' stands here a second time")),
        ("lsoas.csv", "lsoa21-history,B", "nobody,B", (2, "source", "there is no source 'nobody'")),
        ("aliases.csv", "BCP,area,E06000058", "BCP,area,E06999999", (None, "code", "there is no record with the code 'E06999999'")),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_as_described_is_an_error(
    damaged: Callable[[str, str, str], Dataset],
    name: str,
    old: str,
    new: str,
    wanted: tuple[int | None, str, str],
) -> None:
    line, column, message = wanted
    found = [error for error in errors(damaged(name, old, new)) if error[0] == name]
    assert (column, message) in [error[2:] for error in found]
    assert line in (None, found[0][1])


def test_every_error_of_a_folder_is_returned(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    data = damaged("boards.csv", ",South West,2022-07-01", ",,1 July 2022")
    (Path(data.folder) / "events.csv").unlink()
    assert {(name, column, message) for name, _, column, message in errors(data)} == {
        ("boards.csv", "region", "is empty"),
        ("boards.csv", "start", "'1 July 2022' is not a date (YYYY-MM-DD)"),
        ("events.csv", None, "is missing"),
    }


def test_codes_are_not_looked_up_in_a_damaged_file(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    """Otherwise the missing rows would turn right codes into errors."""
    found = errors(damaged("boards.csv", "\nQ", '\n"Q"x'))
    assert [(name, line) for name, line, _, _ in found] == [("boards.csv", 2)]


def test_columns_with_codes_exist(data: Dataset) -> None:
    columns = {
        (resource["path"], field["name"])
        for resource in data.descriptor["resources"]
        for field in resource["schema"]["fields"]
    }
    for column, targets in REFERENCES.items():
        assert {column, *targets} <= columns


@pytest.mark.parametrize(
    "descriptor",
    [
        {},
        {"sources": [], "resources": [{"path": "boards.csv"}]},
        {"sources": [], "resources": [{"path": "boards.csv", "schema": {"fields": [1]}}]},
        {
            "sources": [],
            "resources": [
                {
                    "path": "boards.csv",
                    "schema": {"fields": [{"name": "name", "constraints": {"pattern": "("}}]},
                }
            ],
        },
    ],
)
def test_a_descriptor_that_does_not_describe_files_is_an_error(
    data: Dataset, descriptor: dict[str, object]
) -> None:
    [error] = schema_errors(data.folder, descriptor)
    assert error.what.startswith("is not a description of the data: ")
