"""The coverage of responsibility: which institutions have their leader, who covers what (A3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Substr

from shouwang.kit import clock
from shouwang.orgs import queries
from shouwang.orgs.kinds import INSTITUTIONS
from shouwang.orgs.leaders import LeaderLine, leader_lines
from shouwang.orgs.models import Responsibility, Unit
from shouwang.orgs.placing import open_on
from shouwang.orgs.responsible import Answering, answering_for, in_force
from shouwang.orgs.scope import Scope

LEADER = Responsibility.Kind.LEADER
RECENT = timedelta(days=7)


@dataclass(frozen=True)
class Part:
    """One unit below the place with its own leader, and how many institutions in it have theirs.

    ``unit`` is the place itself for the institutions directly under it.
    """

    unit: Unit
    is_direct: bool
    own: Answering | None
    total: int
    assigned: int

    @property
    def unassigned(self) -> int:
        """Return how many institutions nobody answers for."""
        return self.total - self.assigned


@dataclass(frozen=True)
class Coverage:
    """A place's parts and who covers what there, at one moment."""

    place: Unit
    own: Answering | None
    parts: list[Part]
    leaders: list[LeaderLine]

    @property
    def total(self) -> int:
        """Return the number of open institutions."""
        return sum(part.total for part in self.parts)

    @property
    def assigned(self) -> int:
        """Return how many of them have a leader of their own."""
        return sum(part.assigned for part in self.parts)

    @property
    def unassigned(self) -> int:
        """Return how many stand on the list of those without."""
        return self.total - self.assigned

    @property
    def acts(self) -> int:
        """Return how often the leaders did something in the last days."""
        return sum(line.acts for line in self.leaders)


def coverage(scope: Scope, place: Unit, *, at: datetime) -> Coverage:
    """Return the coverage of a place in scope at a moment, by the units directly below it."""
    cut = len(place.path) + Unit.steplen
    rows = (
        institutions(scope, place, at=at)
        .annotate(part=Substr("path", 1, cut))
        .order_by("part")
        .values("part")
        .annotate(total=Count("pk"), assigned=Count("pk", filter=Q(has_leader=True)))
    )
    counts = {row["part"]: (row["total"], row["assigned"]) for row in rows}
    below = [u for u in queries.children(scope, place) if not u.is_institution]
    answering = answering_for([place, *below], at=at)
    parts = [
        Part(unit, False, _own(answering[unit.pk]), *counts.pop(unit.path))
        for unit in below
        if unit.path in counts
    ]
    if counts:
        direct = [sum(n) for n in zip(*counts.values(), strict=True)]
        parts.append(Part(place, True, None, direct[0], direct[1]))
    lines = leader_lines(scope, place, at=at, since=at - RECENT)
    return Coverage(place, _own(answering[place.pk]), parts, lines)


def institutions(scope: Scope, place: Unit, *, at: datetime) -> QuerySet[Unit]:
    """Return the open institutions of a place, each with ``has_leader``: one of its own."""
    own = in_force(at).filter(kind=LEADER, unit=OuterRef("pk"))
    found = queries.units(scope).filter(path__gte=place.path, path__lt=place.path + "~")
    found = found.filter(open_on(clock.local(at).date()), kind__in=INSTITUTIONS)
    return found.annotate(has_leader=Exists(own))


def with_answering(found: QuerySet[Unit], *, at: datetime) -> QuerySet[Unit]:
    """Return units each with ``answering``: the responsibilities in force, leader and grids."""
    standing = in_force(at).select_related("leader__user").order_by("-kind", "area")
    return found.prefetch_related(Prefetch("responsibilities", standing, to_attr="answering"))


def _own(found: list[Answering]) -> Answering | None:
    return found[0] if found and found[0].is_own else None
