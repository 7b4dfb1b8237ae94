"""What the shell offers after TAB: names of authorities, boards and regions.

Names are joined from words, so that `icslookup area tower h<TAB>` offers `hamlets`. What is
typed stays as typed, in its case; apostrophes are left out because a shell would take them
for quotes.
"""

from __future__ import annotations

import typer

from icslookup.cli import candidates
from icslookup.cli.candidates import completions


def area_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the authorities, present and former, whose names or codes begin with what is typed."""
    return list(completions(candidates.authorities(), ctx.params.get("name") or (), incomplete))


def board_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the boards, present and former, whose names or codes begin with what is typed."""
    return list(completions(candidates.boards(), ctx.params.get("name") or (), incomplete))


def all_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the boards and authorities whose names or codes begin with what is typed."""
    names = [*candidates.boards(), *candidates.authorities()]
    return list(completions(names, ctx.params.get("name") or (), incomplete))


def one_board(incomplete: str) -> list[tuple[str, str]]:
    """Offer the boards for an option, which takes one word: names that are one, and codes."""
    names = [(name if " " not in name else code, code) for name, code in candidates.boards()]
    return list(completions(names, (), incomplete))


def regions(incomplete: str) -> list[str]:
    """Offer the NHS England regions."""
    return candidates.regions(incomplete)
