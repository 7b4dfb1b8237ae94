"""Dividing a figure by weights, so that the parts add up to it exactly."""

from __future__ import annotations

from decimal import Decimal

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def largest_remainder(
    figure: Decimal, weights: Mapping[str, int], decimals: int
) -> dict[str, Decimal]:
    """Return the parts of a figure by weights, to some decimals; they add up to it exactly.

    This is the method of the largest remainder (Hamilton's, of 1791), in units of the last
    decimal. Each part first gets the full units of its share. The units left over go, one each, to
    the largest remainders; if two are equal, the key that sorts first wins. No part differs from
    its exact share by a whole unit. A negative figure is divided like the positive one.

    `figure` has at most that many decimals; `weights` are by ODS code, and their sum is not 0.
    The decimal context must have `PRECISION` digits.
    """
    units = int(abs(figure).scaleb(decimals))
    whole = sum(weights.values())
    shares = {key: divmod(units * weight, whole) for key, weight in weights.items()}
    left = units - sum(full for full, _ in shares.values())
    rounded_up = sorted(shares, key=lambda key: (-shares[key][1], key))[:left]
    unit = Decimal(-1 if figure < 0 else 1).scaleb(-decimals)
    return {key: (full + (key in rounded_up)) * unit for key, (full, _) in shares.items()}
