"""Builds the data, downloads the newest lookup of ONS, and returns to the bundled data."""
