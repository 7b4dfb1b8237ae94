"""Records behave as those of `typing.NamedTuple`, and patterns as those of `re.compile`."""

from __future__ import annotations

import copy
import pickle
import re
import typing

import pytest

from icslookup.model import Authority, Code
from icslookup.patterns import pattern
from icslookup.records import NamedTuple


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
    with pytest.raises((TypeError, ValueError), match="unexpected field names"):
        kind("a")._replace(colour="b")


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


def test_records_of_the_model_are_made_by_map() -> None:
    assert list(map(Code, ["E1"], [None], [None])) == [Code("E1", None, None)]
    assert Authority._fields[0] == "gss_code"


def test_a_pattern_is_compiled_when_it_is_asked() -> None:
    lazy = pattern(r"(?i)([a-z])(\d)")
    assert set(vars(lazy)) == {"_written"}
    assert lazy.sub(r"\2\1", "x A1 b2") == "x 1A 2b"
    found = lazy.search("x A1")
    assert found is not None
    assert found.groups() == ("A", "1")
    assert lazy.pattern == r"(?i)([a-z])(\d)"
    with pytest.raises(AttributeError):
        lazy.colour  # type: ignore[attr-defined]  # noqa: B018 - it is not there
    with pytest.raises(re.error):
        pattern("(").search("x")
