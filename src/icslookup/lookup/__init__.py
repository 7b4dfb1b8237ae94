"""The questions: functions that return an answer and print nothing."""
