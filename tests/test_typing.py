"""The records of `icslookup._typing` behave like those of `typing.NamedTuple`."""

from __future__ import annotations

import copy
import inspect
import pickle
import sys
import typing

import pytest

from icslookup._typing import NamedTuple, from_columns
from icslookup.model import Code


class Ours(NamedTuple):
    """Three fields."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = ()

    @property
    def twice(self) -> int:
        """Twice the size."""
        return 2 * self.size


class Theirs(typing.NamedTuple):
    """Three fields."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = ()

    @property
    def twice(self) -> int:
        """Twice the size."""
        return 2 * self.size


class Empty(NamedTuple):
    """No field."""


PAIR: list[typing.Any] = [Ours, Theirs]


@pytest.mark.parametrize("kind", PAIR)
def test_a_record_is_a_tuple_with_names(kind: typing.Any) -> None:
    record = kind("a", parts=("x",))
    assert record == ("a", 3, ("x",))
    assert (record.name, record.size, record[2], record.twice) == ("a", 3, ("x",), 6)
    assert repr(record) == f"{kind.__name__}(name='a', size=3, parts=('x',))"
    assert record._replace(size=4) == ("a", 4, ("x",))
    assert record._asdict() == {"name": "a", "size": 3, "parts": ("x",)}
    assert kind._make(record) == record
    assert kind._fields == kind.__match_args__ == ("name", "size", "parts")
    assert kind._field_defaults == {"size": 3, "parts": ()}
    assert hash(record) == hash(("a", 3, ("x",)))
    assert kind.__doc__ == "Three fields."
    for other in (copy.deepcopy(record), pickle.loads(pickle.dumps(record))):  # noqa: S301 - ours
        assert type(other) is kind
        assert other == record
    with pytest.raises(AttributeError):
        record.name = "b"
    with pytest.raises(AttributeError):
        record.colour = "b"


@pytest.mark.parametrize("kind", PAIR)
def test_wrong_fields_are_refused(kind: typing.Any) -> None:
    for wrong in ({}, {"name": "a", "colour": "b"}):
        with pytest.raises(TypeError):
            kind(**wrong)
    with pytest.raises(TypeError):
        kind("a", 1, (), 4)
    with pytest.raises(TypeError, match="Expected 3 arguments, got 1"):
        kind._make(["a"])
    unexpected = TypeError if sys.version_info >= (3, 13) else ValueError
    with pytest.raises(unexpected, match="unexpected field names"):
        kind("a")._replace(colour="b")
    with pytest.raises(TypeError):
        kind("a", name="b")


def test_records_match_patterns_and_may_be_empty() -> None:
    match Ours("a"):
        case Ours(name, size=3):
            assert name == "a"
        case _:
            pytest.fail("it has a name and a size")
    assert Empty() == ()
    assert repr(Empty()) == "Empty()"
    with pytest.raises(TypeError):
        Empty(*[1])


@pytest.mark.parametrize("kind", PAIR)
def test_a_record_can_be_derived_from_and_looked_at(kind: typing.Any) -> None:
    derived = type(
        "Derived", (kind,), {"__doc__": "More.", "thrice": property(lambda r: 3 * r.size)}
    )
    record = derived("a", size=2)
    assert (record.name, record.thrice, record._fields) == ("a", 6, kind._fields)
    assert type(record._replace(size=4)) is derived
    parameters = inspect.signature(kind).parameters
    assert list(parameters) == ["name", "size", "parts"]
    assert parameters["name"].default is inspect.Parameter.empty
    assert parameters["size"].default == 3
    if sys.version_info >= (3, 13):
        assert copy.replace(kind("a"), size=4) == ("a", 4, ())


def test_records_are_made_of_columns() -> None:
    made = list(from_columns(Code, ["E1", "E2"], [None, None], [None, None]))
    assert made == [Code("E1", None, None), Code("E2", None, None)]
    assert {type(record) for record in made} == {Code}
    with pytest.raises(ValueError, match="argument"):
        list(from_columns(Code, ["E1", "E2"], [None], [None, None]))
