"""The words that bureaus have taught the check."""

from __future__ import annotations

from collections import defaultdict

from shouwang.checking.models import Alias
from shouwang.orgs.models import Unit


def of(unit: Unit) -> dict[str, list[str]]:
    """Return by code the words that hold for a unit: its own and those of the units above it."""
    steps = range(unit.steplen, len(unit.path) + 1, unit.steplen)
    taught = Alias.objects.filter(
        unit__path__in=[unit.path[:n] for n in steps], withdrawn_at=None
    ).order_by("unit__path", "pk")
    found: dict[str, list[str]] = defaultdict(list)
    for code, text in taught.values_list("code", "text"):
        found[code].append(text)
    return dict(found)
