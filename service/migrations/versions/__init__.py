"""Append-only steps; a released step is never edited."""
