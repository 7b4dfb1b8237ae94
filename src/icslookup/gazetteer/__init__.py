"""The names and codes of boards and councils, and what a spelling of one means."""
