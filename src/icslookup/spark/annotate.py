"""Adds the boards to a Spark DataFrame, with the answers of `icslookup match`, where the data are.

`annotate` builds a plan and runs nothing. Codes, and names as they stand in the data, are answered
by a join with a small table that every executor is sent: no Python takes part in that. What is
left is answered by Python workers, each distinct spelling once for a partition; of a row only
the cells that are to be answered go there, and no row moves to another executor. Of a column of
codes alone (`kind="code"`) nothing is left, and there are no Python workers. Nothing of the cells
is logged, or kept when a partition is done.

Else the workers need icslookup, pandas and pyarrow, as PySpark does for any such function. The data
set and the user's aliases are sent along; postcodes and LSOAs are not: see `docs/scale.md`.
"""

from __future__ import annotations

import sys
from functools import lru_cache

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.cells import NULLS
from icslookup.bulk.column_detection import columns_told
from icslookup.bulk.match.output_columns import JOINER, PREFIX, added_cells, added_columns
from icslookup.bulk.matcher import Matcher, nothing
from icslookup.errors import MissingExtraError, UsageError
from icslookup.lookup.lists import MappingRow, areas
from icslookup.spark import worker
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Any

    import pandas as pd
    from pyspark.sql import Column, DataFrame, SparkSession

    from icslookup.dataset.loader import Dataset
    from icslookup.spark.worker import Worker, WorkerConfig

_NEEDED = ("pandas", "pyarrow", "pyspark")
_FITTING = ((3, 5), (5, 0))
"""The first PySpark that will do, and the first that is not known to."""

_OURS = "__icslookup_"
_PASSING = [_OURS + name for name in ("cells", "key", "first", "read", "parts", "place", "code")]
_CELLS, _KEY, _FIRST, _READ, _PARTS, _PLACE, _CODE = _PASSING
"""Columns that are there only while the plan is made."""

_OF_BOARDS = [name for name, _ in worker.COLUMNS].index("board_ods")
"""From this column on the cells are of boards, and one has a part for each."""

_DAY = (
    "([0-9]{4}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    "|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)"
    "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"
)
_WITH_DAY = rf"^{_DAY}([T ]\p{{Nd}}{{2}}:\p{{Nd}}{{2}}[\p{{Nd}}:.,+Z-]*)?\z"
"""The texts in which `icslookup.bulk.cells.day_of` reads a day, in a pattern of Java."""

_LETTER = r"[\p{L}\p{N}]"
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_ASCII_SPACES = "".join(filter(str.isascii, _SPACES))
"""What Python takes off the ends of a text, and of one that is ASCII."""

_TYPES = {str: "string", float: "double", int: "bigint"}
_TEXT = ("string",)
_DAYS = ("date", "timestamp", "timestamp_ntz", *_TEXT)


