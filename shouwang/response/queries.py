"""Reads of levels and orders, scope first."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from shouwang.accounts import access
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.papers.words import READ_PAPERS
from shouwang.response.models import Bundle, BundleItem, Order, Reopening


def seen(scope: Scope, prefix: str = "unit__") -> Q:
    """Return the condition on rows that a scope may read: of units in it, and of those above it,
    which bind it all the same."""
    if scope.everything:
        return Q()
    above = {
        tree.path[:n]
        for tree in scope.subtrees
        for n in range(Unit.steplen, len(tree.path) + 1, Unit.steplen)
    }
    return scope.q(prefix) | Q(**{f"{prefix}path__in": sorted(above)})


def orders(scope: Scope) -> QuerySet[Order]:
    """Return the orders that a scope may read, with measure, unit and giver."""
    return Order.objects.filter(seen(scope)).select_related("measure", "unit", "giver")


def order(scope: Scope, order_id: int) -> Order:
    """Return one order; raises ``OutOfScope`` for one of a neighbour or another area."""
    return access.one(orders(scope), pk=order_id)


def may_read_paper(scope: Scope, order: Order) -> bool:
    """Return whether a scope's user may open the paper behind an order, where this system has it;
    its number and title are told to whoever the order binds."""
    return order.paper is not None and scope.allows(READ_PAPERS, order.paper.unit)


def bundles(scope: Scope, unit: Unit) -> QuerySet[Bundle]:
    """Return an area's own bundles."""
    scope_has = Bundle.objects.filter(seen(scope), unit=unit)
    return scope_has.prefetch_related("items__measure").order_by("order", "pk")


def bundle(scope: Scope, bundle_id: int) -> Bundle:
    """Return one of an area's own bundles; raises ``OutOfScope``."""
    found = Bundle.objects.filter(seen(scope), unit__isnull=False).select_related("unit")
    return access.one(found.prefetch_related("items__measure"), pk=bundle_id)


def item(scope: Scope, item_id: int) -> BundleItem:
    """Return one item of an area's own bundle; raises ``OutOfScope``."""
    found = BundleItem.objects.filter(seen(scope, "bundle__unit__"), bundle__unit__isnull=False)
    return access.one(found.select_related("bundle__unit", "measure"), pk=item_id)


def library() -> QuerySet[Bundle]:
    """Return the library's bundles, sourced ones first: data of the product, open to all."""
    found = Bundle.objects.filter(unit=None).prefetch_related("items__measure")
    return found.order_by("order", "pk")


def reopenings(scope: Scope) -> QuerySet[Reopening]:
    """Return the applications to reopen of a scope, the latest first."""
    found = Reopening.objects.filter(scope.q("unit__"))
    return found.select_related("unit", "applied_by", "checked_by", "replied_by").order_by("-pk")


def reopening(scope: Scope, reopening_id: int) -> Reopening:
    """Return one; raises ``OutOfScope``."""
    return access.one(reopenings(scope), pk=reopening_id)
