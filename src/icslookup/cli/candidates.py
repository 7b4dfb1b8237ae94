"""The names and codes that can complete a word, and the completions of bash without Typer.

`completion` offers the same candidates through Typer.
"""

from __future__ import annotations

import os

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.active import in_use
from icslookup.errors import IcslookupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_QUOTES = "\"'\\\n"
"""Characters with a meaning in a shell. Typer splits a line that contains one."""


def bash_completions(instruction: str) -> str | None:
    """Return what bash can offer for the next word of a name, as Typer would write it.

    `instruction` is the value of the environment variable with which a shell asks. Returns None if
    Typer must answer: for other shells, other commands, options, and lines with quotes.
    """
    line, position = os.environ.get("COMP_WORDS", ""), os.environ.get("COMP_CWORD", "")
    if instruction != "complete_bash" or not position.isdecimal():
        return None
    if any(char in line for char in _QUOTES):
        return None
    words = line.split()
    before = words[1 : int(position)]
    incomplete = "".join(words[int(position) : int(position) + 1])
    if before[:1] not in (["area"], ["board"]):
        return None
    if any(word.startswith("-") for word in (*before, incomplete)):
        return None
    names = authorities() if before[0] == "area" else boards()
    offered = completions(names, before[1:], incomplete)
    return "\n".join(text for text, _ in offered) + "\n"


def authorities() -> list[tuple[str, str]]:
    """Return the names and codes of all authorities; none if the data cannot be read."""
    try:
        return [(a.name, a.gss_code) for a in in_use().authorities.values()]
    except IcslookupError:
        return []


def boards() -> list[tuple[str, str]]:
    """Return the names and codes of all boards; none if the data cannot be read."""
    try:
        return [(board.short_name, board.ods_code) for board in in_use().boards.values()]
    except IcslookupError:
        return []


def regions(incomplete: str) -> list[str]:
    """Return the NHS England regions whose names start with a text, which keeps its case."""
    try:
        names = {board.region.name for board in in_use().boards.values()}
    except IcslookupError:
        return []
    return [incomplete + n[len(incomplete) :] for n in sorted(names) if _starts_with(n, incomplete)]


def completions(
    names: Iterable[tuple[str, str]], words: Iterable[str], incomplete: str
) -> Iterator[tuple[str, str]]:
    """Yield each text that completes the last word of a name or a code, and its explanation.

    Parameters: `names`, each with its code; `words`, those before the last; `incomplete`, the last.
    """
    before = "".join(f"{word} " for word in words)
    typed = before + incomplete
    offered = set()
    for name, code in sorted(names):
        for text, explanation in ((name.replace("'", ""), code), (code, name)):
            if _starts_with(text, typed) and (text is not code or typed) and text not in offered:
                offered.add(text)
                yield incomplete + text[len(typed) :], explanation


def _starts_with(name: str, typed: str) -> bool:
    return name.casefold().startswith(typed.casefold())
