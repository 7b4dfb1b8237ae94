"""Adds the boards to a Spark DataFrame, with the answers of `icslookup match`.

`annotate` only adds to the query plan: no job runs, and no row moves to another executor. Spark
answers codes, and names as the data spell them, by a join with a small table that it broadcasts.
Python workers answer the other cells, each distinct spelling once for a partition. Spark sends
them only these cells, not whole rows. A column of codes (`kind="code"`) needs no Python workers.
icslookup does not log any cell, nor keep it after its partition.

The workers need icslookup, pandas and pyarrow. Spark sends them the data set, with its LSOAs if it
needs them, and the user's aliases, but not postcodes and imported lookups: see `docs/scale.md`.
"""

from __future__ import annotations

from functools import lru_cache

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.cells import NULLS
from icslookup.bulk.match.output_columns import JOINER, PREFIX, added_cells, added_columns
from icslookup.bulk.matcher import Matcher, no_match
from icslookup.errors import UsageError
from icslookup.lookup.lists import MappingRow, areas
from icslookup.spark import worker
from icslookup.spark.columns import (
    OWN_PREFIX,
    TEXT,
    check_free,
    column_named,
    day_column,
    day_text,
    require_spark,
    spark_functions,
    strip,
)

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    import pandas as pd
    from pyspark.sql import Column, DataFrame, SparkSession

    from icslookup.dataset.loader import Dataset
    from icslookup.spark.worker import Worker, WorkerConfig

_TEMPORARY = [
    OWN_PREFIX + name for name in ("cells", "key", "first", "read", "parts", "place", "code")
]
_CELLS, _KEY, _FIRST, _READ, _PARTS, _PLACE, _CODE = _TEMPORARY
"""Columns that the plan uses, but that are not in the result."""

_OF_BOARDS = ("board_ods", "board_ons", "board_name", "share")
"""The columns about boards, without the prefix. A cell has a part for each board."""

_LETTER = r"[\p{L}\p{N}]"
_TYPES = {str: "string", float: "double", int: "bigint"}


def annotate(  # noqa: PLR0913 - the options of `icslookup match`
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
    follow: bool = False,
    data: Dataset | None = None,
) -> DataFrame:
    """Return a Spark DataFrame with the boards of the councils in a column, as `match` adds them.

    Parameters: `df` is a DataFrame of Spark, or of Spark Connect. `column` has names or codes as
    text. `as_of_column` has a day for each row: a date, a text, or a timestamp, which is read in
    the session's time zone. `as_of` is one day for all rows, by default the day of this call. With
    `kind="code"`, for a column without names, Spark answers without Python. `kind`,
    `min_score`, `exact`, `follow` and `data` are those of `Matcher`; `split` and `prefix` those of
    `added_columns`. With `split="rows"` a row is repeated for each of its boards.

    A task does not know the other values of its column, so it reads each cell on its own, as in
    `icslookup.match`. Files and frames are read as a whole. Name the kind and the day to get the
    same answers as there.

    The status of a row is `found`, `not_found`, `ambiguous`, `blank` for a null or an empty cell,
    or `bad_date` for a day that is null, not a date, or before 1 July 2022.

    No job runs. Raises `UsageError` for a column that is missing or of another type, an added name
    that the DataFrame has already, or an unsupported PySpark; `MissingExtraError` without PySpark,
    pandas or pyarrow (`pip install "icslookup[spark]"`); `MissingSourceError` if there are no
    postcodes on this computer.
    """
    functions = spark_functions()
    require_spark(df, "annotate")
    if as_of_column is not None and as_of is not None:
        raise UsageError("name one day for all rows, or a column with the day of each, not both")
    added = added_columns(split, prefix, follow=follow)
    text = column_named(df, column, TEXT, "text")
    day = None if as_of_column is None else day_column(df, as_of_column)
    check_free(df, [name for name, _ in added])
    matcher = Matcher(as_of, kind=kind, min_score=min_score, exact=exact, follow=follow, data=data)
    config = worker.worker_config(matcher, dated=day is not None)
    if kind == "code":
        df = _join_known(df, functions.upper(strip(text)), day, config)
        return _spread(df, _of_codes(text, day, config), config, split, added)
    df = _join_known(df, text, day, config)
    unknown = functions.when(functions.col(_CELLS).isNull(), text)
    answer = functions.pandas_udf(_answer_function(config), "string")
    cells_ = [column.cast("binary") for column in ([unknown] if day is None else [unknown, day])]
    parts = functions.split(answer(*cells_), worker.CELL_SEPARATOR)
    # Spark would move a filter on an added column before a projection, and so call Python twice.
    df = df.select("*", functions.explode_outer(functions.array(parts)).alias(_PARTS))
    others = []
    for position, blank in enumerate(_cells_without_board("blank", config)):
        part = functions.get(functions.col(_PARTS), functions.lit(position))
        cell = functions.when(text.isNull(), functions.lit(blank))
        others.append(cell.when(part != "", part))
    return _spread(df, _known_or_else(others, config), config, split, added)


def mapping(
    spark: SparkSession, as_of: date | str | None = None, *, data: Dataset | None = None
) -> DataFrame:
    """Return the mapping on a day as a Spark DataFrame: a row for each authority and board.

    Parameters: `spark` is the session; `as_of` and `data` are those of `icslookup.areas`, which
    has the same rows and columns. The mapping is small: `pyspark.sql.functions.broadcast` sends it
    to every executor. Raises what `icslookup.areas` raises, and `MissingExtraError` without
    PySpark.
    """
    spark_functions()
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


