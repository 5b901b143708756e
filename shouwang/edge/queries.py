"""Reads of edge: what waits for a person, within their scope."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from shouwang.accounts import access
from shouwang.edge import words
from shouwang.edge.models import HeldEnvelope
from shouwang.orgs.scope import Scope


def held(scope: Scope) -> QuerySet[HeldEnvelope]:
    """Return the held entries of the units over which the user decides, the latest first."""
    within = HeldEnvelope.objects.filter(scope.narrowed(words.DECIDE_HELD).q("unit__"))
    return within.select_related("unit", "by", "decided_by").order_by("-came_at", "-pk")


def held_one(scope: Scope, held_id: Any, *, lock: bool = False) -> HeldEnvelope:
    """Return one held entry; raises ``OutOfScope``."""
    rows = held(scope)
    if lock:
        rows = rows.select_for_update(of=("self",))
    return access.one(rows, pk=held_id)


def waiting_count(scope: Scope | None) -> int:
    """Return how many entries wait for a decision: the number beside the menu's line."""
    if scope is None or words.DECIDE_HELD not in scope.permissions:
        return 0
    return held(scope).filter(state=HeldEnvelope.State.WAITING).count()
