"""The version of the program; the data have a version of their own."""

__version__ = "0.1.0"
