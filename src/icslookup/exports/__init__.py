"""The tables of the data as files and databases, for use in SQL."""
