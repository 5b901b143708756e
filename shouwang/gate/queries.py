"""Reads of the gate, scope first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from shouwang.accounts import access
from shouwang.gate import words
from shouwang.gate.kinds import Decision, Reason
from shouwang.gate.models import Parcel, Visit, Visitor
from shouwang.kit import clock
from shouwang.orgs.kinds import INSTITUTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

IN = (Decision.ADMITTED, Decision.SPECIAL)
# who came lately is offered at the gate: as many as a phone searches at once
RECENT_DAYS, RECENT_MOST = 60, 300


@dataclass(frozen=True)
class Search:
    """What of a day's register is asked for; an empty text asks for nothing."""

    purpose: str = ""
    decision: str = ""
    tail: str = ""
    is_inside: bool = False


def register(scope: Scope, unit: Unit, day: date, search: Search | None = None) -> QuerySet[Visit]:
    """Return who stood at a gate on a day, the latest first, voided entries too."""
    scope.require(words.READ, unit)
    asked = search or Search()
    found = Visit.objects.filter(unit=unit, **on_day(day))
    if asked.purpose:
        found = found.filter(purpose=asked.purpose)
    if asked.decision:
        found = found.filter(decision=asked.decision)
    if asked.tail:
        found = found.filter(visitor__tail=asked.tail)
    if asked.is_inside:
        found = found.filter(_INSIDE)
    related = ("visitor", "person", "recorded_by", "unit")
    return found.select_related(*related).order_by("-happened_at", "-pk")


def visit(scope: Scope, visit_id: UUID) -> Visit:
    """Return one visit with its steps; raises ``OutOfScope``."""
    within = Visit.objects.filter(scope.narrowed(words.READ).q("unit__"))
    related = ("unit", "visitor", "person", "recorded_by", "exemption")
    return access.one(within.select_related(*related), pk=visit_id)


def parcel(scope: Scope, parcel_id: UUID) -> Parcel:
    """Return one parcel; raises ``OutOfScope``."""
    within = Parcel.objects.filter(scope.narrowed(words.READ).q("unit__"))
    return access.one(within.select_related("unit", "person"), pk=parcel_id)


_INSIDE = Q(decision__in=IN, left_at=None, voided_at=None)


def inside(scope: Scope, unit: Unit) -> QuerySet[Visit]:
    """Return who went in and has not left, the longest inside first."""
    scope.require(words.READ, unit)
    found = Visit.objects.filter(_INSIDE, unit=unit).select_related("visitor", "person")
    return found.order_by("happened_at", "pk")


def waiting(scope: Scope, unit: Unit) -> QuerySet[Visit]:
    """Return who waits for a special approval."""
    scope.require(words.READ, unit)
    found = Visit.objects.filter(unit=unit, decision=Decision.WAITING, voided_at=None)
    return found.select_related("visitor", "person", "exemption").order_by("happened_at", "pk")


def to_supplement(scope: Scope, unit: Unit) -> QuerySet[Visit]:
    """Return the ambulances of which nothing is written down yet."""
    scope.require(words.READ, unit)
    found = Visit.objects.filter(unit=unit, needs_details=True, voided_at=None)
    return found.order_by("happened_at", "pk")


def parcels(scope: Scope, unit: Unit) -> QuerySet[Parcel]:
    """Return the goods that are not passed on yet, the oldest first."""
    scope.require(words.READ, unit)
    found = Parcel.objects.filter(unit=unit, passed_at=None, voided_at=None)
    return found.select_related("person").order_by("happened_at", "pk")


def parcels_of_day(scope: Scope, unit: Unit, day: date) -> QuerySet[Parcel]:
    """Return the goods that came on a day, the latest first."""
    scope.require(words.READ, unit)
    found = Parcel.objects.filter(unit=unit, **on_day(day))
    related = ("person", "disinfected_by", "passed_by", "recorded_by")
    return found.select_related(*related).order_by("-happened_at", "-pk")


def recent_visitors(scope: Scope, unit: Unit, *, at: datetime) -> list[Visitor]:
    """Return who came to this gate lately, the latest first, at most ``RECENT_MOST``."""
    scope.require(words.REGISTER, unit)
    since = at - timedelta(days=RECENT_DAYS)
    found = Visitor.objects.filter(unit=unit, last_at__gte=since).exclude(key="")
    return list(found.order_by("-last_at")[:RECENT_MOST])


def day_counts(unit_ids: Sequence[int], day: date) -> dict[int, dict[str, int]]:
    """Return by gate how many came in, by special approval, were refused, had a fever, are still
    inside, and how many parcels came: counts of a calendar day, in two statements."""
    rows = (
        Visit.objects.filter(unit__in=unit_ids, voided_at=None, **on_day(day))
        .values("unit_id")
        .annotate(
            came=_heads(Q(decision__in=IN)),
            special=_heads(Q(decision=Decision.SPECIAL)),
            refused=_heads(Q(decision=Decision.REFUSED)),
            fever=_heads(Q(reason=Reason.FEVER)),
            inside=_heads(Q(decision__in=IN, left_at=None)),
        )
    )
    goods = (
        Parcel.objects.filter(unit__in=unit_ids, voided_at=None, **on_day(day))
        .values("unit_id")
        .annotate(parcels=Count("pk"))
    )
    counted: dict[int, dict[str, int]] = {
        pk: dict.fromkeys(("came", "special", "refused", "fever", "inside", "parcels"), 0)
        for pk in unit_ids
    }
    found: list[Any] = list(rows)
    found += list(goods)
    for row in found:
        counted[row["unit_id"]].update({k: v or 0 for k, v in row.items() if k != "unit_id"})
    return counted


def gates(scope: Scope) -> QuerySet[Unit]:
    """Return the institutions in scope, in tree order."""
    within = scope.narrowed(words.READ_COUNTS).q()
    return Unit.objects.filter(within, kind__in=INSTITUTIONS, closed_on=None).order_by("path")


def on_day(day: date) -> dict[str, datetime]:
    """Return the condition on records that they happened on a day."""
    since = clock.start_of(day)
    return {"happened_at__gte": since, "happened_at__lt": clock.start_of(day + timedelta(days=1))}


def _heads(condition: Q) -> Sum:
    return Sum("heads", filter=condition)
