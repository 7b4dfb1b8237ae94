"""Reads tables in batches and writes them back with columns added, all else untouched.

CSV and its kin, JSON Lines, plain lists of names, Parquet and Excel stand behind one `Source` and
one `Target`, so that a bulk command need not know which it has.
"""

from icslookup.tables.base import BATCH_ROWS, Batch, Source, Target
from icslookup.tables.open_table import open_source, open_target

__all__ = ["BATCH_ROWS", "Batch", "Source", "Target", "open_source", "open_target"]
