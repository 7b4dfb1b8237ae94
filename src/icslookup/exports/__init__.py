"""The tables of the data set as files and databases, for people who join in SQL."""
