"""What the rows behind a figure are, and a number as JSON writes it."""

from __future__ import annotations

from typing import Any

UNITS, SUBMISSIONS = "units", "submissions"


def plain(value: Any) -> int | float | None:
    """Return a number for JSON: whole numbers as integers."""
    if value is None:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number
