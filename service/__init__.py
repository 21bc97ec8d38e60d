"""Everything said to people about the reports."""
