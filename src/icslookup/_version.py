"""The version of the program; the data have their own version."""

__version__ = "0.1.0"
