"""A superior's day: reviewing reports, signing the day, what changed since, the lock."""
