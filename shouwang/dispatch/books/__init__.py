"""A superior's own workbook: its cells read, matched to figures, filled with a day, drawn."""