def annotate(  # noqa: PLR0913 - what `icslookup match` takes
    df: DataFrame,
    column: str,
    *,
    as_of: date | str | None = None,
    as_of_column: str | None = None,
    kind: str = "auto",
    split: str = "list",
    prefix: str = PREFIX,
    min_score: float = 0,
    exact: bool = False,
    data: Dataset | None = None,
) -> DataFrame:
    """Return a Spark DataFrame with the boards of the councils in a column, as `match` adds them.

    Parameters: `df` is a DataFrame of Spark, or of Spark Connect. `column` holds names or codes
    as text, `as_of_column` a day for each row: a date, a timestamp, whose day is that of the
    session's time zone, or text. Without either all are asked for the day of this call. With
    `kind="code"`, for a column without names, Spark answers without Python. `kind`,
    `min_score`, `exact` and `data` are those of `Matcher`; `split` and `prefix` those of
    `added_columns`. With `split="rows"` a row is there once for each of its boards.

    The status of a row is `found`, `not_found`, `ambiguous`, `blank` for a null or an empty cell,
    or `bad_date` for a day that is null, no day, or before 1 July 2022.

    No job is run. Raises `UsageError` for a column that is not there or of another type, a name
    that is taken, or a PySpark that does not fit; `MissingExtraError` without PySpark, pandas or
    pyarrow (`pip install "icslookup[spark]"`); `MissingSourceError` where there are no postcodes
    or LSOAs to look in.
    """
    functions = _functions()
    if not hasattr(df, "sparkSession"):
        library = type(df).__module__.partition(".")[0]
        raise UsageError(
            f"this is no DataFrame of Spark, but a {type(df).__name__} of {library}: for pandas and"
            " polars there is icslookup.annotate"
        )
    if as_of_column is not None and as_of is not None:
        raise UsageError("name one day for all rows, or a column with the day of each, not both")
    added = added_columns(split, prefix)
    text = _column(df, column, _TEXT, "text")
    day = None if as_of_column is None else _day(df, as_of_column)
    _check_free(df, [name for name, _ in added])
    matcher = Matcher(as_of, kind=kind, min_score=min_score, exact=exact, data=data)
    sent = worker.config_of(matcher, dated=day is not None)
    if kind == "code":
        df = _with_known(df, functions.upper(_stripped(text)), day, sent)
        return _spread(df, _of_codes(text, day, sent), split, added)
    df = _with_known(df, text, day, sent)
    asked = functions.when(functions.col(_CELLS).isNull(), text)
    answering = functions.pandas_udf(_answering(sent), "string")
    cells_ = [column.cast("binary") for column in ([asked] if day is None else [asked, day])]
    parts = functions.split(answering(*cells_), worker.BETWEEN)
    # A filter on what is added would be moved before a projection, and ask Python twice.
    df = df.select("*", functions.explode_outer(functions.array(parts)).alias(_PARTS))
    others = []
    for position, blank in enumerate(added_cells(nothing(None, "blank"), "list")[0]):
        part = functions.get(functions.col(_PARTS), functions.lit(position))
        cell = functions.when(text.isNull(), functions.lit(blank))
        others.append(cell.when(part != "", part))
    return _spread(df, _known_or(others), split, added)


def mapping(
    spark: SparkSession, as_of: date | str | None = None, *, data: Dataset | None = None
) -> DataFrame:
    """Return the mapping on a day as a Spark DataFrame: a row for each authority and board.

    Parameters: `spark` is the session; `as_of` and `data` are as for `icslookup.areas`, of whose
    rows these are, with the same columns. It is small: `pyspark.sql.functions.broadcast` sends it
    to every executor. Raises as `icslookup.areas` does, and `MissingExtraError` without PySpark.
    """
    _functions()
    if not hasattr(spark, "createDataFrame"):
        raise UsageError(
            f"mapping needs the session of Spark, and this is a {type(spark).__name__}"
        )
    types = {"str": "string", "int": "bigint", "float": "double", "date": "date"}
    fields = []
    for name, annotation in MappingRow.__annotations__.items():
        kind, _, empty = annotation.partition(" | ")
        fields.append(f"{name} {types[kind]}{'' if empty else ' NOT NULL'}")
    rows = areas(as_of, data=data).rows
    return spark.createDataFrame([tuple(row) for row in rows], ", ".join(fields))


def _with_known(df: DataFrame, text: Column, day: Column | None, sent: WorkerConfig) -> DataFrame:
    """Join the answers of codes and names as they stand; the cells of all else are null."""
    functions = _functions()
    schema = f"{_KEY} string, {_FIRST} string, {_CELLS} struct<{_fields()}>"
    known = df.sparkSession.createDataFrame(_known(sent), schema)
    met = text == functions.col(_KEY)
    if day is not None:  # read in a projection of its own, it is read once
        df = df.select("*", _read(day).alias(_READ))
        met &= _first(sent) == functions.col(_FIRST)
    return df.join(functions.broadcast(known), met, "left")


