"""What apps above say of an institution that has not filed: 16:31 催报 填报人.

They register here (in their ``apps.ready``); the list of /reports/today shows it on the line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

Provider = Callable[[Collection[int], date], Mapping[int, Any]]
_providers: list[Provider] = []


def remark(provider: Provider) -> None:
    """Register who says something of units (by id) on a day: a text for each that has one."""
    _providers.append(provider)


def remarks(unit_ids: Collection[int], day: date) -> dict[int, str]:
    """Return what is said of units on a day, by unit id."""
    found: dict[int, str] = {}
    for provider in _providers if unit_ids else ():
        for unit_id, text in provider(unit_ids, day).items():
            found[unit_id] = f"{found[unit_id]} · {text}" if unit_id in found else str(text)
    return found
