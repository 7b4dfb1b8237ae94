"""Tables with columns added: own bytes untouched, and in their place only when complete."""

from __future__ import annotations

import csv
import gzip
import io
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from icslookup.errors import DataError, OutputError, UsageError
from icslookup.tables import BATCH_ROWS, open_source, open_target
from tests.support.program import TOP
from tests.support.table_files import (
    ADDED,
    ADDED_CELLS,
    FOUND,
    HEADER,
    MISSED,
    put,
    read,
    refused,
    through,
)


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.text(
                st.characters(codec="utf-8", exclude_characters="\0"), max_size=6
            ) | st.sampled_from(['"', ",", "\r\n", "a,b", 'a "b"', ";", "\t", "é", " x ", ""]),
            min_size=3, max_size=3,
        ),
        max_size=12,
    ),
    delimiter=st.sampled_from(",;\t|"),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-8-sig"]),
    last=st.booleans(),
    added=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4), min_size=2, max_size=2),
    copies=st.integers(1, 2),
)  # fmt: skip
def test_any_table_comes_back_with_its_own_bytes(  # noqa: PLR0913
    rows: list[list[str]], delimiter: str, newline: str, quoting: Any, encoding: str, last: bool,
    added: list[str], copies: int,
) -> None:  # fmt: skip
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    writer.writerows([["a", "b", "c"], *rows])
    text = buffer.getvalue()
    text = text if last else text.removesuffix(newline)
    own = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    # Before Python 3.13 csv.writer leaves \r or \n unquoted where lines end otherwise.
    assume(all(len(row) == len(own[0]) for row in own))
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    written = through(
        mark + text.encode(encoding),
        added=(("x", str), ("y", str)),
        answers=([tuple(added)] * copies,),
        delimiter=delimiter,
    )
    assert written.startswith(mark)
    result = written[len(mark) :].decode(encoding)
    assert result.endswith(newline) == text.endswith(newline)
    found = list(csv.reader(io.StringIO(result, newline=""), delimiter=delimiter))
    expected = [[*row, *added] for row in own[1:] for _ in range(copies)]
    assert found == [["a", "b", "c", "x", "y"], *expected]
    # Own bytes are there in their order, with nothing but the added ones between them.
    place = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        place = result.index(body, place) + len(body)


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
    assert through(before.encode(), answers=SEVERAL).decode() == expected


def test_answers_that_are_another_list_are_rendered_anew() -> None:
    source = open_source("-", stdin=io.BytesIO(b"a\n1\n2\n"))
    out = io.BytesIO()
    with open_target(source, None, [("x", str)], stdout=out) as target:
        (batch,) = source.batches([0])
        answers = [[("one",)], [("two",), ("three",)]]
        target.write(batch, [0, 1], answers)
        answers.append([("more",)])
        target.write(batch, [2, 0], answers)
        target.write(batch, [0, 0], [[("new",)]])
    assert out.getvalue() == (
        b"a,x\n1,one\n2,two\n2,three\n1,more\n2,one\n1,new\n2,new\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": 1}\n', '{"a": 1, S}\n'),
        ('{}\n{"a":[{"b":"}"}]}', '{S}\n{"a":[{"b":"}"}], S}'),
        ('\n \r\n{"a": "é" }\r\n\n{"b":null}  \n\t\n', '\n \r\n{"a": "é" , S}\r\n\n{"b":null, S}  \n\t\n'),
        ('{ }\n{"\\u00e9": 1.50}\n', '{ S}\n{"\\u00e9": 1.50, S}\n'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_json_lines_come_back_with_members_added(before: str, after: str, encoding: str) -> None:
    members = '"status": "found", "share": 0.5, "count": 3'
    expected = after.replace("S", members).encode(encoding)
    assert through(before.encode(encoding)) == expected


def test_members_make_the_columns_of_json_lines() -> None:
    content = b'{"b": 1, "a": null}\n{"a": [1], "c": {"d": true}}\n'
    assert read(content) == [("b", "a", "c"), (1, None, None), (None, [1], {"d": True})]
    source = open_source("-", stdin=io.BytesIO(content))
    assert source.sample() == [(1, None, None), (None, [1], {"d": True})]
    assert source.sample(1) == [(1, None, None)]


@pytest.mark.parametrize("rows", [1, BATCH_ROWS + 1])
def test_json_lines_in_another_encoding_are_written_in_it(rows: int) -> None:
    written = through(
        b'{"a": "\xe9"}\n' * rows, answers=(((("\u0175", None, None)),),), encoding="cp1252"
    )
    assert written == (
        b'{"a": "\xe9", "status": "\\u0175", "share": null, "count": null}\n' * rows
    )  # fmt: skip


def test_an_empty_file_of_json_lines_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "\n\n", "in.jsonl")
    assert str(refused(path)) == f"{path} is empty"