def _of_codes(text: Column, day: Column | None, sent: WorkerConfig) -> list[Column]:
    """Return the cells where only codes are found: what is not known is none, without Python."""
    functions = _functions()
    nameless = functions.lower(_stripped(text)).isin(*NULLS) | ~text.rlike(_LETTER)
    status = functions.when(text.isNull() | nameless, "blank")
    if day is not None:
        status = status.when(_first(sent).isNull(), "bad_date")
    status = status.otherwise("not_found")
    _, *others = added_cells(nothing(None, "not_found"), "list")[0]
    return _known_or([status, *map(functions.lit, others)])


def _known_or(others: list[Column]) -> list[Column]:
    """Return the cells of what the join answered, and the others where it answered nothing."""
    functions = _functions()
    cells = []
    for (name, type_), other in zip(worker.COLUMNS, others, strict=True):
        known = functions.when(functions.col(_CELLS).isNotNull(), functions.col(f"{_CELLS}.{name}"))
        cells.append(known.otherwise(other).cast(_TYPES[type_]))
    return cells


def _stripped(text: Column) -> Column:
    """Return a text without the spaces at its ends, as `str.strip` does."""
    functions = _functions()
    plain = functions.octet_length(text) == functions.length(text)
    found = functions.when(plain, functions.btrim(text, functions.lit(_ASCII_SPACES)))
    # Of other spaces `btrim` would take off bytes that are only a part of one.
    other: Column = functions.regexp_replace(text, f"^[{_SPACES}]+|[{_SPACES}]+\\z", "")
    return found.otherwise(other)


def _read(day: Column) -> Column:
    """Return the day in a text, in ISO form, as `day_of` reads it; null for what is none."""
    functions = _functions()
    stripped = _stripped(day)
    found: Column = functions.when(stripped.rlike(_WITH_DAY), functions.substring(stripped, 1, 10))
    return found


def _first(sent: WorkerConfig) -> Column:
    """Return the first day of the period of the day that was read; null before boards began."""
    functions = _functions()
    found: Column = functions.lit(None)
    for first in worker.firsts(sent):
        found = functions.when(functions.col(_READ) >= first, first).otherwise(found)
    return found


@lru_cache(maxsize=8)
def _known(sent: WorkerConfig) -> list[tuple[str, str | None, tuple[object, ...]]]:
    return list(worker.known(sent))


def _answering(sent: WorkerConfig) -> Any:  # noqa: ANN401 - a function of whatever PySpark hands it
    """Return the function that answers the batches of a partition: a text for a text, else null.

    PySpark reads from its annotations what it takes: a series, or two where each cell has a day.
    """
    from collections.abc import Iterator

    import pandas as pd

    def icslookup_match(batches: Any) -> Any:  # noqa: ANN401 - see above
        answering = worker.Worker(sent)
        for batch in batches:
            yield _answered(answering, *(batch if sent.dated else (batch,)))

    given = tuple[pd.Series, pd.Series] if sent.dated else pd.Series
    icslookup_match.__annotations__ = {
        "batches": Iterator[given],  # type: ignore[valid-type] # it is one, made above
        "return": Iterator[pd.Series],
    }
    return icslookup_match


def _answered(worker: Worker, *columns: pd.Series[Any]) -> pd.Series[Any]:
    """Answer the cells of a batch that are there, and leave out the others.

    Cells are the bytes of texts: what is no UTF-8 is a name that nobody has, and ends no job.
    """
    import pandas as pd
    import pyarrow as pa
    from pyarrow import compute

    there = columns[0].notna().to_numpy()
    answers = pa.nulls(len(there), pa.string())
    if there.any():
        asked = [[_text(cell) for cell in column[there]] for column in columns]
        answers = compute.replace_with_mask(answers, pa.array(there), worker.answer(*asked))
    return pd.Series(pd.arrays.ArrowExtensionArray(answers))


def _text(cell: bytes | None) -> str | None:
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else None


