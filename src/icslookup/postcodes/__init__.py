"""Postcodes and LSOAs, and their boards, from files that the user imported or from a package."""
