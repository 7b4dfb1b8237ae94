"""Adds boards to every row of a table, a data frame or an iterable."""
