"""Rebases small tables, and checks of each answer that no figure is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import closing
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from icslookup.bulk.rebase.rebase import RebaseOptions, rebase
from icslookup.tables import open_source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from icslookup.bulk.rebase.rebase import Rebased
    from icslookup.bulk.rebase.results import RebasedArea
    from icslookup.errors import IcslookupError
    from icslookup.tables import Source


def table(rows: Iterable[Sequence[object]], *header: str) -> bytes:
    """Return a CSV of some rows. Without a header its columns are `area` and `v`."""
    out = io.StringIO()
    csv.writer(out).writerows([header or ("area", "v"), *rows])
    return out.getvalue().encode()


def opened(content: bytes | Mapping[str, object] | Sequence[Sequence[object]]) -> Source:
    """Return a source with the bytes of a file, the rows of a table, or a figure for each area."""
    if not isinstance(content, bytes):
        content = table(list(content.items()) if isinstance(content, Mapping) else content)
    return open_source("-", stdin=io.BytesIO(content))


def rebased(
    content: bytes | Source | Mapping[str, object] | Sequence[Sequence[object]],
    *values: str,
    weights: bytes | None = None,
    **options: Any,
) -> Rebased:
    """Return the answer for a table; without names, the columns are `area` and `v`.

    It checks that each total is what was placed, what was not, and what was left out, and that the
    results add up to what was placed.
    """
    source = opened(content) if isinstance(content, (bytes, Mapping, Sequence)) else content
    column = options.pop("column", "area")
    with closing(source), closing(opened(weights or b"from_code")) as of_weights:
        answer = rebase(
            source,
            RebaseOptions(column, values or ("v",), **options),
            weights=of_weights if weights else None,
        )
    check_totals(answer)
    return answer


def check_totals(answer: Rebased) -> None:
    """Check that no unit is lost: the totals fit together, and the results add up to them."""
    for at, value in enumerate(answer.values):
        total = Fraction(value.placed) + Fraction(value.unplaced) + Fraction(value.dropped)
        assert Fraction(value.total) == total
        unplaced = sum(Fraction(one.figures[at]) for one in answer.unplaced)
        dropped = sum(Fraction(one.figures[at]) for one in answer.dropped)
        assert (Fraction(value.unplaced), Fraction(value.dropped)) == (unplaced, dropped)
        if value.mean_by is None:
            results = sum(Fraction(area.values[at] or 0) for area in answer.areas)
            assert results == Fraction(value.placed)
            estimated = sum(Fraction(area.estimated[at] or 0) for area in answer.areas)
            assert abs(estimated - Fraction(value.estimated)) <= len(answer.areas)
        assert value.figures >= 0
    lost = sum(one.rows for one in answer.unplaced) + sum(one.rows for one in answer.dropped)
    assert lost <= answer.rows
    assert answer.passed is not bool(answer.unplaced)
    figures = [value for area in answer.areas for value in area.values]
    assert answer.valid is any(figure is not None for figure in figures)


def code_of(area: RebasedArea) -> str:
    """Return the code of a target area: the ODS code, or the GSS code of a council."""
    return area.ods_code or area.ons_code or ""


def results(answer: Rebased, value: int = 0) -> dict[str, Decimal | None]:
    """Return the results of a value by the code of the area, in a table without groups."""
    return {code_of(area): area.values[value] for area in answer.areas}


def refusal(error: type[IcslookupError], *content: Any, **options: Any) -> str:
    """Return the message of the error that a table raises."""
    with pytest.raises(error) as caught:
        rebased(*content, **options)
    return str(caught.value)
