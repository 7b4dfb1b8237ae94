"""Run programs in processes of their own, and measure their time and peak memory.

The benchmarks use little memory themselves, because the system never reports a smaller peak for a
child than for its parent.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEGABYTE = 1024 * 1024

COPY = """
import csv, sys
with open(sys.argv[1], encoding="utf-8", newline="") as source:
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(csv.reader(source))
"""

Figures: TypeAlias = "dict[str, float]"


class Run(NamedTuple):
    """The figures of a process that succeeded, and what it printed.

    `seconds` are of the wall clock, `cpu` of the processor; `peak` is memory in MB.
    """

    seconds: float
    cpu: float
    peak: float
    printed: str


class StepError(Exception):
    """A process that failed; the message is the last line of its standard error."""


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a process to its end. Raises `StepError`."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=err, env=environment)  # noqa: S603
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode:
            said = err.read().decode(errors="replace").strip().splitlines()
            raise StepError(said[-1] if said else f"exit code {child.returncode}")
        unit = 1 if sys.platform == "darwin" else 1024
        cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / MEGABYTE
        return Run(seconds, cpu, peak, out.read().decode())


def python(*arguments: str) -> Run:
    """Run a process of this Python. Raises `StepError`."""
    return run([sys.executable, *arguments])


def step(name: str, *arguments: object, program: str = "speed_steps.py") -> Figures:
    """Run a step of another program of this folder in its own process. Raises `StepError`."""
    path = str(Path(__file__).with_name(program))
    found: Figures = json.loads(python(path, name, *map(str, arguments)).printed)
    return found


def copy(path: str, out: str) -> Run:
    """Copy a table with `csv.reader` and `csv.writer`."""
    return python("-c", COPY, path, out)


def match(path: str, out: str) -> Run:
    """Match the councils of a table with the command line."""
    return python("-m", "icslookup", "match", path, "-c", "council", "-o", out, "-q")
