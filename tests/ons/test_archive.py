"""Official tables are read as streams from any packing, and no packing is trusted."""

from __future__ import annotations

import gzip
import os
import struct
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import DataError
from icslookup.ons import archive

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "code,name\r\nA,\u0175\r\nB,two\r\n"
LINES = TEXT.splitlines(keepends=True)


def zipped(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> str:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return str(path)


def lines(path: str) -> list[str]:
    with archive.open_csv(path) as table:
        return list(table.lines())


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("packing", ["plain", "gzip", "deflated", "stored"])
def test_every_packing_gives_the_same_lines_whatever_its_name(
    tmp_path: Path, packing: str, mark: bytes
) -> None:
    content = mark + TEXT.encode()
    path = tmp_path / "table.dat"
    if packing == "plain":
        path.write_bytes(content)
    elif packing == "gzip":
        path.write_bytes(gzip.compress(content))
    else:
        method = zipfile.ZIP_STORED if packing == "stored" else zipfile.ZIP_DEFLATED
        zipped(path, {"read me.txt": b"", "in/here.CSV": content}, method)
    with archive.open_csv(str(path)) as table:
        assert table.header == ["code", "name"]
        assert table.name == ("here.CSV" if packing in ("deflated", "stored") else "table.dat")
        assert list(table.lines()) == LINES
        assert table.share_read() == 1


@pytest.mark.parametrize("packing", ["plain", "gzip", "zip"])
def test_a_table_of_many_chunks_is_read_to_its_end(tmp_path: Path, packing: str) -> None:
    """Characters of several bytes cross the edges of chunks, and the last line has no line end."""
    every = [f"{number},\u20ac\u0175\n" for number in range(100_000)]
    content = "".join(every).removesuffix("\n").encode()
    path = tmp_path / "table"
    path.write_bytes(gzip.compress(content) if packing == "gzip" else content)
    if packing == "zip":
        zipped(path, {"t.csv": content})
    shares = []
    with archive.open_csv(str(path)) as table:
        found = []
        for line in table.lines():
            found.append(line)
            shares.append(table.share_read())
    assert found == [*every[:-1], every[-1].removesuffix("\n")]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.6
    assert shares[-1] == 1


def test_an_empty_table_has_no_header(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    with archive.open_csv(str(path)) as table:
        assert (table.header, list(table.lines()), table.share_read()) == ([], [], 1)


def test_the_whole_table_is_chosen_among_its_parts_and_lists_of_names(tmp_path: Path) -> None:
    members = {
        "Data/ONSPD.csv": TEXT.encode(),
        "Data/multi_csv/ONSPD_AB.csv": b"part\n",
        "Documents/LA names.csv": b"names\n",
        "Data\\Multi_CSV\\ONSPD_AL.csv": b"part\n",
        "__MACOSX/Data/._ONSPD.csv": b"\0\0",
    }
    assert lines(zipped(tmp_path / "a.zip", members)) == LINES
    path = zipped(tmp_path / "b.zip", {**members, "Other/extra.csv": b"other\n"})
    with archive.open_csv(path, lambda table: "code" in table.header) as table:
        assert list(table.lines()) == LINES
    with pytest.raises(DataError, match="the zip holds 2 CSV files, not one"):
        lines(path)
    with (
        pytest.raises(DataError, match="none of the 6 CSV files in the zip could be meant"),
        archive.open_csv(path, lambda table: "post code" in table.header),
    ):
        pass


@pytest.mark.parametrize("name", ["../../up.csv", "/etc/absolute.csv", "..\\up.csv", "C:\\up.csv"])
def test_a_name_in_a_zip_is_never_a_path(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    path = zipped(inner / "table.zip", {name: TEXT.encode()})
    with archive.open_csv(path) as table:
        assert list(table.lines()) == LINES
        assert table.name in ("up.csv", "absolute.csv")
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["table.zip"]


def test_a_zip_that_says_it_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "bomb.zip", {"bomb.csv": b"code\n" * 1000})
    monkeypatch.setattr(archive, "LIMIT", 4999)
    monkeypatch.setattr("zipfile.ZipFile.open", lambda *_: pytest.fail("it is read"))
    with pytest.raises(DataError, match=r"bomb.zip holds more than the 4,999 bytes"):
        lines(path)


def test_a_zip_that_unpacks_to_a_thousand_times_its_size_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "bomb.zip", {"bomb.csv": b"\n" * (17 << 20)})
    assert os.path.getsize(path) < 20_000
    monkeypatch.setattr("zipfile.ZipFile.open", lambda *_: pytest.fail("it is read"))
    with pytest.raises(DataError, match="one packed byte in it becomes more than 200"):
        lines(path)


def test_a_zip_that_lies_about_its_size_is_read_no_further(tmp_path: Path) -> None:
    path = tmp_path / "liar.zip"
    zipped(path, {"liar.csv": b"code\n" * 10_000})
    content = path.read_bytes()
    assert content.count(struct.pack("<L", 50_000)) == 2
    path.write_bytes(content.replace(struct.pack("<L", 50_000), struct.pack("<L", 100)))
    with pytest.raises(DataError, match="the zip is damaged or cannot be opened"):
        lines(str(path))


@pytest.mark.parametrize(
    ("limit", "ratio", "message"),
    [(2 << 20, 10_000, "2,097,152 bytes"), (1 << 30, 50, "more than 50")],
)
def test_reading_of_an_endless_gzip_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, ratio: int, message: str
) -> None:
    """A gzip does not say how large it is."""
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"code\n" * (1 << 20)))
    monkeypatch.setattr(archive, "_SMALL", 1 << 20)
    monkeypatch.setattr(archive, "LIMIT", limit)
    monkeypatch.setattr(archive, "MOST_RATIO", ratio)
    read = 0
    with (  # noqa: PT012 - the table is opened and breaks off later
        pytest.raises(DataError, match=message),
        archive.open_csv(str(path)) as table,
    ):
        for line in table.lines():
            read += len(line)
    assert 0 < read <= 3 << 20


