"""The errors for users."""

from __future__ import annotations

import pytest

from icslookup import errors


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ((), "is damaged"),
        (("a.csv",), "a.csv is damaged"),
        (("a.csv", 3), "a.csv, line 3: is damaged"),
        (("a.csv", 3, "name"), "a.csv, line 3, column name: is damaged"),
        (("a.csv", None, "name"), "a.csv, column name: is damaged"),
    ],
)
def test_a_fault_in_data_has_a_place(place: tuple[str, ...], message: str) -> None:
    error = errors.DataError("is damaged", *place)  # type: ignore[arg-type]
    assert str(error) == message
    assert (error.what, error.file) == ("is damaged", place[0] if place else None)


def test_a_missing_extra_says_how_to_install_it() -> None:
    error = errors.MissingExtraError("reading its postcodes", "brotli", "postcodes")
    assert str(error) == 'reading its postcodes needs brotli: pip install "icslookup[postcodes]"'


def test_every_error_has_its_exit_code() -> None:
    codes = {kind.__name__: kind.exit_code for kind in errors.IcslookupError.__subclasses__()}
    assert codes == {
        "UsageError": 2, "NotFoundError": 1, "AmbiguousError": 3, "DataError": 4,
        "OutputError": 4, "MissingSourceError": 4, "ServiceError": 4, "MissingExtraError": 4,
    }  # fmt: skip
