"""Named tuples that cost a start little, and `TYPE_CHECKING`, without importing `typing`.

For a type checker they are those of `typing`. When the program runs, importing that module, and
having it look at every annotation of every record, takes longer than an answer does: see
`docs/performance.md`.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import NamedTuple

    __all__ = ["TYPE_CHECKING", "NamedTuple"]
else:
    from collections import namedtuple

    _OF_THE_CLASS = ("__slots__", "__module__", "__qualname__")

    class _Making(type):
        """Makes a named tuple of a class that names fields, with its docstring and methods."""

        def __new__(cls, name, bases, space):
            if not bases:
                return super().__new__(cls, name, bases, space)
            fields = tuple(space.get("__annotations__", ()))
            defaults = [space.pop(field) for field in fields if field in space]
            made = namedtuple(name, fields, defaults=defaults, module=space["__module__"])
            made.__qualname__ = space["__qualname__"]
            for key, value in space.items():
                if key not in _OF_THE_CLASS:
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Making):
        """The base of records, as `typing.NamedTuple` is."""
