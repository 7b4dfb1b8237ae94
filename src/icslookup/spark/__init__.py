"""The boards as columns of Spark DataFrames, and figures on other boundaries."""

from icslookup.spark.annotate import annotate, mapping
from icslookup.spark.rebase import rebase

__all__ = ["annotate", "mapping", "rebase"]
