"""Units from Excel and CSV: rows read, compared with the tree, told before they are written."""
