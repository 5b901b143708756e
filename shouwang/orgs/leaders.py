"""Responsible persons: what they cover, what they did, which of their deeds count by themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.kit import registry
from shouwang.orgs.models import Act, Leader, Responsibility, Unit
from shouwang.orgs.responsible import answering_for, in_force
from shouwang.orgs.scope import Scope

_deeds: set[str] = set()


def counts_as_act(*codes: str) -> None:
    """Let deeds on the audit trail count as acts of a responsible person who signs in: signing a
    day, calling a home that is late. An app above names its own words here."""
    _deeds.update(codes)


@dataclass
class LeaderLine:
    """A responsible person with what they cover now and how active they were."""

    leader: Leader
    units: list[Unit] = field(default_factory=list)
    grids: int = 0
    acts: int = 0
    last_at: datetime | None = None

    @property
    def areas(self) -> list[Unit]:
        """Return the counties and townships covered."""
        return [u for u in self.units if not u.is_institution]

    @property
    def homes(self) -> list[Unit]:
        """Return the institutions covered."""
        return [u for u in self.units if u.is_institution]


@dataclass(frozen=True)
class Done:
    """One thing that a responsible person did: noted, or derived from the audit trail."""

    at: datetime
    what: Any
    unit: Unit
    text: str
    by_name: str
    is_derived: bool


def leaders(scope: Scope) -> QuerySet[Leader]:
    """Return the persons listed at units in scope."""
    return Leader.objects.filter(scope.q("unit__")).select_related("user", "unit")


def leader(scope: Scope, leader_id: int) -> Leader:
    """Return one person: listed in scope, or answering for a unit in it; else ``OutOfScope``."""
    covering = Responsibility.objects.filter(scope.q("unit__"), leader=leader_id)
    found = Leader.objects.select_related("user", "unit").filter(pk=leader_id).first()
    if found is None or not (scope.covers(found.unit) or covering.exists()):
        raise OutOfScope(f"leader {leader_id}")
    return found


def responsibility(scope: Scope, responsibility_id: int) -> Responsibility:
    """Return one responsibility for a unit in scope; else ``OutOfScope``."""
    found = (
        Responsibility.objects.filter(scope.q("unit__"), pk=responsibility_id)
        .select_related("leader__user", "unit")
        .first()
    )
    if found is None:
        raise OutOfScope(f"responsibility {responsibility_id}")
    return found


def leader_lines(scope: Scope, place: Unit, *, at: datetime, since: datetime) -> list[LeaderLine]:
    """Return who covers what in a place at a moment, and their acts since another; who covers most
    comes first, then who is listed there and covers nothing."""
    inside = Q(unit__path__gte=place.path, unit__path__lt=place.path + "~")
    lines = {
        p.pk: LeaderLine(p)
        for p in Leader.objects.filter(scope.q("unit__"), inside).select_related("user", "unit")
    }
    covering = in_force(at).filter(scope.q("unit__"), inside).select_related("leader__user", "unit")
    for row in covering.order_by("unit__path", "area"):
        line = lines.setdefault(row.leader_id, LeaderLine(row.leader))
        if row.kind == Responsibility.Kind.GRID:
            line.grids += 1
        else:
            line.units.append(row.unit)
    _count_acts(scope, lines, since)
    return sorted(lines.values(), key=lambda n: (-len(n.areas), -len(n.units), n.leader.name))


def _count_acts(scope: Scope, lines: dict[int, LeaderLine], since: datetime) -> None:
    """Count what was done about units in scope: as many as ``done_by`` lists."""
    acts = Act.objects.filter(scope.q("unit__"), leader__in=lines, at__gt=since)
    noted = acts.values_list("leader_id", "at")
    users = {line.leader.user_id: pk for pk, line in lines.items() if line.leader.user_id}
    trail = AuditEvent.objects.filter(by__in=users, at__gt=since, word__in=_deeds)
    deeds = _in_scope(scope, trail).values_list("by_id", "at")
    derived = [(users[by], at) for by, at in deeds]
    moments: dict[int, list[datetime]] = defaultdict(list)
    for pk, at in [*noted, *derived]:
        moments[pk].append(at)
    counts = Counter({pk: len(found) for pk, found in moments.items()})
    for pk, line in lines.items():
        line.acts, line.last_at = counts[pk], max(moments[pk], default=None)


def covered_by(scope: Scope, of: Leader, *, at: datetime) -> list[Responsibility]:
    """Return what a person answers for at a moment, within scope: counties first."""
    held = in_force(at).filter(scope.q("unit__"), leader=of).select_related("unit")
    return sorted(held, key=lambda r: (r.unit.is_institution, r.unit.path, r.area))


def over_time(scope: Scope, unit: Unit) -> list[Responsibility]:
    """Return who answered for a unit over time, the latest first."""
    held = Responsibility.objects.filter(scope.q("unit__"), unit=unit)
    return list(held.select_related("leader__user").order_by("-kind", "area", "-from_at"))


def done_by(scope: Scope, of: Leader, *, most: int = 50) -> list[Done]:
    """Return the latest of what a person did about units in scope: noted and derived."""
    noted = Act.objects.filter(scope.q("unit__"), leader=of).select_related("unit", "by")
    found = [_noted(act) for act in noted.order_by("-at")[:most]]
    if of.user_id:
        trail = AuditEvent.objects.filter(by=of.user_id, word__in=_deeds)
        found += _derived(_in_scope(scope, trail).order_by("-at")[:most])
    return sorted(found, key=lambda d: d.at, reverse=True)[:most]


def done_about(scope: Scope, unit: Unit, *, most: int = 20) -> list[Done]:
    """Return the latest of what responsible persons noted about a unit."""
    noted = Act.objects.filter(scope.q("unit__"), unit=unit)
    return [_noted(a) for a in noted.select_related("unit", "by", "leader").order_by("-at")[:most]]


def unit_page(scope: Scope, unit: Unit, *, at: datetime) -> dict[str, Any]:
    """Return what a unit's page says: who answers and answered for it, what was done."""
    held = over_time(scope, unit)
    return {
        "unit": unit,
        "has_own": any(r.kind == "leader" and r.until_at is None for r in held),
        "held": held,
        "answering": answering_for([unit], at=at)[unit.pk],
        "done": done_about(scope, unit),
    }


def _noted(act: Act) -> Done:
    return Done(act.at, act.get_kind_display(), act.unit, act.text, act.by.name, False)


def _in_scope(scope: Scope, trail: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    return trail.filter(unit_id__in=Unit.objects.filter(scope.q()).values("pk"))


def _derived(trail: Iterable[AuditEvent]) -> list[Done]:
    events = list(trail)
    known = Unit.objects.in_bulk({e.unit_id for e in events if e.unit_id})
    spoken = registry.words()
    return [
        Done(e.at, spoken[e.word].zh, known[e.unit_id], "", e.by_name, True)
        for e in events
        if e.unit_id in known and e.word in spoken
    ]
