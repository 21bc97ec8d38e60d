"""Pictures of pages made ready for reading, and what to doubt of what was read."""
