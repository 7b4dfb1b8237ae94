"""Write figures as Markdown tables, and put them into a document."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def table(head: list[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table, with the first column on the left and numbers on the right."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, marks, *rows])


def machine() -> str:
    """Return the date and a description of this machine."""
    return (
        f"{date.today()}, Python {platform.python_version()}, {platform.system()}"  # noqa: DTZ011
        f" {platform.machine()}, {os.cpu_count()} cores"
    )


def show(text: str, program: str, document: str | None) -> None:
    """Print a text, or write it into a document in place of the program's older figures.

    Its place is between the lines `<!-- startup.py -->` and `<!-- end of startup.py -->`, with the
    name of the program. Exits if the document lacks one of them.
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
