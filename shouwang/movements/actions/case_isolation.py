"""Isolating for a case: the person, and whom somebody ticked of those who share the room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from shouwang.accounts.models import User
from shouwang.epidemic import rules as chain
from shouwang.epidemic.actions import cases
from shouwang.epidemic.models import Case
from shouwang.movements.actions import isolation
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.kinds import Cause
from shouwang.movements.models import Isolation
from shouwang.orgs.scope import Scope, scope_of


@transaction.atomic
def isolate(
    *,
    case: Case,
    roommates: Collection[UUID],
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> list[Isolation]:
    """Isolate the person of a case (发热) and the roommates named (同室), and note both steps.

    Who is isolated already stays as they are. Raises as ``isolation.begin_many``.
    """
    known = scope or scope_of(by, at=at)
    people = [
        Observed(case.person_id, Cause.FEVER, at),
        *(Observed(person, Cause.CONTACT, at) for person in sorted(roommates)),
    ]
    made = isolation.begin_many(unit=case.unit, people=people, by=by, at=at, scope=known)
    where = made[0].room.name if made[0].room else str(made[0].get_place_display())
    cases.note(case=case, step=chain.ISOLATE, by=by, at=at, details=where, scope=known)
    if roommates:
        cases.note(
            case=case, step=chain.ROOMMATES, by=by, at=at, people=len(roommates), scope=known
        )
    return made
