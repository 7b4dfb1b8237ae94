"""The reference data: read from `data/`, checked, and answered by date."""
