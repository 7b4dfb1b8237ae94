"""Finds codes of boards, sub-ICB locations, CCGs and councils in text files that have ended."""
