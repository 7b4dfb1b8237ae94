"""Columns of Spark DataFrames, read as icslookup reads the cells of any table."""

from __future__ import annotations

import sys

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.column_detection import list_columns
from icslookup.errors import MissingExtraError, UsageError
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyspark.sql import Column, DataFrame

_NEEDED = ("pandas", "pyarrow", "pyspark")
_SUPPORTED = ((3, 5), (5, 0))
"""The first version of PySpark that works, and the first one that is not tested."""

OWN_PREFIX = "__icslookup_"
"""How the names of the columns begin that a plan uses, but that are not in its result."""

_DAY = (
    "([0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    "|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
    "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"
)
_WITH_DAY = rf"^{_DAY}([T ]\p{{Nd}}{{2}}:\p{{Nd}}{{2}}[\p{{Nd}}:.,+Z-]*)?\z"
"""A Java pattern of the texts in which `icslookup.bulk.cells.day_of` reads a day."""

_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_ASCII_SPACES = "".join(filter(str.isascii, _SPACES))
"""The characters that `str.strip` removes from a text, and the ASCII characters among them."""

TEXT = ("string",)
_DAYS = ("date", "timestamp", "timestamp_ntz", *TEXT)


def require_spark(df: object, function: str) -> None:
    """Raise `UsageError` for what is not a DataFrame of Spark; `function` reads other frames."""
    if not hasattr(df, "sparkSession"):
        library = type(df).__module__.partition(".")[0]
        raise UsageError(
            f"this is not a DataFrame of Spark, but a {type(df).__name__} of {library}: for pandas"
            f" and polars there is icslookup.{function}"
        )


def strip(text: Column) -> Column:
    """Return a text without the spaces at its ends, as `str.strip` does."""
    functions = spark_functions()
    plain = functions.octet_length(text) == functions.length(text)
    found = functions.when(plain, functions.btrim(text, functions.lit(_ASCII_SPACES)))
    # `btrim` compares bytes: it would remove parts of characters that are not ASCII.
    other: Column = functions.regexp_replace(text, f"^[{_SPACES}]+|[{_SPACES}]+\\z", "")
    return found.otherwise(other)


def day_text(day: Column) -> Column:
    """Return the day in a text, in ISO form, as `day_of` reads it; null if there is no day."""
    functions = spark_functions()
    stripped = strip(day)
    found: Column = functions.when(stripped.rlike(_WITH_DAY), functions.substring(stripped, 1, 10))
    return found


def day_column(df: DataFrame, name: str) -> Column:
    """Return the days of a column as text in ISO form; a column of text is not changed."""
    day = column_named(df, name, _DAYS, "days")
    kinds = dict(df.select(day).dtypes)
    if set(kinds.values()) <= set(TEXT):
        return day
    text: Column = day.cast("date").cast("string")
    return text


def column_named(df: DataFrame, name: str, types: tuple[str, ...] | None, wanted: str) -> Column:
    """Return a column. Raises `UsageError` if it is missing, repeated, or of another type.

    If `types` is None, a column of any type will do.
    """
    if not isinstance(name, str):
        raise UsageError(f"name the column as text, not as a {type(name).__name__}")
    key = name_key(df)
    fields = [field for field in df.schema.fields if key(field.name) == key(name)]
    if not fields:
        every = list_columns(df.columns, most=len(df.columns))
        raise UsageError(f"the DataFrame has no column {quote(name)}; {every}")
    if len(fields) > 1:
        raise UsageError(f"the DataFrame has the column {quote(name)} {len(fields)} times")
    kind = fields[0].dataType.typeName()
    if types is not None and kind not in types:
        holds = fields[0].dataType.simpleString()
        raise UsageError(
            f"the column {quote(name)} holds {holds} and no {wanted}: cast it to {types[0]} first"
        )
    functions = spark_functions()
    found: Column = functions.col(f"`{fields[0].name.replace('`', '``')}`")
    if types is not None and kind in TEXT and fields[0].dataType.simpleString() != kind:
        # a text with a collation
        found = functions.collate(found, "UTF8_BINARY")
    return found


def name_key(df: DataFrame) -> Callable[[str], str]:
    """Return a function whose results are equal for column names that are the same to Spark."""
    sensitive = df.sparkSession.conf.get("spark.sql.caseSensitive", "false")
    return str if sensitive == "true" else str.casefold


def check_free(df: DataFrame, added: list[str]) -> None:
    """Raise `UsageError` if the DataFrame has an added name, or a name with our own prefix."""
    key = name_key(df)
    there = set(map(key, df.columns))
    ours = [name for name in df.columns if key(name).startswith(OWN_PREFIX)]
    if ours:
        raise UsageError(f"the DataFrame has {join_names(ours)}, a name for our own use: rename it")
    taken = [name for name in added if key(name) in there]
    if taken:
        raise UsageError(f"the DataFrame has {join_names(taken)} already: choose another prefix")


def spark_functions(doing: str = "annotating in Spark") -> Any:  # noqa: ANN401 - a module, whose functions PySpark types in its own way
    """Return `pyspark.sql.functions`; `doing` says what for, in messages.

    Raises `MissingExtraError` without PySpark, pandas or pyarrow, and `UsageError` if PySpark or
    its version of these does not work.
    """
    version = ""
    try:
        import pyspark

        version = pyspark.__version__
        if not _SUPPORTED[0] <= tuple(map(int, version.split(".")[:2])) < _SUPPORTED[1]:
            raise UsageError(f"PySpark 3.5 to 4.x is needed, and this is {version}")
        import pandas as pd
        import pyarrow as pa
        from pyspark.sql import functions
        from pyspark.sql.pandas.utils import (
            require_minimum_pandas_version,
            require_minimum_pyarrow_version,
        )

        require_minimum_pandas_version()
        require_minimum_pyarrow_version()
    except ImportError as error:
        if error.name in _NEEDED:
            raise MissingExtraError(doing, error.name, "spark") from None
        python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
        with_ = f"{python}, pandas {pd.__version__} and pyarrow {pa.__version__}"
        raise UsageError(f"PySpark {version} does not work with {with_}: {error}") from None
    return functions
