"""Reads of levels and orders, scope first."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from shouwang.accounts import access
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.response.models import Order


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
