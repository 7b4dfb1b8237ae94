"""Postcodes and LSOAs: where they lie, from what the user imported or installed."""
