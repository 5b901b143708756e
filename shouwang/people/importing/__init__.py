"""People from Excel and CSV: rows read, compared with the file of the house, then written."""
