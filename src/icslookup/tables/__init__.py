"""Reading tables in batches, and writing them with columns added and nothing else changed.

Delimited text such as CSV, JSON Lines, plain lists of names, Parquet and Excel are all read through
a `Source` and written through a `Target`, so a bulk command need not know which one it has.
"""

from icslookup.tables.base import BATCH_ROWS, Batch, Source, Target
from icslookup.tables.open_table import open_source, open_target

__all__ = ["BATCH_ROWS", "Batch", "Source", "Target", "open_source", "open_target"]
