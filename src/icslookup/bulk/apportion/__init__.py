"""Figures of councils as estimates for boards."""