def test_a_member_that_clashes_later_is_refused_with_its_line() -> None:
    content = b'{"a": 1}\n\n' * 2000 + b'{"a": 1, "share": 2}\n'
    with pytest.raises(DataError, match="line 4001: there is a 'share' already: choose --prefix"):
        through(content)
    with pytest.raises(DataError, match=r"line 4001: the first 1000 rows have no 'share', so"):
        through(content, form="csv")


def test_a_row_of_json_lines_is_written_once_for_each_tuple() -> None:
    written = through(b'{"a": 1}\n\n{"a": 2}', added=[("x", int)], answers=([(1,), (2,)],))
    assert written.decode() == (
        '{"a": 1, "x": 1}\n{"a": 1, "x": 2}\n\n{"a": 2, "x": 1}\n{"a": 2, "x": 2}'
    )


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
    assert through(before.encode(encoding), lines=True) == expected


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


TABLE = 'name,n\n"Ynys Môn, Cymru",1\nLeeds\n'
AS_CSV = 'name,n,status,share,count\n"Ynys Môn, Cymru",1,found,0.5,3\nLeeds,,found,0.5,3\n'
AS_TSV = (
    "name\tn\tstatus\tshare\tcount\nYnys Môn, Cymru\t1\tfound\t0.5\t3\nLeeds\t\tfound\t0.5\t3\n"
)
AS_JSON = (
    '{"name": "Ynys Môn, Cymru", "n": "1", "status": "found", "share": 0.5, "count": 3}\n'
    '{"name": "Leeds", "n": null, "status": "found", "share": 0.5, "count": 3}\n'
)


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("out.csv", None, AS_CSV),
        ("out.CSV", None, AS_CSV),
        ("out.txt", None, AS_CSV),
        ("out", None, AS_CSV),
        ("out.tsv", None, AS_TSV),
        ("out.tsv.gz", None, AS_TSV),
        ("out.jsonl", None, AS_JSON),
        ("out.ndjson.gz", None, AS_JSON),
        ("out.tsv", "csv", AS_CSV),
        ("out.csv", "tsv", AS_TSV),
        ("out.csv", "jsonl", AS_JSON),
    ],
)
def test_the_name_of_the_target_says_its_form(
    tmp_path: Path, name: str, form: str | None, expected: str
) -> None:
    short = AS_CSV.replace("Leeds,,", "Leeds,,")
    out = tmp_path / name
    written = through(TABLE.encode(), out, form=form)
    text = gzip.decompress(written) if name.endswith(".gz") else written
    assert text.decode() == (short if expected == AS_CSV else expected)


def test_tabs_become_commas_only_where_they_must(tmp_path: Path) -> None:
    tabs = put(tmp_path, "a\tb\r\n1\t2\r\n", "in.tsv")
    assert through(tabs, tmp_path / "out.csv") == b"a,b,status,share,count\r\n1,2,found,0.5,3\r\n"
    assert through(tabs).startswith(b"a\tb\tstatus")
    semicolons = put(tmp_path, "a;b\n1;2\n")
    assert through(semicolons, tmp_path / "out.csv").startswith(b"a;b;status")


def test_values_of_json_become_text() -> None:
    content = '{"a": true, "b": 1.5, "c": null, "d": ["é", 1], "e": {"f": false}}\n'
    assert through(content.encode(), form="csv").decode() == (
        'a,b,c,d,e,status,share,count\ntrue,1.5,,"[""é"", 1]","{""f"": false}",found,0.5,3\n'
    )


