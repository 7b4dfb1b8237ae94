"""Exported files: their descriptor, and files that no export wrote."""

from __future__ import annotations

import json
import os
import shutil
import warnings
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.dataset.loader import Dataset
from icslookup.errors import OutputError
from icslookup.exports.export import FORMATS
from tests.support.exports import DATA, DESCRIPTOR, FILES, NAMED, RESOURCES, areas, content, read

if TYPE_CHECKING:
    from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from frictionless import Package, system


@pytest.mark.parametrize("format_", FILES)
def test_a_file_is_of_today_unless_a_day_is_named(tmp_path: Path, format_: str) -> None:
    answer = icslookup.export(tmp_path, format_)
    assert str(answer.as_of) == "2026-11-22"
    assert sorted(read(tmp_path, format_, "icb_area_current")[1]) == areas("2026-11-22")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("format_", ["csv", "json"])
def test_the_descriptor_is_valid_for_its_files(exported: dict[str, Path], format_: str) -> None:
    """The test passes the rows of JSON, because Frictionless needs an extra to read JSON."""
    path = exported[format_] / "datapackage.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    for resource in found["resources"] if format_ == "json" else ():
        rows = (path.parent / resource.pop("path")).read_text(encoding="utf-8")
        for key in ("format", "mediatype", "encoding"):
            del resource[key]
        resource["data"] = json.loads(rows)
    with system.use_context(trusted=True):
        report = Package(found, basepath=str(path.parent)).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert len(report.tasks) == len(RESOURCES) + 7


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("format_", FILES)
def test_the_descriptor_lists_the_files_of_the_folder(
    exported: dict[str, Path], format_: str
) -> None:
    folder = exported[format_]
    found = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert Package.validate_descriptor(str(folder / "datapackage.json")).valid
    assert {one["path"] for one in found["resources"]} | {"datapackage.json"} == set(
        os.listdir(folder)
    )
    for key in ("version", "attribution", "licenses", "sources"):
        assert found[key] == DESCRIPTOR[key]
    assert (found["as_of"], found["formats"]) == (NAMED, [format_])
    for resource in found["resources"]:
        assert resource["format"] == format_
        schema = resource["schema"]
        columns, rows = read(folder, format_, resource["name"])
        assert [field["name"] for field in schema["fields"]] == columns
        keys = {tuple(row[columns.index(name)] for name in schema["primaryKey"]) for row in rows}
        assert len(keys) == len(rows)
        described = RESOURCES.get(resource["name"])
        if described:
            assert schema["fields"] == described["schema"]["fields"]
            assert schema["primaryKey"] == described["schema"]["primaryKey"]


def test_several_formats_share_a_folder(tmp_path: Path) -> None:
    for _ in range(2):
        for format_ in FORMATS:
            icslookup.export(tmp_path, format_)
    for format_ in FORMATS:
        assert len(read(tmp_path, format_, "boards")[1]) == 48
    found = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert found["formats"] == ["csv", "json", "parquet"]
    assert {resource["format"] for resource in found["resources"]} == {"json"}


def test_files_of_the_user_are_not_replaced(tmp_path: Path) -> None:
    """The folder may have an `aliases.csv` of the user, as `match` asks for one."""
    own = tmp_path / "aliases.csv"
    own.write_text("alias,code\n", encoding="utf-8")
    with pytest.raises(OutputError, match=r"aliases\.csv is not of an earlier export"):
        icslookup.export(tmp_path, "csv")
    for format_ in ("parquet", "json", "sqlite"):
        icslookup.export(tmp_path, format_)
    with pytest.raises(OutputError, match=r"aliases\.csv is not of an earlier export"):
        icslookup.export(tmp_path, "csv")
    assert own.read_text(encoding="utf-8") == "alias,code\n"


@pytest.mark.parametrize("descriptor", ["{}", "[]", "not JSON", '{"name": "mine", "formats": []}'])
@pytest.mark.parametrize("format_", FILES)
def test_another_descriptor_is_not_replaced(tmp_path: Path, format_: str, descriptor: str) -> None:
    (tmp_path / "datapackage.json").write_text(descriptor, encoding="utf-8")
    with pytest.raises(OutputError, match=r"datapackage\.json is not of an earlier export"):
        icslookup.export(tmp_path, format_)
    assert content(tmp_path) == {"datapackage.json": descriptor.encode()}


def test_the_data_themselves_are_not_replaced(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    whole = content(folder)
    for format_ in FILES:
        with pytest.raises(OutputError, match="is not of an earlier export"):
            icslookup.export(folder, format_, data=Dataset(str(folder)))
    assert content(folder) == whole
