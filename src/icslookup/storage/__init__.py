"""Files on the user's disk: where they are, who may write, and how one is replaced whole."""
