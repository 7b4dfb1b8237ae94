"""Runs the program in another process or on a terminal, and holds what a user sees of it."""

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
    """Return the environment of this process with the locale removed and `more` added."""
    kept = {k: v for k, v in os.environ.items() if k not in ("LANG", "LC_ALL", "PYTHONUTF8")}
    return {**kept, "TERM": "xterm-256color", **more}


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program in another process; `more` are environment variables."""
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, encoding="utf-8", check=False,
        env=environment(**more),
    )  # fmt: skip


def in_terminal(
    *arguments: str, columns: int = 80, program: list[str] = PROGRAM, **more: str
) -> str:
    """Run a program in a terminal and return what it shows."""
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
