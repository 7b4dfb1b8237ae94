"""A progress bar on standard error for long work."""

from __future__ import annotations

import sys
import time

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""The seconds after which the bar appears. Shorter work needs no bar."""


class Bar:
    """A bar that shows how much of a table has been read, if standard error is a terminal."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and sys.stderr is not None and sys.stderr.isatty()
        self._since = time.monotonic()
        self._bar: Progress | None = None

    def __call__(self, rows: int, share: float | None) -> None:
        """Show the rows so far and the share of the table, from 0 to 1, or None if not known."""
        if not self._shown or time.monotonic() - self._since < PATIENCE:
            return
        self._bar = self._bar or _start_bar()
        total = None if share is None else 1.0
        task = self._bar.task_ids[0]
        self._bar.update(task, completed=share or 0, total=total, rows=f"{rows:,} rows")

    def stop(self) -> None:
        """Remove the bar, if there is one."""
        if self._bar:
            self._bar.stop()

    close = stop


def _start_bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        BarColumn(),
        TextColumn("{task.fields[rows]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    bar.add_task("", rows="")
    bar.start()
    return bar
