"""The view of `board`."""

from __future__ import annotations

import icslookup
from icslookup.formats import render


def test_a_former_board_has_what_it_covered_last_and_its_successors() -> None:
    lines = render(icslookup.board("Frimley"), "markdown").splitlines()
    assert lines[0] == "## Frimley \u00b7 QNQ \u00b7 E54000034"
    assert "9 authorities \u00b7 764,343 residents \u00b7 455 LSOAs" in lines
    assert "| Guildford | E07000209 | Surrey | 14.2% | 20,458 | 13 |" in lines
    assert "### Succeeded by on 1 Apr 2026" in lines
    assert "| Hampshire and Isle of Wight | QRL | 22.8% | 174,249 | Hart, Rushmoor |" in lines


def test_a_board_that_was_recoded_has_its_other_codes() -> None:
    lines = render(icslookup.board("Hampshire"), "markdown").splitlines()
    assert "Other ONS codes: E54000042 from 1 Jul 2022 until 31 Mar 2026" in lines
