"""The view of `data reset`."""

from __future__ import annotations

from icslookup.formats import render
from icslookup.refresh.reset import DataReset, Removed


def test_a_reset_lists_what_was_removed() -> None:
    answer = DataReset("/own", (Removed("data", "current.json"),))
    text = render(answer, "markdown")
    assert text.startswith("## Removed 1 file or folder\n")
    assert "| data | current.json |" in text
    empty = DataReset("/own", ())
    assert render(empty, "markdown") == "## There was nothing to remove\n\n*/own*\n"
    assert render(empty, "csv") == "part,name\n"
