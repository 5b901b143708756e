"""People: residents, staff, families. The one gate to personal data."""