def _join_known(df: DataFrame, text: Column, day: Column | None, config: WorkerConfig) -> DataFrame:
    """Return the rows joined with `known_answers`; a row without such an answer has nulls."""
    functions = spark_functions()
    schema = f"{_KEY} string, {_FIRST} string, {_CELLS} struct<{_fields(config)}>"
    known = df.sparkSession.createDataFrame(_known_answers(config), schema)
    condition = text == functions.col(_KEY)
    if day is not None:  # Spark reads the day only once if the projection is separate
        df = df.select("*", day_text(day).alias(_READ))
        condition &= _period_start(config) == functions.col(_FIRST)
    return df.join(functions.broadcast(known), condition, "left")


def _of_codes(text: Column, day: Column | None, config: WorkerConfig) -> list[Column]:
    """Return the cells for a column of codes: a text without an answer in the join has no board."""
    functions = spark_functions()
    nameless = functions.lower(strip(text)).isin(*NULLS) | ~text.rlike(_LETTER)
    status = functions.when(text.isNull() | nameless, "blank")
    if day is not None:
        status = status.when(_period_start(config).isNull(), "bad_date")
    status = status.otherwise("not_found")
    _, *others = _cells_without_board("not_found", config)
    return _known_or_else([status, *map(functions.lit, others)], config)


def _cells_without_board(status: str, config: WorkerConfig) -> tuple[object, ...]:
    """Return the added cells of a row without a board."""
    return added_cells(no_match(None, status), "list", follow=config.follow)[0]


def _known_or_else(others: list[Column], config: WorkerConfig) -> list[Column]:
    """Return the cells from the join, and `others` for the rows that the join did not answer."""
    functions = spark_functions()
    cells = []
    for (name, type_), other in zip(worker.answer_columns(config), others, strict=True):
        known = functions.when(functions.col(_CELLS).isNotNull(), functions.col(f"{_CELLS}.{name}"))
        cells.append(known.otherwise(other).cast(_TYPES[type_]))
    return cells


def _period_start(config: WorkerConfig) -> Column:
    """Return the first day of the period that contains a row's day; null before boards began."""
    functions = spark_functions()
    found: Column = functions.lit(None)
    for first in worker.period_starts(config):
        found = functions.when(functions.col(_READ) >= first, first).otherwise(found)
    return found


@lru_cache(maxsize=8)
def _known_answers(config: WorkerConfig) -> list[tuple[str, str | None, tuple[object, ...]]]:
    return list(worker.known_answers(config))


def _answer_function(config: WorkerConfig) -> Any:  # noqa: ANN401 - a function of whatever PySpark hands it
    """Return the function that answers the batches of a partition; nulls stay null.

    Its annotations tell PySpark how many series it takes: two if each cell has a day.
    """
    from collections.abc import Iterator

    import pandas as pd

    def icslookup_match(batches: Any) -> Any:  # noqa: ANN401 - see above
        answerer = worker.Worker(config)
        for batch in batches:
            yield _answer_batch(answerer, *(batch if config.dated else (batch,)))

    given = tuple[pd.Series, pd.Series] if config.dated else pd.Series
    icslookup_match.__annotations__ = {
        "batches": Iterator[given],  # type: ignore[valid-type] # the type made above
        "return": Iterator[pd.Series],
    }
    return icslookup_match


def _answer_batch(worker: Worker, *columns: pd.Series[Any]) -> pd.Series[Any]:
    """Return the answers for the cells of a batch, and null for null cells.

    Cells are bytes: text that is not valid UTF-8 is then not found, and does not end the job.
    """
    import pandas as pd
    import pyarrow as pa
    from pyarrow import compute

    filled = columns[0].notna().to_numpy()
    answers = pa.nulls(len(filled), pa.string())
    if filled.any():
        cells = [[_text(cell) for cell in column[filled]] for column in columns]
        answers = compute.replace_with_mask(answers, pa.array(filled), worker.answer(*cells))
    return pd.Series(pd.arrays.ArrowExtensionArray(answers))


def _text(cell: bytes | None) -> str | None:
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else None


def _spread(
    df: DataFrame,
    cells: list[Column],
    config: WorkerConfig,
    split: str,
    added: tuple[tuple[str, type], ...],
) -> DataFrame:
    """Return the rows with the cells as columns; `split` is the form for several boards."""
    functions = spark_functions()
    place = functions.lit(0)
    columns = [name for name, _ in worker.answer_columns(config)]
    names = [f"{_CELLS}{position}" for position in range(len(cells))]
    if split == "rows":
        kept = [cell.alias(name) for cell, name in zip(cells, names, strict=True)]
        cells = [functions.col(name) for name in names]
        boards = functions.split(cells[columns.index(_OF_BOARDS[0])], JOINER)
        df = df.select("*", *kept)
        df = df.select("*", functions.posexplode_outer(boards).alias(_PLACE, _CODE))
        place = functions.col(_PLACE)
    made = []
    for position, (name, type_) in enumerate(added):
        cell = cells[position]
        if split != "list" and columns[position] in _OF_BOARDS:
            part = functions.get(functions.split(cell, JOINER), place)
            cell = functions.when(part != "", part)
        made.append(cell.cast(_TYPES[type_]).alias(name))
    return df.select("*", *made).drop(*_TEMPORARY, *names)


def _fields(config: WorkerConfig) -> str:
    """Return the fields of an answer as a schema of Spark SQL."""
    return ", ".join(f"{name}: {_TYPES[type_]}" for name, type_ in worker.answer_columns(config))
