"""Functions that Typer calls to complete names of authorities, boards and regions after TAB.

A name may have several words: `icslookup area tower h<TAB>` offers `hamlets`. The user's letters
keep their case. Apostrophes are left out, because a shell reads them as quotes.
"""

from __future__ import annotations

import typer

from icslookup.cli import candidates
from icslookup.cli.candidates import completions


def area_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the authorities, present and former, whose names or codes start with the words."""
    return list(completions(candidates.authorities(), ctx.params.get("name") or (), incomplete))


def board_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the boards, present and former, whose names or codes start with the words."""
    return list(completions(candidates.boards(), ctx.params.get("name") or (), incomplete))


def all_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the boards and authorities whose names or codes start with the words."""
    names = [*candidates.boards(), *candidates.authorities()]
    return list(completions(names, ctx.params.get("name") or (), incomplete))


def one_board(incomplete: str) -> list[tuple[str, str]]:
    """Return the boards for an option, which takes one word: a longer name becomes its code."""
    names = [(name if " " not in name else code, code) for name, code in candidates.boards()]
    return list(completions(names, (), incomplete))


def regions(incomplete: str) -> list[str]:
    """Return the NHS England regions that start with a text."""
    return candidates.regions(incomplete)
