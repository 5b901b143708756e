"""The check of a text: its numbers against the records, its slips, its copied passages."""
