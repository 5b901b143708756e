"""Giving papers their numbers, without gaps."""

from __future__ import annotations

from django.db import transaction

from shouwang.orgs.models import Unit
from shouwang.papers.models import IssueCounter


def next_issue(*, unit: Unit, kind: str, year: int) -> int:
    """Return the next number of a unit's papers of one kind in a year, the first being 1.

    Whoever takes one holds the run until their transaction ends; raises ``RuntimeError`` outside
    a transaction, where a number could be lost.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken in the transaction of its paper")
    IssueCounter.objects.bulk_create(
        [IssueCounter(unit=unit, kind=kind, year=year)], ignore_conflicts=True
    )
    counter = IssueCounter.objects.select_for_update().get(unit=unit, kind=kind, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def likely_issue(*, unit: Unit, kind: str, year: int) -> int:
    """Return the number that ``next_issue`` would give now; whoever is faster takes it."""
    found = IssueCounter.objects.filter(unit=unit, kind=kind, year=year).values_list("last")
    return 1 + next((last for (last,) in found), 0)
