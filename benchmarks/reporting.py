"""Lay out what was measured as Markdown, and put it into a document."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def table(head: list[str], rows: Iterable[Iterable[str]]) -> str:
    """Lay out a Markdown table, the first column on the left and numbers on the right."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, marks, *rows])


def machine() -> str:
    """Say where and when this ran."""
    return (
        f"{date.today()}, Python {platform.python_version()}, {platform.system()}"  # noqa: DTZ011
        f" {platform.machine()}, {os.cpu_count()} cores"
    )


def show(text: str, program: str, document: str | None) -> None:
    """Print a text, or put it into a document in place of what the program measured before.

    It goes between the lines `<!-- startup.py -->` and `<!-- end of startup.py -->`, where
    `startup.py` is the name of the program. Exits where the document does not have both.
    """
    if document is None:
        print(text)
        return
    path = Path(document)
    before, begin, rest = path.read_text(encoding="utf-8").partition(f"<!-- {program} -->\n")
    _, end, after = rest.partition(f"<!-- end of {program} -->\n")
    if not begin or not end:
        raise SystemExit(f"{document}: there is no place for what {program} measured")
    path.write_text(f"{before}{begin}\n{text}\n\n{end}{after}", encoding="utf-8")
