"""Checks whether the names or codes in a column are all of one date, and what is odd about them."""
