"""A dict with a bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icslookup.bulk import cache
from icslookup.bulk.cache import BoundedCache

if TYPE_CHECKING:
    import pytest


def test_a_full_cache_empties_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_KEPT", 2)
    kept: BoundedCache[str, int] = BoundedCache()
    for number, key in enumerate("abc"):
        kept[key] = number
    assert kept == {"c": 2}
