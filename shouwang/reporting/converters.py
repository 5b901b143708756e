"""Days in addresses: ``/reports/7/3/2020-02-11/``."""

from __future__ import annotations

from datetime import date

from shouwang.kit import clock


def day_of(text: str) -> date:
    """Return the day that an address names; raises ``ValueError`` for what is no day of ours."""
    day = date.fromisoformat(text)
    if not clock.is_known(day):
        raise ValueError(text)
    return day


class DayConverter:
    """A day in ISO 8601; anything else is no address of ours."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Return the day; raises ``ValueError`` (no match) for one that is no day of ours."""
        return day_of(value)

    def to_url(self, value: date) -> str:
        """Return the day as it stands in an address."""
        return value.isoformat()
