"""Scans texts and folders for the tests of `icslookup scan`."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from icslookup.bulk.scan.document import read_document
from icslookup.bulk.scan.ended_codes import code_book
from icslookup.bulk.scan.scan import CodeFinder, scan
from icslookup.dataset.active import bundled
from tests.support.program import TODAY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from icslookup.bulk.scan.scan import Scan


def codes(text: str, name: str = "query.txt", *, cells: bool = False) -> list[tuple[int, str]]:
    """Return the line and the text of each ended code in the text of a file of this name."""
    finder = CodeFinder(code_book(bundled(), TODAY))
    found = finder.codes_in(read_document(name, text, cells=cells), set())
    return [(one.line, one.code) for one in found]


def text_scan(text: str) -> Scan:
    """Return the answer to a scan of a file with a text."""
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        answer = scan([file.name])
    findings = tuple(found._replace(file="code/lookup.py") for found in answer.findings)
    return answer._replace(findings=findings)


def tree(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def places(answer: Scan, folder: Path) -> list[str]:
    """Return `file:line:code` of each finding, with the file from the folder."""
    return [
        f"{os.path.relpath(found.file, folder)}:{found.line}:{found.code}"
        for found in answer.findings
    ]


def scanned(folder: Path, *names: str, **options: bool | str | list[str]) -> list[str]:
    """Scan a folder, or files in it, and return the places of the findings."""
    paths = [str(folder / name) for name in names] or [str(folder)]
    return places(scan(paths, **options), folder)  # type: ignore[arg-type]
