"""Org files for crossplan, the actions that nobody leads, and a page of them."""