def _spread(
    df: DataFrame, cells: list[Column], split: str, added: tuple[tuple[str, type], ...]
) -> DataFrame:
    """Put the cells into columns of their own, those of several boards as `split` says."""
    functions = _functions()
    place = functions.lit(0)
    names = [f"{_CELLS}{position}" for position in range(len(cells))]
    if split == "rows":
        kept = [cell.alias(name) for cell, name in zip(cells, names, strict=True)]
        cells = [functions.col(name) for name in names]
        boards = functions.split(cells[_OF_BOARDS], JOINER)
        df = df.select("*", *kept)
        df = df.select("*", functions.posexplode_outer(boards).alias(_PLACE, _CODE))
        place = functions.col(_PLACE)
    made = []
    for position, (name, type_) in enumerate(added):
        cell = cells[position]
        if split != "list" and position >= _OF_BOARDS:
            part = functions.get(functions.split(cell, JOINER), place)
            cell = functions.when(part != "", part)
        made.append(cell.cast(_TYPES[type_]).alias(name))
    return df.select("*", *made).drop(*_PASSING, *names)


def _fields() -> str:
    """Return the fields of an answer, in the words of Spark SQL."""
    return ", ".join(f"{name}: {_TYPES[type_]}" for name, type_ in worker.COLUMNS)


def _day(df: DataFrame, name: str) -> Column:
    """Return the days of a column as text in ISO form; text is left as it is."""
    day = _column(df, name, _DAYS, "days")
    kinds = dict(df.select(day).dtypes)
    if set(kinds.values()) <= set(_TEXT):
        return day
    text: Column = day.cast("date").cast("string")
    return text


def _column(df: DataFrame, name: str, types: tuple[str, ...], told: str) -> Column:
    """Return a column. Raises `UsageError` where it is not there once, or of another type."""
    if not isinstance(name, str):
        raise UsageError(f"name the column as text, not as a {type(name).__name__}")
    cased = _spelt(df)
    fields = [field for field in df.schema.fields if cased(field.name) == cased(name)]
    if not fields:
        every = columns_told(df.columns, most=len(df.columns))
        raise UsageError(f"the DataFrame has no column {quote(name)}; {every}")
    if len(fields) > 1:
        raise UsageError(f"the DataFrame has the column {quote(name)} {len(fields)} times")
    if fields[0].dataType.typeName() not in types:
        holds = fields[0].dataType.simpleString()
        raise UsageError(
            f"the column {quote(name)} holds {holds} and no {told}: cast it to {types[0]} first"
        )
    functions = _functions()
    found: Column = functions.col(f"`{fields[0].name.replace('`', '``')}`")
    if fields[0].dataType.simpleString() not in types:  # a text that is compared in its own way
        found = functions.collate(found, "UTF8_BINARY")
    return found


def _spelt(df: DataFrame) -> Callable[[str], str]:
    """Return what Spark compares names of columns by."""
    sensitive = df.sparkSession.conf.get("spark.sql.caseSensitive", "false")
    return str if sensitive == "true" else str.casefold


def _check_free(df: DataFrame, added: list[str]) -> None:
    """Refuse names that are taken."""
    cased = _spelt(df)
    there = set(map(cased, df.columns))
    ours = [name for name in df.columns if cased(name).startswith(_OURS)]
    if ours:
        raise UsageError(f"the DataFrame has {join_names(ours)}, a name for our own use: rename it")
    taken = [name for name in added if cased(name) in there]
    if taken:
        raise UsageError(f"the DataFrame has {join_names(taken)} already: choose another prefix")


def _functions() -> Any:  # noqa: ANN401 - a module, whose functions PySpark types in its own way
    """Return `pyspark.sql.functions`, where PySpark and what it needs are there and fit."""
    version = ""
    try:
        import pyspark

        version = pyspark.__version__
        if not _FITTING[0] <= tuple(map(int, version.split(".")[:2])) < _FITTING[1]:
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
            raise MissingExtraError("annotating in Spark", error.name, "spark") from None
        python = f"Python {sys.version_info.major}.{sys.version_info.minor}"
        with_ = f"{python}, pandas {pd.__version__} and pyarrow {pa.__version__}"
        raise UsageError(f"PySpark {version} does not work with {with_}: {error}") from None
    return functions
