"""Measurements of the product against sets of our own: deterministic, offline, each a module that prints a small table."""
