"""Chooses how an answer about a table is shown; imported only where there is one."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.views import apportion, check
from icslookup.lookup.answers_of_tables import Apportionment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.formats.report import Report
    from icslookup.lookup.answers_of_tables import OfTable


def table_report(answer: OfTable) -> Report:
    """Make the report of an answer about a table."""
    if isinstance(answer, Apportionment):
        return apportion.estimates_report(answer)
    return check.check_report(answer)


def flat_table(answer: OfTable) -> tuple[tuple[str, ...], Sequence[tuple[object, ...]]]:
    """Return the columns and the rows: estimates by board, or findings."""
    if isinstance(answer, Apportionment):
        return apportion.flat_estimates(answer)
    return check.flat_findings(answer)


def table_notes(answer: OfTable, format_: str) -> str:
    """Return the lines to say besides the answer, or an empty text."""
    if isinstance(answer, Apportionment):
        return apportion.estimate_notes(answer, format_)
    return check.check_notes(answer, format_)
