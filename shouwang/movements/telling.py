"""Who is told: directors of a request that waits; whoever asked, of the decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.desk import kinds as entry_kinds
from shouwang.desk.actions import inbox
from shouwang.desk.actions.inbox import NewEntry
from shouwang.kit.language import for_others
from shouwang.movements.kinds import State
from shouwang.movements.models import Movement
from shouwang.orgs.models import Holding, Unit

REQUEST = entry_kinds.kind("movement_request", gettext_lazy("离返院审批"), tone="info")
DECISION = entry_kinds.kind("movement_decision", gettext_lazy("离返院批复"), tone="info")


@for_others
def tell_deciders(unit: Unit, made: Sequence[Movement], *, by: User, at: datetime) -> None:
    """Leave the requests that wait with the directors of the house; no name in the words."""
    waiting = [m for m in made if m.state == State.WAITING or m.is_emergency]
    directors = _holders(unit, Role.DIRECTOR, at)
    entries = [
        NewEntry(user_id, key(movement), _words(movement), movement.get_absolute_url(), REQUEST)
        for movement in waiting
        for user_id in directors - {by.pk}
    ]
    inbox.leave_many(entries, at=at)


@for_others
def tell_askers(
    movements: Sequence[Movement], *, is_approved: bool, by: User, at: datetime
) -> None:
    """Close the waiting entries of requests and leave the decision with whoever asked."""
    inbox.done_many([key(movement) for movement in movements], at=at)
    entries = []
    for movement in movements:
        if movement.recorded_by_id in {None, by.pk}:
            continue
        told = {"kind": movement.get_kind_display()}
        text = _("%(kind)s申请已批准") % told if is_approved else _("%(kind)s申请未批准") % told
        entry_key = f"movement-decided:{movement.pk}"
        asker, url = movement.recorded_by_id or 0, movement.get_absolute_url()
        entries.append(NewEntry(asker, entry_key, text, url, DECISION))
    inbox.leave_many(entries, at=at)


def settle(movement: Movement, *, at: datetime) -> None:
    """Close the entries that wait for a decision on a movement."""
    inbox.done(key=key(movement), at=at)


def key(movement: Movement) -> str:
    """Return the key of the entries that wait for a decision on a movement."""
    return f"movement:{movement.pk}"


def _words(movement: Movement) -> str:
    if movement.is_emergency:
        return _("紧急送医已先行外出，请补批")
    return _("%(kind)s申请等您审批") % {"kind": movement.get_kind_display()}


def _holders(unit: Unit, role: str, at: datetime) -> set[int]:
    held = Holding.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at),
        post__unit=unit,
        post__role=role,
        post__closed_on=None,
        from_at__lte=at,
        user__is_active=True,
    )
    return set(held.values_list("user_id", flat=True))
