"""Reads of institutions' own plans, scope first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from shouwang.accounts import access
from shouwang.guides import library, words
from shouwang.guides.models import PlanVersion
from shouwang.orgs.models import Unit
from shouwang.orgs.placing import open_on
from shouwang.orgs.scope import Scope

State = PlanVersion.State


@dataclass(frozen=True)
class Cover:
    """How an institution stands: the plan in force, the one under way, what was last returned."""

    unit: Unit
    in_force: PlanVersion | None
    under_way: PlanVersion | None
    returned: PlanVersion | None


def under_way(unit: Unit) -> PlanVersion | None:
    """Return the version that is being written or decided on, None where there is none."""
    found = PlanVersion.objects.filter(unit=unit, state__in=[State.DRAFT, State.SUBMITTED])
    return found.select_related("saved_by").first()


def in_force(unit: Unit) -> PlanVersion | None:
    """Return the approved version with the highest number."""
    return PlanVersion.objects.filter(unit=unit, state=State.APPROVED).order_by("-number").first()


def versions(scope: Scope, unit: Unit) -> QuerySet[PlanVersion]:
    """Return every version of a house's plan, the latest first; a bureau sees no drafts."""
    scope.require(words.READ_PLANS, unit)
    found = PlanVersion.objects.filter(unit=unit).select_related(
        "unit", "saved_by", "submitted_by", "decided_by"
    )
    if not scope.allows(words.DRAFT_PLAN, unit):
        found = found.exclude(state=State.DRAFT)
    return found.order_by("-number")


def version(scope: Scope, version_id: int) -> PlanVersion:
    """Return one version; raises ``OutOfScope``, also for another's draft."""
    within = PlanVersion.objects.filter(scope.narrowed(words.READ_PLANS).q("unit__"))
    found = access.one(within.select_related("unit"), pk=version_id)
    return access.one(versions(scope, found.unit), pk=version_id)


def houses(scope: Scope, *, day: date) -> QuerySet[Unit]:
    """Return the institutions of a scope that owe a plan on a day, or have one all the same."""
    held = scope.narrowed(words.READ_PLANS)
    owes = Q(kind__in=library.plan_kinds())
    has = Exists(PlanVersion.objects.filter(unit=OuterRef("pk")))
    return Unit.objects.filter(held.q(), open_on(day), owes | has).order_by("path")


def covers(units: Collection[Unit]) -> list[Cover]:
    """Return how some institutions stand, in one statement."""
    latest: dict[int, dict[str, PlanVersion]] = {unit.pk: {} for unit in units}
    rows = PlanVersion.objects.filter(unit__in=[u.pk for u in units]).defer("content")
    for row in rows.order_by("unit_id", "number"):
        latest[row.unit_id][row.state] = row
    return [_cover(unit, latest[unit.pk]) for unit in units]


def _cover(unit: Unit, found: dict[str, PlanVersion]) -> Cover:
    in_force, open_ = (
        found.get(State.APPROVED),
        found.get(State.SUBMITTED) or found.get(State.DRAFT),
    )
    returned = found.get(State.RETURNED)
    newest = max((v.number for v in (in_force, open_) if v), default=0)
    return Cover(unit, in_force, open_, returned if returned and returned.number > newest else None)
