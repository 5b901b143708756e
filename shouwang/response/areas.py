"""What the pages of an area show: its level and those above, the orders that bind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.orgs import queries as units
from shouwang.orgs.kinds import JURISDICTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.response import exempted, queries, saying, switching, words
from shouwang.response.authority import above
from shouwang.response.models import Bundle, BundleItem, Level, Order, Reopening

_AREAS_OFFERED = 200


@dataclass(frozen=True)
class OrderLine:
    """An order, or a bundle's item, as a line of a list."""

    order: Any
    says: str
    kinds: str
    state: str = ""
    tone: str = "none"

    @property
    def level(self) -> str:
        """Return what brought it: the level, or nothing."""
        return self.order.level.get_grade_display() if self.order.level_id else ""


def place_of(scope: Scope, asked: str) -> Unit:
    """Return the unit asked for by number, else the highest of the scope."""
    if asked.isdecimal():
        return units.unit(scope, int(asked))
    tops = units.tops(scope)
    return tops[0] if tops else units.unit(scope, 0)


def offered(scope: Scope) -> list[tuple[int, str]]:
    """Return the areas of a scope for a select, those below set in."""
    found = units.units(scope).filter(kind__in=JURISDICTIONS, closed_on=None)[:_AREAS_OFFERED]
    listed = list(found)
    top = min((unit.depth for unit in listed), default=0)
    return [(unit.pk, "　" * (unit.depth - top) + unit.name) for unit in listed]


def levels_over(unit: Unit, at: datetime) -> list[tuple[Unit, Level]]:
    """Return the levels that stand for a unit at a moment, the highest area first; lifted ones
    and areas without one are left out."""
    rows = (
        Level.objects.filter(unit__path__in=above(unit), from_at__lte=at)
        .order_by("unit__path", "-from_at")
        .distinct("unit__path")
        .select_related("unit")
    )
    return [(row.unit, row) for row in rows if row.grade]


