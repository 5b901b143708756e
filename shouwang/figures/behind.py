"""The records behind the counts of one house, as whoever is above it may see them: no names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class Row:
    """One record: when, what in words (people masked), how much it adds to the number."""

    at: datetime
    text: str
    amount: int = 1


@dataclass(frozen=True)
class Number:
    """One count of a house. ``rows()`` returns the records behind it, whose amounts make it up.

    ``definition`` says what is counted; ``tone`` is bad, warn or empty.
    """

    code: str
    label: Text
    measure: Text
    value: int
    rows: Callable[[], list[Row]]
    definition: Text = ""
    tone: str = ""


def shown(numbers: Sequence[Number], code: str) -> Number:
    """Return the number that is asked for by code, else the first."""
    return next((one for one in numbers if one.code == code), numbers[0])
