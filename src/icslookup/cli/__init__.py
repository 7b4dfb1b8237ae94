"""The command line: parses, asks the library, and hands the answer to `formats`."""

from icslookup.cli.run import main

__all__ = ["main"]
