"""Who answers for a unit (A3): the institution's own leader, then those of the units above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from shouwang.accounts.models import User
from shouwang.orgs.models import Responsibility, Unit


@dataclass(frozen=True)
class Answering:
    """One person who answers for a unit at a moment.

    ``unit`` is the unit that they were given: the one asked about, or one above it. ``user`` is
    None for an outside leader, who is reached by phone.
    """

    leader_id: int
    name: str
    post_name: str
    phone: str
    user: User | None
    unit_id: int
    unit_name: str
    is_own: bool


def in_force(at: datetime) -> QuerySet[Responsibility]:
    """Return the responsibilities of leaders and grid managers that are in force at a moment."""
    return Responsibility.objects.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)


def answering_for(units: Iterable[Unit], *, at: datetime) -> dict[int, list[Answering]]:
    """Return by unit id the leaders who answer for each unit, nearest first, in one statement.

    A unit's own leader comes first, then those of the units above it (the county's leader). The
    list is empty where nobody answers.
    """
    asked = list(units)
    paths = {path for unit in asked for path in _line(unit)}
    rows = in_force(at).filter(kind=Responsibility.Kind.LEADER, unit__path__in=paths)
    by_path = {row.unit.path: row for row in rows.select_related("leader__user", "unit")}
    return {
        unit.pk: [
            _answering(by_path[path], unit) for path in reversed(_line(unit)) if path in by_path
        ]
        for unit in asked
    }


def leaders_of(unit: Unit, *, at: datetime) -> list[User]:
    """Return the users who answer for a unit at a moment, nearest first.

    Outside leaders, who do not sign in, are left out: ``answering_for`` tells them with a phone.
    """
    return [a.user for a in answering_for([unit], at=at)[unit.pk] if a.user is not None]


def _line(unit: Unit) -> list[str]:
    """Return the paths of a unit and of all above it, the highest first."""
    return [unit.path[:n] for n in range(unit.steplen, len(unit.path) + 1, unit.steplen)]


def _answering(row: Responsibility, asked: Unit) -> Answering:
    leader = row.leader
    user = leader.user if leader.user and leader.user.is_active else None
    return Answering(
        leader.pk,
        leader.user.name if leader.user else leader.name,
        leader.post_name,
        leader.phone or (leader.user.phone if leader.user else ""),
        user,
        row.unit_id,
        row.unit.label,
        row.unit_id == asked.pk,
    )
