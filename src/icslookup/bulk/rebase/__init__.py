"""Carries figures from the boundaries of one day to those of another."""
