"""Decisions that people take on what was read: kept in a file, applied on every load."""
