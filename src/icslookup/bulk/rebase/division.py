"""Dividing figures by weights, so that the parts add up to them exactly."""

from __future__ import annotations

from math import floor

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction


def largest_remainder(shares: Mapping[str, int | Fraction]) -> dict[str, int]:
    """Return exact amounts as whole numbers; the sum, which must be whole, stays the same.

    This is the method of the largest remainder (Hamilton's, of 1791). Each amount is first rounded
    down. The units left over go, one each, to the largest remainders; if two are equal, the key
    that sorts first wins. No amount changes by a whole unit.
    """
    whole = {key: floor(amount) for key, amount in shares.items()}
    left = sum(shares.values()) - sum(whole.values())
    if left:
        by_remainder = sorted(shares, key=lambda key: (whole[key] - shares[key], key))
        for key in by_remainder[: int(left)]:
            whole[key] += 1
    return whole
