"""The questions: each is a function that returns an answer and prints nothing."""
