"""The command line: parses, asks the library, and hands the answer to `formats`."""

from __future__ import annotations

import gc
import sys

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line of this process, and exit.

    A plain answer is short, and nothing that it makes is garbage before its end: there is nothing
    to collect while it is made, and nothing to look through when Python ends.
    """
    gc.disable()
    from icslookup.cli.fast_path import answer_plainly

    code = answer_plainly(sys.argv[1:])
    if code is not None:
        gc.freeze()
    else:
        gc.enable()
        from icslookup.cli.run import run

        code = run(sys.argv[1:])
    sys.exit(code)
