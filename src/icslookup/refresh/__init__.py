"""Data that stay current: the newest lookup of ONS, fetched when the user asks for it."""
