"""The command line: reads the options, asks the library, and writes the answer."""

from __future__ import annotations

import gc
import sys

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line of this process, and exit.

    A simple command ends before it makes garbage, so it runs without the garbage collector.
    `gc.freeze` saves Python a search for garbage at exit.
    """
    gc.disable()
    from icslookup.cli.fast_path import run_without_typer

    code = run_without_typer(sys.argv[1:])
    if code is not None:
        gc.freeze()
    else:
        gc.enable()
        from icslookup.cli.run import run

        code = run(sys.argv[1:])
    sys.exit(code)
