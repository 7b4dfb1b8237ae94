"""Named tuples that cost a start little, and `TYPE_CHECKING`, without importing `typing`.

For a type checker they are those of `typing`, and they behave as those do. When the program runs,
importing that module, having it look at every annotation of every record, and compiling a
constructor for each, takes longer than an answer does: see `docs/performance.md`.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import NamedTuple

    mapped = map

    __all__ = ["TYPE_CHECKING", "NamedTuple", "mapped"]
else:
    from itertools import repeat
    from operator import itemgetter

    def mapped(kind, *columns):
        """Make records of columns, as `map(kind, *columns)` does, in a third of the time.

        There is a column for every field, each as long as the first.
        """
        return map(tuple.__new__, repeat(kind), zip(*columns, strict=True))

    try:
        from _collections import _tuplegetter as _getter  # what `collections.namedtuple` uses
    except ImportError:  # pragma: no cover - where it is not there

        def _getter(position, doc):
            return property(itemgetter(position), doc=doc)

    _UNEXPECTED = TypeError if sys.version_info >= (3, 13) else ValueError

    class _Making(type):
        """Makes a named tuple of a class that names fields, with its docstring and methods."""

        def __new__(cls, name, bases, space):
            if bases == (tuple,) or bases[0] is not NamedTuple:  # the base, or made of a record
                return super().__new__(cls, name, bases, space)
            fields = tuple(space.get("__annotations__", ()))
            defaults = {field: space[field] for field in fields if field in space}
            for position, field in enumerate(fields):
                space[field] = _getter(position, f"Alias for field number {position}")
            space.setdefault("__doc__", f"{name}({', '.join(fields)})")
            space["__slots__"] = ()
            space["_fields"] = space["__match_args__"] = fields
            space["_field_defaults"] = defaults
            return super().__new__(cls, name, bases, space)

        @property
        def __signature__(cls):
            """What `help` and editors show: the fields, in order."""
            from inspect import Parameter, Signature

            empty, kind = Parameter.empty, Parameter.POSITIONAL_OR_KEYWORD
            defaults = {field: cls._field_defaults.get(field, empty) for field in cls._fields}
            return Signature([Parameter(f, kind, default=d) for f, d in defaults.items()])

    class NamedTuple(tuple, metaclass=_Making):
        """The base of records, as `typing.NamedTuple` is."""

        __slots__ = ()

        def __new__(cls, /, *values, **named):
            """Make a record of the values of its fields, in order or named."""
            if named and tuple(named) == cls._fields[len(values) :]:
                values += tuple(named.values())
            elif named or len(values) != len(cls._fields):
                values = cls._ordered(values, named)
            return tuple.__new__(cls, values)

        @classmethod
        def _ordered(cls, values, named):
            """Put values that were named or left out where their fields are."""
            given = dict(zip(cls._fields, values, strict=False))
            fields = cls._field_defaults | given | named
            wrong = {
                "too many values": values[len(cls._fields) :],
                "no such field": named.keys() - set(cls._fields),
                "twice": named.keys() & given.keys(),
                "missing": [field for field in cls._fields if field not in fields],
            }
            told = [
                f"{what}: {', '.join(map(str, those))}" for what, those in wrong.items() if those
            ]
            if told:
                raise TypeError(f"{cls.__name__}() {'; '.join(told)}")
            return [fields[field] for field in cls._fields]

        @classmethod
        def _make(cls, values):
            """Make a record of the values of its fields, in order."""
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **named):
            """Return a record with other values for some fields."""
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise _UNEXPECTED(f"Got unexpected field names: {list(named)!r}")
            return made

        __replace__ = _replace

        def _asdict(self):
            """Return the values by field."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self):
            return tuple(self)
