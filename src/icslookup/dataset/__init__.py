"""Reads the reference data from `data/`, checks them, and finds what was true on a day."""
