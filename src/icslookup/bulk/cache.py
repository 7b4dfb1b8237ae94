"""A dict of limited size, to keep answers that may be needed again."""

from __future__ import annotations

from typing import TypeVar

MOST_KEPT = 50_000
"""The most distinct spellings to remember, so that memory does not grow with a table."""

_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


class BoundedCache(dict[_Key, _Item]):
    """A dict that empties itself when it has `MOST_KEPT` items.

    Only items set by index are counted.
    """

    def __setitem__(self, key: _Key, value: _Item) -> None:
        if len(self) >= MOST_KEPT:
            self.clear()
        super().__setitem__(key, value)
