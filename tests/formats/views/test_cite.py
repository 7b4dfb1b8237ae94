"""The view of `cite`."""

from __future__ import annotations

import pytest

import icslookup
from icslookup.formats import Terminal, render


@pytest.mark.parametrize("style", ["text", "attribution"])
def test_a_text_is_wrapped_on_a_terminal_only(style: str) -> None:
    answer = icslookup.cite(style=style)
    piped = render(answer, "table")
    shown = render(answer, "table", Terminal(width=60))
    assert piped == f"{answer.text}\n"
    assert all(len(line) <= 60 or " " not in line for line in shown.splitlines())  # or a URL
    assert shown.split() == piped.split()


def test_bibtex_is_a_block_of_code_in_markdown() -> None:
    answer = icslookup.cite(style="bibtex")
    assert render(answer, "markdown") == f"```bibtex\n{answer.text}\n```\n"
