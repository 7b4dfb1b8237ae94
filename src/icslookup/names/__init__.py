"""The name matcher finds the record that a spelling means, or the candidates.

It works with any names: nothing in it is about boards or councils.
"""
