"""Regular expressions that are compiled when they are first asked.

A module names several, and a question asks few of them.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re


def pattern(written: str) -> re.Pattern[str]:
    """Return a pattern as `re.compile` does, which compiles it when it is first used."""
    return _Pattern(written)  # type: ignore[return-value] # it hands on what is asked of it


class _Pattern:
    """Hands on the methods of a pattern, and keeps each, so that it is found at once again."""

    def __init__(self, written: str) -> None:
        self._written = written

    def __getattr__(self, name: str) -> object:
        """Return what the compiled pattern has by that name."""
        if name.startswith("__"):  # of copying and the like, before there is a pattern
            raise AttributeError(name)
        import re

        found: object = getattr(re.compile(self._written), name)
        setattr(self, name, found)
        return found
