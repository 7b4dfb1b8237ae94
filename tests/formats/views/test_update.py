"""The view of `data update`."""

from __future__ import annotations

from datetime import date

import pytest

import icslookup
from icslookup.formats import render
from icslookup.refresh.update import DataUpdate

UPDATE = DataUpdate(
    status="current",
    checked=date(2026, 11, 22),
    lookup="LSOA21_ICB26",
    service="https://example.org",
    boundaries=date(2026, 4, 1),
    lsoas=None,
    version="2026.11.0",
    new_version=None,
    changes=(),
    message=None,
)


def test_current_data_have_no_changes() -> None:
    assert render(UPDATE, "markdown").split("\n\n") == [
        "## The data are current",
        "Newest lookup of ONS: LSOA21_ICB26, for 1 April 2026",
        "Asked on 22 Nov 2026: https://example.org",
        "*data 2026.11.0*\n",
    ]


@pytest.mark.parametrize(("status", "footer"), [("updated", "new"), ("to_update", "2026.11.0")])
def test_an_update_has_its_changes_and_the_version_in_use(status: str, footer: str) -> None:
    changes = icslookup.changes("2026-03-31", "2026-04-01").rows
    answer = UPDATE._replace(status=status, lsoas=33755, new_version="new", changes=changes)
    text = render(answer, "markdown")
    assert "33,755 LSOAs read and checked" in text
    assert "Version new, in place of 2026.11.0\n\n6 boards made, 12 boards abolished" in text
    assert "### Boards made" in text
    assert text.endswith(f"*data {footer}*\n")
    assert len(render(answer, "csv").splitlines()) == len(changes) + 1
