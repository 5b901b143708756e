"""Reports from files: how a foreign table is read, judged row by row, and taken in."""
