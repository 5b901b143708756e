"""The day before its recipients: signed, frozen, due, sent, amended."""
