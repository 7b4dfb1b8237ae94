"""The names and codes that can complete a word, and completion in bash without Typer.

`completion` offers the same names and codes through Typer.
"""

from __future__ import annotations

import os

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.active import in_use
from icslookup.errors import IcslookupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_QUOTES = "\"'\\\n"
"""Characters with a meaning in a shell. A line that contains one is left to Typer."""


def bash_completions(instruction: str) -> str | None:
    """Return the completions that bash can offer for a word of a name, as Typer would write them.

    `instruction` is the value of the environment variable in which a shell asks for completions.
    Returns None if Typer must answer: for other shells, other commands, options, and quotes.
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
    """Return the NHS England regions whose names start with a text; the text keeps its case."""
    try:
        names = {board.region.name for board in in_use().boards.values()}
    except IcslookupError:
        return []
    return [incomplete + n[len(incomplete) :] for n in sorted(names) if _starts_with(n, incomplete)]


def completions(
    names: Iterable[tuple[str, str]], words: Iterable[str], incomplete: str
) -> Iterator[tuple[str, str]]:
    """Yield each text that completes the last word of a name or a code, with its explanation.

    Parameters: `names` are pairs of a name and a code; `words` are the words before the last, and
    `incomplete` is the last.
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
