"""Carries the figures of a Spark DataFrame to other boundaries, as `icslookup.rebase` does.

`rebase` only adds to the query plan, and needs no Python workers. The rows are joined with a table
of codes, which Spark broadcasts, and added up by area and group. All other steps are about these
sums, which are few.

Sums of integers and decimals are exact. A sum is a whole number of units of its last decimal. Spark
divides it as `n = q * every + r`, so that each part is a whole number and a fraction that is less
than 1. The fractions have 18 decimals. They decide only which area gets a unit that is left over.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.rebase.figures import DECIMALS
from icslookup.bulk.rebase.output_columns import ESTIMATED, output_columns
from icslookup.bulk.rebase.rates import rate_word
from icslookup.bulk.rebase.rebase import MEASURES, require_measure
from icslookup.dataset.active import in_use
from icslookup.dates import as_of_day
from icslookup.errors import UsageError
from icslookup.lookup.boundaries import BOARD, require_target, target_day
from icslookup.spark.columns import (
    OWN_PREFIX,
    TEXT,
    column_named,
    day_column,
    day_text,
    name_key,
    require_spark,
    spark_functions,
    strip,
)
from icslookup.spark.join_tables import CodeRow, PartRow, TargetRow, join_tables
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from pyspark.sql import Column, DataFrame

    from icslookup.dataset.loader import Dataset

NOT_PLACED = "not placed"
"""The name of the rows with the sums of the figures that no area has."""

_WHOLE_TYPES = ("byte", "short", "integer", "long")
_FLOAT_TYPES = ("float", "double")
_FIGURE_TYPES = ("decimal", *_WHOLE_TYPES, *_FLOAT_TYPES)
_MOST_DECIMALS = 18
_DIGITS = 38
_LARGEST_LONG = 2**63 - 1
_TIE_DECIMALS = 15
"""Fractions that are equal have 18 decimals which may differ in the last of them."""


def _own(name: str) -> str:
    return OWN_PREFIX + name


_TEXT, _DAY, _ROWS, _KNOWN = map(_own, ("text", "day", "rows", "known"))
_LSOAS, _SOURCES, _NOT_PLACED = map(_own, ("lsoas", "sources", "not_placed"))


class _Value(NamedTuple):
    """A column of figures of the plan. `decimals` are those of its results, None for floats."""

    name: str
    column: Column
    scale: int
    decimals: int | None
    at: int

    def own(self, what: str) -> str:
        """Return the name of a column for this value, which is not in the result."""
        return _own(f"{what}_{self.at}")


def rebase(  # noqa: PLR0913 - the options of `icslookup rebase`
    df: DataFrame,
    column: str,
    values: str | Sequence[str],
    *,
    to: date | str | None = None,
    per: str | Sequence[str] = (),
    to_geography: str = BOARD,
    from_: date | str | None = None,
    as_of_column: str | None = None,
    by: str = MEASURES[0],
    integer: bool = False,
    counts: bool = False,
    data: Dataset | None = None,
) -> DataFrame:
    """Return a Spark DataFrame with the figures of another one on the boundaries of another day.

    Parameters: `df` is a DataFrame of Spark, or of Spark Connect. `column` has codes as text: of
    councils, boards, sub-ICB locations, CCGs, NHS England regions or LSOAs. `values` are columns of
    numbers, and `per` those of the groups; each is one name or several. A plan cannot look at the
    column to find the day of its boundaries. So name the day with `from_`, or name a column that
    has the day of each row with `as_of_column`. The other options are those of `icslookup.rebase`.

    The result has a row for each target area in each group, in no order: `ods_code`, `ons_code` and
    `name`, the columns `per`, each value with `<value>_estimated`, and `sources` and `complete`.
    The results of integers and decimals are exact, and rounded as those of `icslookup.rebase`: to
    six decimals, or as many as the type has; with `integer`, to whole numbers. Floats give doubles.
    A null or NaN is a cell without a figure: the answer is then not complete.

    Figures that are not placed are not lost. Each group that has some gets one row more for their
    sums. Its name is `not placed` and its codes are null. A row for England is not placed. Spark
    does not notice areas that count twice, such as a county and its districts, or missing areas,
    except that an answer is not complete.

    No job runs. Raises `UsageError` for a column that is missing or of another type, an invalid
    option, or an unsupported PySpark; `MissingExtraError` without PySpark, pandas or pyarrow
    (`pip install "icslookup[spark]"`). The job fails if a sum needs more than 38 digits.
    """
    functions = spark_functions("rebase in Spark")
    require_spark(df, "rebase")
    values, per = ((one,) if isinstance(one, str) else tuple(one) for one in (values, per))
    _check(values, from_, as_of_column, to_geography, by)
    _check_names(df, column, values, per)
    figures = [
        _value(df, name, at, integer=integer, counts=counts) for at, name in enumerate(values)
    ]
    data = data or in_use()
    to_day = target_day(data, to_geography, to)
    from_day = as_of_day(from_, before_boards=True)
    tables = join_tables(data, to_geography, to_day, from_day, by)
    groups = [_own(f"group_{at}") for at in range(len(per))]
    given = [functions.upper(strip(column_named(df, column, TEXT, "text"))).alias(_TEXT)]
    if as_of_column is not None:
        given.append(day_text(day_column(df, as_of_column)).alias(_DAY))
    given += [column_named(df, n, None, "").alias(g) for n, g in zip(per, groups, strict=True)]
    given += [figure.column.alias(figure.own("given")) for figure in figures]
    sums = _sums(df.select(*given), tables.codes, groups, figures, dated=as_of_column is not None)
    parts = _parts(sums, _table(df, tables.parts, PartRow), figures)
    whole = _by_target(parts, groups, figures)
    result = _rounded(whole, groups, figures)
    names = dict(zip(groups, per, strict=True))
    return _described(result, _table(df, tables.targets, TargetRow), names, figures)


def _check(
    values: Sequence[str],
    from_: date | str | None,
    as_of_column: str | None,
    to_geography: str,
    by: str,
) -> None:
    """Raise `UsageError` for options that are not valid."""
    if not values:
        raise UsageError("name a column of figures")
    if (from_ is None) == (as_of_column is None):
        raise UsageError(
            "a plan of Spark cannot look at the column to find the day of its boundaries: name the"
            " day with from_, or a column with the day of each row with as_of_column, not both"
        )
    require_target(to_geography)
    require_measure(by)


def _check_names(df: DataFrame, column: str, values: Sequence[str], per: Sequence[str]) -> None:
    """Raise `UsageError` if a column has two uses, or the result two columns of one name."""
    key = name_key(df)
    used = [key(name) for name in (column, *values, *per)]
    if len(set(used)) < len(used):
        raise UsageError("a column is named twice: each has the areas, a group or figures")
    names = [key(column.name) for column in output_columns(per, values)]
    twice = [name for name in (*per, *values) if names.count(key(name)) > 1]
    if twice:
        raise UsageError(
            f"the results would have two columns {quote(twice[0])}: rename the one in the DataFrame"
        )


def _value(df: DataFrame, name: str, at: int, *, integer: bool, counts: bool) -> _Value:
    """Return a column of figures as decimals or doubles. Raises `UsageError` as `rebase` does."""
    functions = spark_functions()
    given = column_named(df, name, _FIGURE_TYPES, "numbers")
    word = None if counts else rate_word(name)
    if word:
        raise UsageError(
            f"{quote(name)} seems to hold rates or means ({word}), which cannot be added up or"
            " divided: give the counts behind them, or say counts=True if these are counts"
        )
    (field,) = df.select(given).schema.fields
    kind = field.dataType.typeName()
    if kind in _FLOAT_TYPES:
        if integer:
            raise UsageError(f"{quote(name)} holds floats: cast it to integers or decimals first")
        number = given.cast("double")
        return _Value(name, functions.when(~functions.isnan(number), number), 0, None, at)
    scale = field.dataType.scale if kind == "decimal" else 0
    if scale > _MOST_DECIMALS:
        most = f"at most {_MOST_DECIMALS} decimals are exact"
        raise UsageError(f"{quote(name)} has {scale} decimals, and {most}: cast it to fewer")
    number = given if kind == "decimal" else given.cast("decimal(20,0)")
    if integer and scale:
        fault = f"{quote(name)} has a figure that is not whole, as integer=True needs it to be"
        number = functions.when(number % 1 != 0, _fail(fault)).otherwise(number)
    return _Value(name, number, scale, 0 if integer else max(DECIMALS, scale), at)


def _sums(
    rows: DataFrame,
    codes: list[CodeRow],
    groups: list[str],
    figures: list[_Value],
    *,
    dated: bool,
) -> DataFrame:
    """Return the sums of the figures of each area in each group.

    The area is null for what is not placed. `_KNOWN` is true if every cell had a figure.
    """
    functions = spark_functions()
    known = _table(rows, codes, CodeRow)
    condition = functions.col(_TEXT) == functions.col(_own("code"))
    if dated:
        first, last = functions.col(_own("first")), functions.col(_own("last"))
        condition &= first.isNull() | functions.col(_DAY).between(first, last)
    joined = rows.join(functions.broadcast(known), condition, "left")
    adds = [functions.count(functions.lit(1)).alias(_ROWS)]
    for figure in figures:
        given = functions.col(figure.own("given"))
        adds.append(functions.sum(given).alias(figure.own("sum")))
        adds.append(functions.count(given).alias(figure.own("count")))
    summed = joined.groupBy(*groups, _own("area")).agg(*adds)
    every = functions.expr("true")
    for figure in figures:
        count = functions.col(figure.own("count"))
        every &= count == functions.col(_ROWS)
        total = functions.col(figure.own("sum"))
        lost = (count > 0) & total.isNull()
        fault = f"the sum of {quote(figure.name)} needs more than {_DIGITS} digits"
        summed = summed.withColumn(
            figure.own("sum"), functions.when(lost, _fail(fault)).otherwise(total)
        )
    return summed.withColumn(_KNOWN, every)


def _parts(sums: DataFrame, parts: DataFrame, figures: list[_Value]) -> DataFrame:
    """Return a row for each part of each area in each group.

    Its figures are in units of the last decimal: `amount` is that of the whole area, `units` the
    whole number of the part, and `fraction` the rest of the part, which is less than 1.
    """
    functions = spark_functions()
    parts = parts.withColumnRenamed(_own("area"), _own("part_area"))
    same = functions.col(_own("area")) == functions.col(_own("part_area"))
    rows = sums.join(functions.broadcast(parts), same, "left")
    weight, every = functions.col(_own("weight")), functions.col(_own("every"))
    for figure in figures:
        total = functions.col(figure.own("sum"))
        if figure.decimals is None:
            rows = rows.withColumn(figure.own("units"), total * weight / every)
            continue
        amount, rest = functions.col(figure.own("amount")), functions.col(figure.own("rest"))
        rows = rows.withColumn(figure.own("amount"), _in_units(total, figure))
        remainder = functions.pmod(amount, every.cast("decimal(10,0)")).cast("bigint")
        rows = rows.withColumn(figure.own("rest"), remainder)
        quotient = ((amount - rest.cast("decimal(10,0)")) / every.cast("decimal(10,0)")).cast(
            _decimal(0)
        )
        product = rest * weight
        left = (product % every).cast("bigint")
        whole = ((product - left) / every).cast("bigint")  # below 2 ** 53, so the double is exact
        units = quotient * weight.cast("decimal(10,0)") + whole.cast("decimal(20,0)")
        units = _guarded(units.cast(_decimal(0)), amount.isNotNull() & weight.isNotNull(), figure)
        rows = rows.withColumn(figure.own("units"), units)
        fraction = left.cast("decimal(17,0)") / every.cast("decimal(17,0)")
        rows = rows.withColumn(figure.own("fraction"), fraction.cast("decimal(38,18)"))
    return rows


def _by_target(parts: DataFrame, groups: list[str], figures: list[_Value]) -> DataFrame:
    """Return the parts added up by target area, and their sources."""
    functions = spark_functions()
    source, target = functions.col(_own("source")), functions.col(_own("target"))
    weight, every = functions.col(_own("weight")), functions.col(_own("every"))
    adds = [
        functions.array_sort(functions.collect_set(source)).alias(_SOURCES),
        functions.sum(functions.when(target.isNotNull() & source.isNull(), 1)).alias(_LSOAS),
    ]
    for name in ("blocks", "lsoas_2011", "lsoas_2021"):
        covers = functions.when(functions.col(_KNOWN), functions.col(_own(name)))
        adds.append(functions.sum(covers).alias(_own(f"covered_{name}")))
    for figure in figures:
        units = functions.col(figure.own("units"))
        adds.append(functions.sum(units).alias(figure.own("units")))
        adds.append(
            functions.sum(functions.when(weight == every, units)).alias(figure.own("whole"))
        )
        if figure.decimals is None:
            lost = functions.when(target.isNull(), functions.col(figure.own("sum")))
            adds.append(functions.sum(lost).alias(figure.own("lost")))
            continue
        counted = functions.col(_own("leading")) | target.isNull()
        amount = functions.when(counted, functions.col(figure.own("amount")))
        adds.append(functions.sum(amount).alias(figure.own("amount")))
        adds.append(
            functions.sum(functions.col(figure.own("fraction"))).alias(figure.own("fraction"))
        )
    return parts.groupBy(*groups, _own("target")).agg(*adds)


def _rounded(rows: DataFrame, groups: list[str], figures: list[_Value]) -> DataFrame:
    """Return rows with the results: the units left over go to the largest fractions of a group."""
    functions = spark_functions()
    from pyspark.sql import Window

    target = functions.col(_own("target"))
    rows = rows.withColumn(_NOT_PLACED, target.isNull())
    group = Window.partitionBy(*groups, _NOT_PLACED)
    for figure in figures:
        units, whole = functions.col(figure.own("units")), functions.col(figure.own("whole"))
        if figure.decimals is None:
            result = functions.coalesce(units, functions.col(figure.own("lost")))
            estimated = units - functions.coalesce(whole, functions.lit(0.0))
            rows = rows.withColumn(figure.own("result"), result)
            rows = rows.withColumn(figure.own("estimated"), estimated)
            continue
        zero = functions.lit(0).cast(_decimal(0))
        fraction = functions.round(functions.col(figure.own("fraction")), _TIE_DECIMALS)
        carried = functions.floor(fraction).cast(_decimal(0))
        rows = rows.withColumn(figure.own("base"), units + carried)
        rows = rows.withColumn(figure.own("fraction"), fraction - functions.floor(fraction))
        base, amount = functions.col(figure.own("base")), functions.col(figure.own("amount"))
        spread = functions.sum(functions.coalesce(amount, zero)).over(group)
        left = spread - functions.sum(functions.coalesce(base, zero)).over(group)
        rows = rows.withColumn(figure.own("left"), left)
        largest = functions.col(figure.own("fraction")).desc_nulls_last()
        place = functions.row_number().over(group.orderBy(largest, target.asc()))
        rows = rows.withColumn(figure.own("place"), place)
        extra = functions.when(
            functions.col(figure.own("place")) <= functions.col(figure.own("left")), 1
        ).otherwise(0)
        result = base + extra.cast("decimal(1,0)")
        result = functions.when(target.isNull(), amount).otherwise(result)
        rows = rows.withColumn(figure.own("result"), result.cast(_decimal(0)))
        estimated = functions.when(
            target.isNotNull(),
            functions.col(figure.own("result")) - functions.coalesce(whole, zero),
        )
        rows = rows.withColumn(figure.own("estimated"), estimated.cast(_decimal(0)))
    return rows


def _described(
    rows: DataFrame, targets: DataFrame, per: dict[str, str], figures: list[_Value]
) -> DataFrame:
    """Return the columns of the result, with the codes and names of the target areas."""
    functions = spark_functions()
    targets = targets.withColumnRenamed(_own("target"), _own("target_key"))
    same = functions.col(_own("target")) == functions.col(_own("target_key"))
    rows = rows.join(functions.broadcast(targets), same, "left")
    missing = functions.col(_NOT_PLACED)
    name = functions.when(missing, NOT_PLACED).otherwise(functions.col(_own("name")))
    made = [functions.col(_own(code)).alias(code) for code in ("ods_code", "ons_code")]
    made.append(name.alias("name"))
    made += [functions.col(own).alias(name) for own, name in per.items()]
    for figure in figures:
        for what, suffix in (("result", ""), ("estimated", ESTIMATED)):
            number = functions.col(figure.own(what))
            if figure.decimals is not None:
                number = _from_units(number, figure)
            made.append(number.alias(figure.name + suffix))
    lsoas = functions.col(_LSOAS)
    noun = functions.when(lsoas == 1, " LSOA").otherwise(" LSOAs")
    sources = functions.when(lsoas > 0, functions.concat(lsoas.cast("string"), noun)).otherwise(
        functions.array_join(functions.col(_SOURCES), ";")
    )
    complete = functions.expr("false")
    for measure in ("blocks", "lsoas_2011", "lsoas_2021"):
        covered = functions.col(_own(f"covered_{measure}")) >= functions.col(_own(measure))
        complete |= functions.coalesce(covered, functions.expr("false"))
    made.append(functions.when(~missing, sources).alias("sources"))
    made.append(functions.when(~missing, complete).alias("complete"))
    return rows.select(*made)


def _in_units(total: Column, figure: _Value) -> Column:
    """Return a sum as a whole number of units of the last decimal of its results.

    Spark rounds a product that needs more than 38 digits. So the whole part and the decimals are
    multiplied apart.
    """
    functions = spark_functions()
    decimals, scale = figure.decimals or 0, figure.scale
    power = functions.lit(10**decimals).cast(f"decimal({decimals + 1},0)")
    one = functions.lit(1).cast("decimal(1,0)")
    units = functions.floor(total).cast(_decimal(0)) * power
    if scale and decimals:
        rest = functions.pmod(total, one).cast(f"decimal({scale},{scale})")
        units += (rest * power).cast(_decimal(0))
    return _guarded(units.cast(_decimal(0)), total.isNotNull(), figure)


def _from_units(units: Column, figure: _Value) -> Column:
    """Return a whole number of units as the result, of type bigint if it has no decimals."""
    functions = spark_functions()
    decimals = figure.decimals or 0
    if not decimals:
        large = functions.abs(units) > functions.lit(_LARGEST_LONG).cast("decimal(19,0)")
        fault = f"a result for {quote(figure.name)} is too large for a bigint"
        return functions.when(large, _fail(fault)).otherwise(units).cast("bigint")
    # A sum of a whole part and decimals would need one digit more, so the point is put into a text.
    digits = functions.concat(functions.lit("0" * decimals), functions.abs(units).cast("string"))
    text = functions.regexp_replace(digits, f"([0-9]{{{decimals}}})$", ".$1")
    sign = functions.when(units < 0, "-").otherwise("")
    number = functions.concat(sign, text).cast(_decimal(decimals))
    return _guarded(number, units.isNotNull(), figure)


def _guarded(number: Column, known: Column, figure: _Value) -> Column:
    """Return a number, and fail if it is null although it is known, as it is if it is too large."""
    functions = spark_functions()
    fault = f"a result for {quote(figure.name)} needs more than {_DIGITS} digits"
    found: Column = functions.when(known & number.isNull(), _fail(fault)).otherwise(number)
    return found


def _fail(message: str) -> Column:
    functions = spark_functions()
    found: Column = functions.raise_error(functions.lit(f"icslookup: {message}"))
    return found


def _decimal(scale: int) -> str:
    return f"decimal({_DIGITS},{scale})"


def _table(df: DataFrame, rows: Sequence[Any], kind: type[Any]) -> DataFrame:
    """Return named tuples as a DataFrame whose columns are not in the result."""
    types = {"str": "string", "int": "bigint", "bool": "boolean"}
    fields = [
        f"{_own(name)} {types[annotation.partition(' ')[0]]}"
        for name, annotation in kind.__annotations__.items()
    ]
    return df.sparkSession.createDataFrame([tuple(row) for row in rows], ", ".join(fields))
