"""Rooms for isolation: opened and closed; one in use is never closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.movements import whereabouts, words
from shouwang.movements.models import Isolation, IsolationRoom
from shouwang.movements.refusals import unfit
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of

LONGEST_NAME, MOST_BEDS = 40, 20


@transaction.atomic
def open_room(
    *, unit: Unit, name: str, beds: int, by: User, at: datetime, scope: Scope | None = None
) -> IsolationRoom:
    """Keep a room for isolation from ``at`` on. Raises ``Unfit`` for a name that stands already."""
    (scope or scope_of(by, at=at)).require(words.MANAGE_ROOMS, unit)
    called = name.strip()[:LONGEST_NAME]
    if not called:
        raise unfit("name", _("请写房间名称，例如 隔离室1"))
    if not 1 <= beds <= MOST_BEDS:
        raise unfit("beds", _("床位数在 1 到 %(most)s 之间") % {"most": MOST_BEDS})
    if IsolationRoom.objects.filter(unit=unit, name=called, until_at=None).exists():
        raise unfit("name", _("已有同名的隔离室"))
    room = IsolationRoom.objects.create(unit=unit, name=called, beds=beds, from_at=at)
    audit.record(words.ROOM_OPENED, by=by, at=at, about=room, unit_id=unit.pk, room=called)
    records.changed(whereabouts.days_of(unit.pk, [at], at=at))
    return room


@transaction.atomic
def close_room(
    *, room: IsolationRoom, by: User, at: datetime, scope: Scope | None = None
) -> IsolationRoom:
    """Keep a room no longer. Raises ``Unfit`` while somebody is observed in it."""
    (scope or scope_of(by, at=at)).require(words.MANAGE_ROOMS, room.unit)
    held = IsolationRoom.objects.select_for_update().get(pk=room.pk)
    if held.until_at is not None:
        return held
    if Isolation.objects.filter(room=held, ended_at=None, voided_at=None).exists():
        raise unfit("room", _("还有人在里面隔离观察，不能撤销"))
    held.until_at = at
    held.save(update_fields=["until_at"])
    audit.record(words.ROOM_CLOSED, by=by, at=at, about=held, unit_id=held.unit_id, room=held.name)
    records.changed(whereabouts.days_of(held.unit_id, [at], at=at))
    return held
