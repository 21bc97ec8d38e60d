"""Everything that is true of the reports without asking a model."""
