"""Reads of special approvals: whether one case is let through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from shouwang.accounts import access
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.response import measures
from shouwang.response.authority import (
    UNKNOWN,
    ToBeFound,
    approver_unit,
    counties_over,
    posts_over,
)
from shouwang.response.measures import InForce
from shouwang.response.models import Exemption
from shouwang.response.words import APPROVE_EXEMPTION

State = Exemption.State


@dataclass(frozen=True)
class Standing:
    """What stands against one case: the order, and the special approval that lets it through."""

    order: InForce | None
    exemption: Exemption | None

    @property
    def is_stopped(self) -> bool:
        """Return whether the case may not go ahead."""
        return self.order is not None and self.exemption is None


def standing(measure: str, *, unit: Unit, about: str, at: datetime) -> Standing:
    """Return what stands against the case ``about`` at a moment.

    ``about`` names the case as its own app knows it: ``movements.request:<id>``. What is
    forbidden 一律 lets no case through, an approval given before included.
    """
    order = measures.in_force(measure, unit=unit, at=at)
    if order is None or order.is_absolute:
        return Standing(order, None)
    return Standing(order, _approved(measure, unit, about, at))


def covering(measure: str, unit: Unit, about: str, at: datetime) -> Exemption | None:
    """Return the special approval that covers a case at a moment; None also where what is in
    force by then lets no case through (一律)."""
    found = _approved(measure, unit, about, at)
    if found is None:
        return None
    order = measures.in_force(measure, unit=unit, at=at)
    return None if order is not None and order.is_absolute else found


def exemptions(scope: Scope) -> QuerySet[Exemption]:
    """Return the special approvals of a scope, the latest first."""
    found = Exemption.objects.filter(scope.q("unit__"))
    related = ("unit", "measure", "order__giver", "asked_by", "decided_by", "decided_unit")
    return found.select_related(*related).order_by("-asked_at", "-pk")


def exemption(scope: Scope, exemption_id: UUID) -> Exemption:
    """Return one; raises ``OutOfScope``."""
    return access.one(exemptions(scope), pk=exemption_id)


def waiting(scope: Scope) -> list[Exemption]:
    """Return those that wait for a decision which this scope's user may take, the oldest first.

    Two statements however many they are: the rail asks on every page.
    """
    asked = exemptions(scope.narrowed(APPROVE_EXEMPTION)).filter(state=State.ASKED)
    listed = list(asked.order_by("asked_at"))
    over = counties_over([one.unit for one in listed]) if listed else {}
    return [one for one in listed if may_decide(scope, one, over.get(one.unit_id))]


def may_decide(
    scope: Scope, exemption: Exemption, county: Unit | ToBeFound | None = UNKNOWN
) -> bool:
    """Return whether a scope's user holds a post at or above the lowest that may approve.

    ``county`` is the county over its unit, None where it is known to lie under none.
    """
    if scope.everything:
        return True
    posts = posts_over(scope, APPROVE_EXEMPTION, exemption.unit)
    if not posts or exemption.order is None:
        return bool(posts)
    lowest = approver_unit(exemption.order, exemption.unit, county)
    return lowest.path.startswith(posts[0].path)


def may(scope: Scope, exemption: Exemption) -> dict[str, bool]:
    """Return what a scope's user may do with one now: decide it, take it back."""
    is_asked, is_own = exemption.state == State.ASKED, exemption.asked_by_id == scope.user_id
    decides = may_decide(scope, exemption)
    takes_back = is_own if is_asked else exemption.state == State.APPROVED and decides
    return {"may_decide": is_asked and decides, "may_withdraw": takes_back}


def _approved(measure: str, unit: Unit, about: str, at: datetime) -> Exemption | None:
    found = Exemption.objects.filter(
        unit=unit,
        measure=measure,
        about=about,
        state=State.APPROVED,
        from_at__lte=at,
        until_at__gt=at,
    )
    return found.order_by("-decided_at").first()
