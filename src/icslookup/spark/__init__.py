"""The boards as columns of Spark DataFrames: `annotate` and `mapping`."""

from icslookup.spark.annotate import annotate, mapping

__all__ = ["annotate", "mapping"]
