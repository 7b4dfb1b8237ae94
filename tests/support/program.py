"""The program as the tests run it: in this process, in another, and on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import NamedTuple

TODAY = date(2026, 11, 22)
"""The day on which every test runs."""

TOP = Path(__file__).parents[2]
"""The top of the checkout."""

Cli = "Callable[..., Result]"

HOLDER = """
import sys
from icslookup.storage import lock
with lock.locked():
    print("held", flush=True)
    sys.stdin.read()
"""
"""A program that holds the lock of the user's folder until its standard input ends."""

PROGRAM = [sys.executable, "-m", "icslookup"]


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL", "PYTHONUTF8")}
    return {**kept, "TERM": "xterm-256color", **more}


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, encoding="utf-8", check=False,
        env=environment(**more),
    )  # fmt: skip


def in_terminal(
    *arguments: str, columns: int = 80, program: list[str] = PROGRAM, **more: str
) -> str:
    """Run in a terminal of some columns and return what it shows."""
    main, side = pty.openpty()
    process = subprocess.Popen(
        [*program, *arguments], stdout=side, stderr=side, stdin=subprocess.DEVNULL,
        env=environment(COLUMNS=str(columns), LANG="C.UTF-8", **more),
    )  # fmt: skip
    os.close(side)
    shown = b""
    while True:
        try:
            part = os.read(main, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.wait()
    os.close(main)
    return shown.decode("utf-8").replace("\r\n", "\n")


class Result(NamedTuple):
    """What a user sees of a command."""

    code: int
    out: str
    err: str
