"""Postcodes and LSOAs: their boards, by files that the user imported or a package."""
