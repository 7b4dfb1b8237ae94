"""Scans source code for codes of boards, sub-ICB locations, CCGs and councils that have ended.

`context` has the rule for short codes, `document` what of a file is text, and `find_files` which
files are read.
"""

from __future__ import annotations

import re
from contextlib import closing

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.scan.context import (
    NOT_IN_WORD,
    ONS,
    Context,
    in_blob,
    mentions_areas,
    starts_token,
    starts_value,
)
from icslookup.bulk.scan.document import HEADING_BYTES, decode, is_table, read_document
from icslookup.bulk.scan.ended_codes import EndedCode, code_book, is_ods
from icslookup.bulk.scan.find_files import STDIN, Unread, find_files
from icslookup.dataset.active import in_use
from icslookup.dates import as_of_day
from icslookup.errors import DataError, NotFoundError
from icslookup.tables.input_file import Input

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from icslookup.bulk.scan.document import Document
    from icslookup.bulk.scan.ended_codes import CodeBook, Successor
    from icslookup.dataset.loader import Dataset
    from icslookup.model import DataInfo

LONGEST_LINE = 10_000
"""In longer lines only ONS codes count: programs write them, and what is near says little."""

_IGNORE = re.compile(r"(?i:icslookup:[ \t]*ignore\b)")
"""A remark that leaves out its line."""


def scan(
    paths: Iterable[str],
    *,
    extensions: Iterable[str] = (),
    cells: bool = False,
    as_of: date | str | None = None,
    data: Dataset | None = None,
) -> Scan:
    """Return each code in text files that has ended by a day, with its place and successors.

    Parameters: `paths` are files, folders, or `-` for standard input. `extensions` limits the
    files, such as `sql`. `cells` also reads the rows of CSV and TSV files, not only their heading.
    `as_of` is by default today.

    Raises `UsageError` for an invalid day, and `DataError` for a path that is missing.
    """
    data = data or in_use()
    day = as_of_day(as_of) or dates.today()
    finder = CodeFinder(code_book(data, day))
    found: list[FoundCode] = []
    faults: list[Unread] = []
    long_lines: list[LongLines] = []
    files = skipped = 0
    for path in find_files(paths, extensions, faults):
        try:
            content = read_bytes(path, heading_only=is_table(path) and not cells)
        except (OSError, MemoryError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            faults.append(Unread(path, f"cannot be read: {reason}"))
            continue
        text = decode(content)
        if text is None:
            skipped += 1
            continue
        files += 1
        document = read_document(path, text, cells=cells)
        left_out = set[int]()
        found.extend(finder.codes_in(document, left_out))
        if left_out:
            long_lines.append(LongLines(path, len(left_out)))
    return Scan(
        as_of=day,
        passed=not found and not faults,
        files=files,
        binary_files=skipped,
        findings=tuple(found),
        long_lines=tuple(long_lines),
        faults=tuple(faults),
        data=data.info(day),
    )


def read_bytes(path: str, *, heading_only: bool) -> bytes:
    """Return the bytes of a file or of standard input, or enough of them for a heading."""
    if path == STDIN:
        with closing(Input(path)) as source:
            return source.stream().read()
    with open(path, "rb") as file:
        return file.read(HEADING_BYTES if heading_only else -1)


class CodeFinder:
    """Finds the codes of a `CodeBook` that have ended in documents."""

    def __init__(self, book: CodeBook) -> None:
        self._book = book
        short = sorted(code for code in book.ended if is_ods(code))
        numbered = [code for code in short if code[0].isdigit()]
        named = [code for code in short if not code[0].isdigit()]
        self._patterns = [re.compile(ONS + NOT_IN_WORD)]
        for first in sorted({code[0] for code in named}):  # a pattern with one first letter is fast
            rest = "|".join(code[1:] for code in named if code[0] == first)
            self._patterns.append(re.compile(f"{first}(?:{rest}){NOT_IN_WORD}"))
        others = sorted(code for code in book.known - book.ended.keys() if code[0] == "Q")
        self._in_force = re.compile(f"{ONS}|Q(?:{'|'.join(code[1:] for code in others)})")
        firsts = "".join(sorted({code[0] for code in numbered}))
        self._numbered = (
            re.compile(f"[{firsts}][0-9][A-Z]{NOT_IN_WORD}") if numbered else re.compile(r"(?!)")
        )

    def codes_in(self, document: Document, long_lines: set[int]) -> Iterator[FoundCode]:
        """Yield the codes in a document in order of place.

        The numbers of lines that are too long for short codes are added to `long_lines`.
        """
        text, name = document.text, document.name
        context: Context | None = None
        line, counted = 0, 0
        for start, ended in self._candidates(text, _stem(name)):
            line += text.count("\n", counted, start)
            counted = start
            begin = text.rfind("\n", 0, start) + 1
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            if _IGNORE.search(text, begin, end) or in_blob(text, start, start + len(ended.code)):
                continue
            if is_ods(ended.code):
                if end - begin > LONGEST_LINE and not is_table(name):
                    long_lines.add(line)
                    continue
                context = context or Context(text, _stem(name), self._book.known)
                if not context.is_code(line, start - begin, ended):
                    continue
            place = document.place(line, start - begin)
            yield FoundCode(name, place.line, place.column, *ended)

    def _candidates(self, text: str, name: str) -> list[tuple[int, EndedCode]]:
        """Return the place of each ended code that is a word of its own, in order of place."""
        ended = self._book.ended
        places = [
            (found.start(), ended[found[0]])
            for pattern in self._patterns
            for found in pattern.finditer(text)
            if found[0] in ended and starts_token(text, found.start())
        ]
        numbered = [
            (found.start(), ended[found[0]])
            for found in self._numbered.finditer(text)
            if found[0] in ended and starts_value(text, found.start())
        ]
        if numbered and not places:
            about = mentions_areas(text) or mentions_areas(name) or self._in_force.search(text)
            numbered = numbered if about else []
        places += numbered
        places.sort()
        return places


def _stem(name: str) -> str:
    """Return the name of a file without its folders."""
    return re.split(r"[/\\]", name)[-1]


class FoundCode(NamedTuple):
    """A code in a file that has ended, with its line and column from 1.

    The other fields are those of `EndedCode`.
    """

    file: str
    line: int
    column: int
    code: str
    kind: str
    name: str
    end: date | None
    last_seen: str | None
    holder_ended: bool
    successors: tuple[Successor, ...]


class LongLines(NamedTuple):
    """The number of lines of a file whose short codes were not read, because they are too long."""

    file: str
    lines: int


class Scan(NamedTuple):
    """The answer to `scan`.

    `files` counts the text files that were read, and `binary_files` those that are not text.
    `faults` are the files and folders that cannot be read. `passed` is true if there are neither
    findings nor faults.
    """

    as_of: date
    passed: bool
    files: int
    binary_files: int
    findings: tuple[FoundCode, ...]
    long_lines: tuple[LongLines, ...]
    faults: tuple[Unread, ...]
    data: DataInfo

    @property
    def lines(self) -> tuple[FoundCode, ...]:
        """The records to write in JSON Lines, one a line."""
        return self.findings

    @property
    def exit_code(self) -> int:
        """The exit code: 1 if a code was found, or else 4 if a file cannot be read, or else 0."""
        if self.findings:
            return NotFoundError.exit_code
        return DataError.exit_code if self.faults else 0
