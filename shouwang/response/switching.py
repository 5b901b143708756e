"""What changing a level of an area would switch on and off: shown before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from shouwang.orgs.models import Unit
from shouwang.response.models import BundleItem, Level, Order


@dataclass(frozen=True)
class Plan:
    """The items that would come into force, the orders that would end, those that go on."""

    brings: list[BundleItem]
    ends: list[Order]
    stays: list[Order]


def level_at(unit: Unit, at: datetime) -> Level | None:
    """Return the level of an area itself at a moment, None where it never had one."""
    return levels(unit).filter(from_at__lte=at).first()


def levels(unit: Unit) -> QuerySet[Level]:
    """Return an area's own levels, the latest first."""
    return Level.objects.filter(unit=unit).select_related("by").order_by("-from_at")


def bound(unit: Unit, grade: int) -> list[BundleItem]:
    """Return the items that an area's own bundles switch on at a level."""
    if not grade:
        return []
    found = BundleItem.objects.filter(
        bundle__unit=unit, bundle__is_on=True, removed_at=None, bundle__levels__contains=[grade]
    )
    return list(
        found.select_related("bundle", "measure").order_by("bundle__order", "bundle_id", "pk")
    )


def brought(unit: Unit, at: datetime) -> QuerySet[Order]:
    """Return the orders that an area's levels brought and that are in force at a moment."""
    return Order.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), unit=unit, level__isnull=False, starts_at__lte=at
    ).order_by("pk")


def plan(unit: Unit, grade: int, at: datetime, *, lock: bool = False) -> Plan:
    """Return what a level from a moment on would change; what stays bound goes on unbroken."""
    items = {item.pk: item for item in bound(unit, grade)}
    standing = brought(unit, at)
    standing = standing.select_for_update(of=("self",)) if lock else standing
    held = list(standing.select_related("measure", "item__bundle"))
    running = {order.item_id for order in held}
    return Plan(
        brings=[item for pk, item in items.items() if pk not in running],
        ends=[order for order in held if order.item_id not in items],
        stays=[order for order in held if order.item_id in items],
    )
