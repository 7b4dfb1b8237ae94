"""What can be offered after TAB, and how it is continued from what is typed.

It stands apart from `completion` so that no Typer is needed to offer names: see `plain`.
"""

from __future__ import annotations

import os

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.active import in_use
from icslookup.errors import IcslookupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_QUOTES = "\"'\\\n"
"""What a shell would take for more than a letter: such a line is split by Typer."""


def bash_completion(asked_by: str) -> str | None:
    """Return what bash is offered for the next word of a name, as Typer would write it.

    `asked_by` is the value of the variable by which a shell asks. None for any other line or
    shell, and for one with quotes, which Typer splits.
    """
    line, position = os.environ.get("COMP_WORDS", ""), os.environ.get("COMP_CWORD", "")
    if asked_by != "complete_bash" or not position.isdecimal():
        return None
    if any(char in line for char in _QUOTES):
        return None
    words = line.split()
    asked, begun = words[1 : int(position)], "".join(words[int(position) : int(position) + 1])
    if asked[:1] not in (["area"], ["board"]) or any(w.startswith("-") for w in (*asked, begun)):
        return None
    names = authorities() if asked[0] == "area" else boards()
    found = completions(names, asked[1:], begun)
    return "\n".join(name for name, _ in found) + "\n"


def authorities() -> list[tuple[str, str]]:
    """Return the names and codes of all authorities; none where the data cannot be read."""
    try:
        return [(a.name, a.gss_code) for a in in_use().authorities.values()]
    except IcslookupError:
        return []


def boards() -> list[tuple[str, str]]:
    """Return the names and codes of all boards; none where the data cannot be read."""
    try:
        return [(board.short_name, board.ods_code) for board in in_use().boards.values()]
    except IcslookupError:
        return []


def regions(incomplete: str) -> list[str]:
    """Return the NHS England regions that begin with what is typed."""
    try:
        names = {board.region.name for board in in_use().boards.values()}
    except IcslookupError:
        return []
    return [incomplete + n[len(incomplete) :] for n in sorted(names) if _begins(n, incomplete)]


def completions(
    names: Iterable[tuple[str, str]], words: Iterable[str], incomplete: str
) -> Iterator[tuple[str, str]]:
    """Yield what completes the last word so that all words begin a name or a code, with help."""
    before = "".join(f"{word} " for word in words)
    typed = before + incomplete
    offered = set()
    for name, code in sorted(names):
        for text, meaning in ((name.replace("'", ""), code), (code, name)):
            if _begins(text, typed) and (text is not code or typed) and text not in offered:
                offered.add(text)
                yield incomplete + text[len(typed) :], meaning


def _begins(name: str, typed: str) -> bool:
    return name.casefold().startswith(typed.casefold())
