"""Units from Excel and CSV: rows read, compared with the tree, said back before anything is written."""
