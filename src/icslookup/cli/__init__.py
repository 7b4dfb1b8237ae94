"""The command line: parses, asks the library, and hands the answer to `formats`."""

from __future__ import annotations

import sys

from icslookup.records import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line of this process, and exit."""
    from icslookup.cli.plain import answered

    code = answered(sys.argv[1:])
    if code is None:
        from icslookup.cli.run import run

        code = run(sys.argv[1:])
    sys.exit(code)
