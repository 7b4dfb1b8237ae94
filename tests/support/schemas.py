"""Checks of JSON against the schemas in docs/schema."""

from __future__ import annotations

import json
from functools import cache

import jsonschema

from tests.support.program import TOP


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    """Return the validator of a schema, after a check of the schema itself."""
    path = TOP / "docs" / "schema" / f"{name}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.FormatChecker(["date"])
    return jsonschema.Draft202012Validator(schema, format_checker=checker)


def check(document: object, name: str) -> None:
    """Raise `jsonschema.ValidationError` if a document does not match the schema of this name."""
    validator(name).validate(document)
