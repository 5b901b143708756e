"""A recipient's layout, designed here or a superior's own workbook: edited, filled, printed."""