def test_a_line_without_end_is_not_gathered(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"code\nA\n" + b"x" * (3 << 20))
    with pytest.raises(DataError, match=r"long.csv, line 3: the line is too long to be a row"):
        lines(str(path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"code\nA\nB\xff\n", "line 3: this is not UTF-8"),
        (b"code\nA\nB\xc3", "line 3: this is not UTF-8"),
        (b"code\n" * 70_000 + b"\xe9\n", "line 70001: this is not UTF-8"),
        (b"code\nA\0\nB\n", "line 2: this is no text"),
        (b"code\n" * 70_000 + b"\0\n", "line 70001: this is no text"),
        (b'"code', "line 1: unexpected end of data"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-9], "the gzip is damaged or cut short"),
        (b"\x1f\x8b and no more", "the gzip is damaged or cut short"),
        (b"PK\x03\x04 and no more", "the zip is damaged or cannot be opened"),
    ],
)
def test_damage_is_reported_with_its_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        lines(str(path))


def test_zips_that_cannot_be_read_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    zipped(path, {"a.txt": b"code\n"})
    with pytest.raises(DataError, match="there is no CSV file in the zip"):
        lines(str(path))
    zipped(path, {"a.csv": b"code\n"}, zipfile.ZIP_LZMA)
    with pytest.raises(DataError, match="packed in a way that is not read"):
        lines(str(path))
    zipped(path, {"a.csv": os.urandom(600).hex().encode()})
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"damage" + content[106:])
    with pytest.raises(DataError, match="the zip is damaged or cannot be opened"):
        lines(str(path))
    flagged = content.replace(b"PK\x03\x04\x14\0\0", b"PK\x03\x04\x14\0\1")
    path.write_bytes(flagged.replace(b"PK\x01\x02\x14\x03\x14\0\0", b"PK\x01\x02\x14\x03\x14\0\1"))
    with pytest.raises(DataError, match="password required"):
        lines(str(path))


def test_a_zip_with_an_offset_before_its_beginning_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "astray.zip"
    zipped(path, {"a.csv": b"code\n"})
    content = path.read_bytes()
    start = struct.unpack("<L", content[-6:-2])[0]
    path.write_bytes(content[:-6] + struct.pack("<L", start + 9) + content[-2:])
    with pytest.raises(DataError, match=r"astray\.zip: the zip is damaged or cannot be opened"):
        lines(str(path))


@pytest.mark.parametrize("error", [OSError(22, "Invalid argument"), ValueError("negative seek")])
@pytest.mark.parametrize("where", ["__init__", "open"])
def test_every_fault_of_a_damaged_zip_is_reported_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, where: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    path = zipped(tmp_path / "a.zip", {"a.csv": b"code\n"})
    monkeypatch.setattr(zipfile.ZipFile, where, fail)
    with pytest.raises(DataError, match=r"a\.zip: the zip is damaged .*: (Inv|neg)"):
        lines(path)


def test_official_files_are_read_without_the_stores_of_postcodes() -> None:
    """The stores of postcodes import the readers of official files, never the other way round."""
    code = (
        "import sys, icslookup.ons.lsoa_lookup, icslookup.ons.archive;"
        " print([name for name in sys.modules if name.startswith('icslookup.postcodes')])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


def test_a_path_that_is_not_a_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nothing is missing"):
        lines(str(tmp_path / "nothing"))
    with pytest.raises(DataError, match="cannot be read: Is a directory"):
        lines(str(tmp_path))
