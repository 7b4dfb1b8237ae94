"""The name matcher: a spelling to one record or to candidates.

It knows no boards and no councils.
"""
