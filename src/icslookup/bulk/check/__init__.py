"""The check whether a column of names or codes is of one date, and what is odd about it."""
