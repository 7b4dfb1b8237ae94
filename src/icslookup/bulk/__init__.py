"""Whole tables at once: names matched, residents apportioned, codes checked, row by row."""
