"""A table with its numbers: how a recipient's table is designed, and filled with a day."""
