"""The name matcher, which finds the record, or the candidates, that a spelling means.

It works with any names: nothing in it is about boards or councils.
"""
