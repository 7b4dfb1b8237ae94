"""A file of published weights, by which areas are divided instead of by residents or LSOAs."""

from __future__ import annotations

from decimal import Decimal

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.column_detection import column_named
from icslookup.bulk.rebase.figures import read_figure
from icslookup.errors import DataError
from icslookup.text import quote

if TYPE_CHECKING:
    from icslookup.lookup.boundaries import Boundaries
    from icslookup.tables import Source

COLUMNS = ("from_code", "to_code", "weight")
_TOLERANCE = Decimal("0.01")


def read_weights(source: Source, target: Boundaries) -> dict[str, dict[str, int]]:
    """Return the weights of each source code by the keys of the target areas.

    The weights are whole numbers in the proportion of those in the file, whose columns are
    `from_code`, `to_code` and `weight`. Weights that are all 1 or less are shares: those of a
    source code must add up to 1, within 0.01. Raises `DataError`, with the row, for a code that is
    not that of a target area, a weight that is not a number or is negative, or a pair that stands
    in the file twice, and `UsageError` for a missing column.
    """
    positions = [column_named(source, name) for name in COLUMNS]
    codes = {
        code: area.key
        for area in target.areas.values()
        for code in (area.key, area.code, area.ons_code)
        if code
    }
    found: dict[str, dict[str, Decimal]] = {}
    row = 0
    for batch in source.batches(positions):
        for from_cell, to_cell, cell in zip(*batch.cells, strict=True):
            row += 1
            where = f"{source.name}, row {row:,} below the header"
            from_code, to_code = (str(c or "").strip().upper() for c in (from_cell, to_cell))
            if to_code not in codes:
                what = f"{quote(to_code)} is not the code of a {target.geography} on {target.day}"
                raise DataError(what, where, None, COLUMNS[1])
            weights = found.setdefault(from_code, {})
            if codes[to_code] in weights:
                raise DataError(f"has {from_code} to {to_code} a second time", where)
            weights[codes[to_code]] = _weight(cell, where)
    return {code: _in_whole_numbers(code, weights, source.name) for code, weights in found.items()}


def _weight(cell: object, where: str) -> Decimal:
    try:
        weight = read_figure(cell)
    except ValueError as error:
        raise DataError(f"{quote(str(cell))} {error}", where, None, COLUMNS[2]) from None
    if weight is None or weight < 0:
        raise DataError("a weight is a number, 0 or more", where, None, COLUMNS[2])
    return Decimal(weight)


def _in_whole_numbers(code: str, weights: dict[str, Decimal], file: str) -> dict[str, int]:
    total = sum(weights.values())
    if not total:
        raise DataError(f"has only weights of 0 for {code}", file)
    if max(weights.values()) <= 1 and abs(total - 1) > _TOLERANCE:
        raise DataError(f"has weights of {code} that add up to {total}, not to 1", file)
    decimals = max(-int(weight.normalize().as_tuple().exponent) for weight in weights.values())
    scaled = {
        key: int(weight.scaleb(max(decimals, 0))) for key, weight in weights.items() if weight
    }
    return dict(sorted(scaled.items(), key=lambda one: (-one[1], one[0])))
