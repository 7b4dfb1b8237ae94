"""The names of `typing` that modules need.

Importing `typing` takes as long as an answer, so this does not. A type checker sees the names of
`typing`. The program uses `collections.namedtuple`, which does not evaluate annotations.
`docs/performance.md` has the figures.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import NamedTuple, Protocol

    from_columns = map

    __all__ = ["TYPE_CHECKING", "NamedTuple", "Protocol", "from_columns"]
else:
    from collections import namedtuple
    from itertools import repeat

    Protocol = object

    def from_columns(kind, *columns):
        """Yield a record of `kind` for each row; the columns are in the order of its fields.

        Raises `ValueError` if the columns differ in length.
        """
        return map(tuple.__new__, repeat(kind), zip(*columns, strict=True))

    class _Making(type):
        """Turns a class with fields into a named tuple with its docstring and methods."""

        def __new__(cls, name, bases, space):
            if not bases:  # `NamedTuple` itself
                return super().__new__(cls, name, bases, space)
            fields = tuple(space.get("__annotations__", ()))
            defaults = [space.pop(field) for field in fields if field in space]
            made = namedtuple(name, fields, defaults=defaults, module=space.pop("__module__"))
            space.pop("__qualname__")
            for key, value in space.items():
                setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Making):
        """The base of records, like `typing.NamedTuple`."""