def test_numbers_that_json_does_not_know_are_null() -> None:
    content = b'{"a": NaN, "b": {"c": [1.5, -Infinity]}, "d": "x"}\n'
    written = through(content, answers=(((None, float("inf"), 1),),), form="csv")
    assert written.splitlines()[1] == b'nan,"{""c"": [1.5, null]}",x,,inf,1'
    assert through(b"a\n1\n", answers=((("x", float("nan"), 1),),), form="jsonl") == (
        b'{"a": "1", "status": "x", "share": null, "count": 1}\n'
    )


def test_a_file_system_without_permissions_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchmod", refuse)
    assert through(b"a\n", tmp_path / "out.csv") == b"a,status,share,count\n"


def test_standard_output_can_be_named() -> None:
    program = "from tests.support.table_files import through; from pathlib import Path; through(b'a\\n', Path('/dev/stdout'))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "tests"])},
        cwd=TOP,
    )  # fmt: skip
    assert done.stdout == b"a,status,share,count\n"


def test_added_columns_must_be_new(tmp_path: Path) -> None:
    for content in (b"a,share,status\n", b'{"a": 1, "share": 1, "status": 2}\n'):
        with pytest.raises(UsageError) as caught:
            through(content, tmp_path / "out.csv")
        assert str(caught.value) == (
            "standard input has the columns status, share already: choose other names with --prefix"
        )
    assert not list(tmp_path.iterdir())


def test_a_column_twice_cannot_become_json() -> None:
    assert through(b"a,a\n1,2\n", form="tsv").startswith(b"a\ta\tstatus")
    with pytest.raises(UsageError, match="the column 'a' twice, which jsonl cannot hold: rename"):
        through(b"a,a\n1,2\n", form="jsonl")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no format 'xls': name one of csv, tsv, jsonl,"):
        through(b"a\n", form="xls")


def test_the_source_is_not_written_over(tmp_path: Path) -> None:
    path = put(tmp_path, "a\n1\n")
    (tmp_path / "link.csv").symlink_to(path)
    (tmp_path / "hard.csv").hardlink_to(path)
    message = f"{path} is what is being read: write to another file"
    for name in ("in.csv", "link.csv", "hard.csv"):
        with pytest.raises(UsageError) as caught:
            through(path, tmp_path / name)
        assert str(caught.value) == message
    source = open_source(str(path))
    with path.open("ab") as same, pytest.raises(UsageError, match="is what is being read"):
        open_target(source, "-", ADDED, stdout=same)
    source.close()
    assert path.read_bytes() == b"a\n1\n"


def test_a_letter_that_the_encoding_lacks_is_told(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(OutputError) as caught:
        through(b"a\n\xe9\n", out, answers=((("Ŵ", 1, 1),),))
    assert str(caught.value) == (
        f"{out} cannot be written: 'Ŵ' is not in the encoding cp1252 of the input:"
        " convert that to UTF-8, or write JSON Lines"
    )
    assert not list(tmp_path.iterdir())


def leave(out: Path, error: BaseException | None) -> None:
    source = open_source("-", stdin=io.BytesIO(b"a\n1\n"))
    with open_target(source, str(out), ADDED) as target:
        (batch,) = source.batches([0])
        target.write(batch, [0], [[FOUND]])
        if error:
            raise error


@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz", "out.jsonl", "out.parquet", "out.xlsx"])
@pytest.mark.parametrize("old", [None, b"old"])
def test_an_interrupt_leaves_what_was_there(tmp_path: Path, name: str, old: bytes | None) -> None:
    out = tmp_path / name
    if old:
        out.write_bytes(old)
    with pytest.raises(KeyboardInterrupt):
        leave(out, KeyboardInterrupt())
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([old] if old else [])
    leave(out, None)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert out.read_bytes() != old


@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz", "out.jsonl", "out.parquet", "out.xlsx"])
def test_a_step_into_place_that_fails_leaves_nothing(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError) as caught:
        leave(tmp_path / name, None)
    assert str(caught.value) == f"{tmp_path / name} cannot be written: No space left on device"
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_full_disk_is_told_of_a_packed_table(tmp_path: Path, form: str) -> None:
    out = tmp_path / "link.gz"
    out.symlink_to("/dev/full")
    content = b"a\n" + b"".join(b"%x\n" % (n**9) for n in range(20 * BATCH_ROWS))
    with pytest.raises(OutputError, match=r"link\.gz cannot be written: No space left on device"):
        through(content, out, form=form)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_a_full_disk_is_told(tmp_path: Path, form: str) -> None:
    content = b"a\n" + b"x\n" * 2 * BATCH_ROWS
    with pytest.raises(OutputError) as caught:
        through(content, Path("/dev/full"), form=form)
    assert str(caught.value) == "/dev/full cannot be written: No space left on device"
    (tmp_path / "link").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="link cannot be written: No space left on device"):
        through(content, tmp_path / "link", form=form)
    with Path("/dev/full").open("wb", buffering=0) as full:
        source = open_source("-", stdin=io.BytesIO(content))
        with (
            pytest.raises(OutputError, match="standard output cannot be written: No space left"),
            open_target(source, None, ADDED, format=form, stdout=full) as target,
        ):
            target.write(next(source.batches([0])), [0] * BATCH_ROWS, [[FOUND]])


