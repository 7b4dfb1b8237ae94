"""Markdown."""

from __future__ import annotations

import icslookup
from icslookup.formats import render
from tests.support.table_files import checked


def test_markdown_of_an_area() -> None:
    lines = render(icslookup.area("Guildford"), "markdown").splitlines()
    assert lines[0] == "## Guildford \u00b7 E07000209"
    assert "| Surrey and Sussex | S9B9J | E54000069 | 100% | 143,659 | 84 | 1 Apr 2026 |" in lines
    assert "| 1 Apr 2027 | becomes part of West Surrey | legislated |" in lines
    assert lines[-1] == "*As of 22 Nov 2026 \u00b7 data 2026.11.0, boundaries of 1 Apr 2026*"


def test_a_pipe_in_a_cell_is_escaped() -> None:
    answer = checked(b"council\nA|B\n")
    assert "| A\\|B | 1 | no local authority of England is called 'A\\|B' |" in render(
        answer, "markdown"
    )


def test_a_tree_is_a_nested_list_and_a_note_is_a_quotation() -> None:
    tree = render(icslookup.history("Cumberland"), "markdown").splitlines()
    first = tree.index("- 1 Apr 2023  established in place of others")
    assert tree[first + 1] == "  - Allerdale Borough Council (E07000026)"
    former = render(icslookup.board("Frimley"), "markdown")
    assert "\n> NHS Frimley Integrated Care Board was abolished" in former
    assert "### Succeeded by on 1 Apr 2026" in former