def level_page(scope: Scope, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return what the page of an area's level shows."""
    own = switching.level_at(unit, at)
    history = list(switching.levels(unit))
    return {
        "unit": unit,
        "own": own if own and own.grade else None,
        "coming": [row for row in reversed(history) if row.from_at > at],
        "superior": [(u, row) for u, row in levels_over(unit, at) if u.pk != unit.pk],
        "events": [_event(row) for row in history],
        "brought": [line(o, at) for o in _listed(switching.brought(unit, at))],
        "areas": offered(scope),
        "may_change": unit.kind in JURISDICTIONS and scope.allows(words.RAISE_LEVEL, unit),
        "bundles": queries.bundles(scope, unit).filter(is_on=True),
        "tabs": tabs(scope, "levels", unit),
    }


def orders_page(scope: Scope, unit: Unit, at: datetime, *, show: str) -> dict[str, Any]:
    """Return what the list of an area's orders shows: ``show`` ended for those that ended."""
    binding = queries.orders(scope).filter(unit__path__in=above(unit))
    below = queries.orders(scope).filter(unit__path__gt=unit.path, unit__path__lt=unit.path + "~")
    which = _ended(at) if show == "ended" else _standing(at)
    return {
        "unit": unit,
        "show": "ended" if show == "ended" else "",
        "binding": [line(o, at) for o in _listed(binding.filter(which))],
        "below": [line(o, at) for o in _listed(below.filter(which))[:_AREAS_OFFERED]],
        "areas": offered(scope),
        "may_give": scope.allows(words.GIVE_ORDERS, unit),
        "tabs": tabs(scope, "ended" if show == "ended" else "measures", unit),
    }


def line(order: Order, at: datetime) -> OrderLine:
    """Return an order as a line: in force, coming, or ended."""
    says, kinds = saying.order_words(order, order.measure), kinds_of(order)
    if order.starts_at > at:
        return OrderLine(order, says, kinds, _("未到时间"), "none")
    if order.ends_at and order.ends_at <= at:
        return OrderLine(order, says, kinds, _("已解除"), "none")
    return OrderLine(order, says, kinds, _("在行"), "info")


def kinds_of(order: Order | BundleItem) -> str:
    """Return the kinds of unit that an order or an item concerns, in words."""
    return saying.kind_words(order.kinds or order.measure.kinds)


def item_line(item: BundleItem) -> OrderLine:
    """Return a bundle's item as a line."""
    return OrderLine(item, saying.order_words(item, item.measure), kinds_of(item))


@dataclass(frozen=True)
class BundleLines:
    """A bundle with its measures as lines."""

    bundle: Bundle
    lines: list[OrderLine]
    levels: str

    @property
    def is_proposal(self) -> bool:
        """Return whether its content is ours and not official."""
        return self.bundle.standing == Bundle.Standing.PROPOSAL


def bundle_lines(bundle: Bundle) -> BundleLines:
    """Return a bundle as it is shown: what it holds now, the levels that switch it on."""
    items = [item for item in bundle.items.all() if item.removed_at is None]
    items.sort(key=lambda item: (item.measure.order, item.pk))
    levels = "、".join(str(Level.Grade(grade).label) for grade in bundle.levels)
    return BundleLines(bundle, [item_line(item) for item in items], levels)


def bundle_page(scope: Scope, bundle: Bundle) -> dict[str, Any]:
    """Return what the page of an area's own bundle shows."""
    may_edit = bundle.unit is not None and scope.allows(words.EDIT_BUNDLES, bundle.unit)
    return {"found": bundle_lines(bundle), "may_edit": may_edit}


def order_page(scope: Scope, order: Order, at: datetime) -> dict[str, Any]:
    """Return what the page of one order shows."""
    is_open = not order.lifted_at and (order.ends_at is None or order.ends_at > at)
    return {
        "line": line(order, at),
        "order": order,
        "may_read_paper": queries.may_read_paper(scope, order),
        "may_lift": is_open and scope.allows(words.GIVE_ORDERS, order.giver),
        "trail": [(_("防控措施"), reverse("response:measures")), (order.measure.zh, "")],
    }


def plan_page(unit: Unit, grade: int, at: datetime) -> dict[str, Any]:
    """Return what is shown before a level is changed: what it brings, ends and lets go on."""
    plan = switching.plan(unit, grade, at)
    return {
        "unit": unit,
        "grade": Level.Grade(grade),
        "from_at": at,
        "brings": [item_line(item) for item in plan.brings],
        "ends": [line(order, at) for order in plan.ends],
        "stays": [line(order, at) for order in plan.stays],
        "trail": [(_("响应级别"), reverse("response:levels")), (_("确认"), "")],
    }


def tabs(scope: Scope, here: str, unit: Unit) -> list[tuple[Any, ...]]:
    """Return the pages that belong together, for an area."""
    of = f"?unit={unit.pk}"
    held = scope.permissions
    found: list[tuple[Any, ...]] = [
        (_("响应级别"), reverse("response:levels") + of, here == "levels"),
        (_("在行措施"), reverse("response:measures") + of, here in ("measures", "home")),
        (_("已解除"), reverse("response:measures") + of + "&show=ended", here == "ended"),
    ]
    if words.EDIT_BUNDLES in held:
        found.append((_("措施包"), reverse("response:bundles") + of, here == "bundles"))
    if held & {words.ASK_EXEMPTION, words.APPROVE_EXEMPTION}:
        asked = len(exempted.waiting(scope))
        found.append((_("特批"), reverse("response:exemptions"), here == "exemptions", asked))
    if held & {words.APPLY_REOPENING, words.CHECK_REOPENING, words.REPLY_REOPENING}:
        under = [Reopening.State.APPLIED, Reopening.State.ACCEPTED]
        open_ = queries.reopenings(scope).filter(state__in=under).count()
        found.append((_("恢复开放"), reverse("response:reopenings"), here == "reopenings", open_))
    return found


def _standing(at: datetime) -> Q:
    return Q(ends_at=None) | Q(ends_at__gt=at)


def _ended(at: datetime) -> Q:
    return Q(ends_at__lte=at)


def _listed(orders: QuerySet[Order]) -> QuerySet[Order]:
    related = ("measure", "unit", "giver", "level")
    return orders.select_related(*related).order_by("measure__order", "unit__path", "starts_at")


def _event(row: Level) -> dict[str, Any]:
    text = f"{row.get_grade_display()} · {row.by_paper}"
    return {"at": row.from_at, "text": text, "by": row.by.name, "tone": "" if row.grade else "ok"}
