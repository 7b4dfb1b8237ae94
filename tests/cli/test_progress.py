"""The progress bar."""

from __future__ import annotations

import io

import pytest

from icslookup.cli import progress
from icslookup.cli.progress import Bar


class Screen(io.StringIO):
    """Standard error on a terminal."""

    def isatty(self) -> bool:
        return True


def show(*, shown: bool) -> None:
    bar = Bar(shown=shown)
    bar(1_000, 0.5)
    bar(2_000, None)
    bar.stop()


def test_long_work_shows_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0)
    show(shown=True)
    assert "2,000 rows" in screen.getvalue()


def test_short_work_and_quiet_work_show_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    show(shown=True)
    monkeypatch.setattr(progress, "PATIENCE", 0)
    show(shown=False)
    assert screen.getvalue() == ""


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_only_a_terminal_shows_a_bar(
    stream: io.StringIO | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr("sys.stderr", stream)
    show(shown=True)
    assert stream is None or stream.getvalue() == ""
