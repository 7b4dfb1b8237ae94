"""Reads the descriptor of a data set: `datapackage.json`, in the form of Frictionless."""

from __future__ import annotations

import json
from datetime import date

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import DataError

if TYPE_CHECKING:
    from typing import Any


def read_descriptor(path: str, remedy: str) -> dict[str, Any]:
    """Read a descriptor, and return it with the boundaries as days.

    Raises `DataError` if the file is missing, with the remedy, or if it does not describe data.
    """
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
        _check_described(found)
        return {
            **found,
            "version": str(found["version"]),
            "attribution": str(found["attribution"]),
            "boundaries": _boundaries(found["boundaries"]),
        }
    except FileNotFoundError:
        raise DataError(f"is missing: {remedy}", path) from None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(f"is not a description of the data: {error}", path) from None


def _check_described(found: dict[str, Any]) -> None:
    """Raise an error if a descriptor lacks the names of sources, files or columns."""
    names = [source["name"] for source in found["sources"]]
    for resource in found["resources"]:
        names += [resource["path"], *(field["name"] for field in resource["schema"]["fields"])]
    odd = next((name for name in names if not isinstance(name, str)), None)
    if odd is not None:
        raise ValueError(f"{odd!r} is not a name")


def _boundaries(texts: list[str]) -> list[date]:
    """Return the days of boundaries. Raise `ValueError` if they are not in order."""
    days = [date.fromisoformat(day) for day in texts]
    if days != sorted(set(days)):
        raise ValueError("the boundaries are not in order of date")
    return days
