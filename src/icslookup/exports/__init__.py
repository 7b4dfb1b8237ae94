"""The tables of the data as files and databases, to be joined in SQL."""