def test_what_is_no_file_is_written_to_directly(tmp_path: Path) -> None:
    assert through(b"a\n1\n", Path("/dev/null")) == b""
    assert through(b"a\n1\n", Path("/dev/null"), form="xlsx") == b""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        through(b"a\n1\n", pipe)
        assert reader.communicate()[0] == b"a,status,share,count\n1,found,0.5,3\n"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_broken_pipe_is_left_to_the_caller() -> None:
    inner, outer = os.pipe()
    os.close(inner)
    with open(outer, "wb", buffering=0) as stdout:
        source = open_source("-", stdin=io.BytesIO(b"a\n1\n"))
        with pytest.raises(BrokenPipeError):
            open_target(source, None, ADDED, stdout=stdout)


@pytest.mark.parametrize("old", [None, 0o640, 0o600, 0o755])
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_permissions_are_those_of_the_target_or_of_a_new_file(
    tmp_path: Path, old: int | None, mask: int
) -> None:
    out = tmp_path / "out.csv"
    if old is not None:
        out.touch()
        out.chmod(old)
    before = os.umask(mask)
    try:
        through(b"a\n1\n", out)
    finally:
        os.umask(before)
    expected = 0o666 & ~mask if old is None else old
    assert stat.S_IMODE(out.stat().st_mode) == expected


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to("folder/real.csv")
    through(b"a\n", link)
    assert link.is_symlink()
    assert (tmp_path / "folder" / "real.csv").read_bytes() == b"a,status,share,count\n"


def test_where_nothing_can_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def message(out: Path) -> str:
        with pytest.raises(OutputError) as caught:
            through(b"a\n", out)
        return str(caught.value)

    assert message(tmp_path) == f"{tmp_path} is a folder: name a file in it"
    out = tmp_path / "no" / "out.csv"
    assert message(out) == f"{out} cannot be written: there is no such folder"
    out = tmp_path / "out.csv"
    out.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    assert message(out) == f"{out} cannot be written: Permission denied"
    assert out.read_bytes() == b"old"


def test_a_folder_that_takes_no_file_is_told() -> None:
    if not Path("/sys/kernel").is_dir():
        pytest.skip("there is no /sys here")
    with pytest.raises(OutputError, match="cannot be written: "):
        through(b"a\n", Path("/sys/kernel/out.csv"))


def test_standard_output_can_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    source = open_source("-", stdin=io.BytesIO(b"a\n"))
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="standard output is closed"):
        open_target(source, None, ADDED)


def test_standard_streams_are_those_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\n1\n")))
    source = open_source("-")
    with open_target(source, "-", [("x", str)]) as target:
        (batch,) = source.batches([0])
        target.write(batch, [0], [[("y",)]])
    assert capsysbinary.readouterr().out == b"a,x\n1,y\n"
    assert sys.stdin.read() == ""
