"""Runs a command line with Typer; see `fast_path` for command lines that do not need Typer."""

from __future__ import annotations

from functools import lru_cache

import typer

from icslookup._typing import TYPE_CHECKING
from icslookup.cli.app import app
from icslookup.cli.exit_codes import INTERRUPTED, run_command, write_error
from icslookup.formats.values import escape_invisible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def run(arguments: Sequence[str]) -> int:
    """Run a command line, and catch the errors that a user can cause. Returns the exit code."""
    try:
        return run_command(
            lambda: _typer_command()(list(arguments), prog_name="icslookup", standalone_mode=False),
            arguments,
        )
    except typer.TyperException as error:
        message = error.format_message()
        return write_error(message, error.exit_code, arguments, _usage(error, message))
    except typer.Abort:
        return INTERRUPTED


@lru_cache(maxsize=1)
def _typer_command() -> Callable[..., object]:
    """Return Typer's function for all commands. To make it takes longer than most commands."""
    return typer.main.get_command(app)


def _usage(error: typer.TyperException, message: str) -> str:
    context = getattr(error, "ctx", None)
    if context is None:
        return ""
    lines = [context.get_usage(), f"Try '{context.command_path} -h' for help."]
    if message.startswith("No such command"):
        lines.append("To look up a council: icslookup area NAME; a board: icslookup board NAME")
    return "".join(f"{escape_invisible(line)}\n" for text in lines for line in text.splitlines())
