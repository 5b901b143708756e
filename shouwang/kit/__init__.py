"""What every app stands on: clock, numbers, sheets, registries and base templates. No tables."""
