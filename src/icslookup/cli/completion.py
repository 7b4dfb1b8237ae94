"""What the shell offers after TAB: names of authorities, boards and regions.

Names are joined from words, so that `icslookup area tower h<TAB>` offers `hamlets`. What is
typed stays as typed, in its case; apostrophes are left out because a shell would take them
for quotes.
"""

from __future__ import annotations

import typer

from icslookup.dataset import in_use
from icslookup.errors import IcslookupError
from icslookup.records import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def area_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the authorities, present and former, whose names or codes begin with what is typed."""
    return list(continued(_authorities(), ctx.params.get("name") or (), incomplete))


def board_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the boards, present and former, whose names or codes begin with what is typed."""
    return list(continued(_boards(), ctx.params.get("name") or (), incomplete))


def all_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the boards and authorities whose names or codes begin with what is typed."""
    names = [*_boards(), *_authorities()]
    return list(continued(names, ctx.params.get("name") or (), incomplete))


def one_board(incomplete: str) -> list[tuple[str, str]]:
    """Offer the boards for an option, which takes one word: names that are one, and codes."""
    names = [(name if " " not in name else code, code) for name, code in _boards()]
    return list(continued(names, (), incomplete))


def _authorities() -> list[tuple[str, str]]:
    try:
        return [(a.name, a.gss_code) for a in in_use().authorities.values()]
    except IcslookupError:
        return []


def _boards() -> list[tuple[str, str]]:
    try:
        return [(board.short_name, board.ods_code) for board in in_use().boards.values()]
    except IcslookupError:
        return []


def regions(incomplete: str) -> list[str]:
    """Offer the NHS England regions."""
    try:
        names = {board.region.name for board in in_use().boards.values()}
    except IcslookupError:
        return []
    return [incomplete + n[len(incomplete) :] for n in sorted(names) if _begins(n, incomplete)]


def continued(
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
