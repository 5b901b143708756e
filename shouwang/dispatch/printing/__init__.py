"""A table as it leaves the house: one paper, printed alike as Excel, Word and PDF."""
