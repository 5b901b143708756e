"""Rooms of the house kept for isolation: which are free, which one somebody gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.accounts.access import OutOfScope
from shouwang.movements.models import Isolation, IsolationRoom
from shouwang.movements.refusals import unfit
from shouwang.orgs.models import Unit


def of_unit(unit: Unit, *, at: datetime) -> list[IsolationRoom]:
    """Return the rooms that a unit keeps at a moment, by name."""
    then = Q(until_at=None) | Q(until_at__gt=at)
    return list(IsolationRoom.objects.filter(then, unit=unit, from_at__lte=at).order_by("name"))


@dataclass
class _Use:
    room_id: int
    since: datetime
    until: datetime | None


class Chooser:
    """Gives rooms out for one batch: two statements however many people."""

    def __init__(self, unit: Unit, moments: Sequence[datetime], *, but: UUID | None = None) -> None:
        """Read the rooms of a unit and who is in them from the earliest of the moments on."""
        self._rooms = list(IsolationRoom.objects.filter(unit=unit).order_by("name"))
        still = Q(ended_at=None) | Q(ended_at__gt=min(moments))
        rows = Isolation.objects.filter(still, unit=unit, voided_at=None, room__isnull=False)
        others = rows.exclude(pk=but) if but else rows
        used = others.values_list("room_id", "happened_at", "ended_at")
        self._uses = [_Use(room, since, until) for room, since, until in used if room]

    def room_for(self, room_id: int | None, at: datetime) -> IsolationRoom | None:
        """Return the room asked for, else the first that is wholly free, None if none is.

        Raises ``Unfit`` for one asked for that is full.
        """
        if room_id is not None:
            return self.named(room_id, at)
        standing = (room for room in self._rooms if _stands(room, at))
        room = next((room for room in standing if not self._in(room, at)), None)
        if room:
            self._uses.append(_Use(room.pk, at, None))
        return room

    def named(self, room_id: int, at: datetime) -> IsolationRoom:
        """Return a room with a bed left at a moment; raises ``Unfit`` for a full one."""
        room = next((room for room in self._rooms if room.pk == room_id), None)
        if room is None or not _stands(room, at):
            raise OutOfScope(f"movements.isolationroom {room_id}")
        if self._in(room, at) >= room.beds:
            raise unfit("room", _("%(room)s 已住满，请另选") % {"room": room.name})
        self._uses.append(_Use(room.pk, at, None))
        return room

    def _in(self, room: IsolationRoom, at: datetime) -> int:
        """Count who is in a room at a moment or will come later: it is not theirs to share."""
        return sum(
            use.room_id == room.pk and (not use.until or use.until > at) for use in self._uses
        )


def _stands(room: IsolationRoom, at: datetime) -> bool:
    return room.from_at <= at and (room.until_at is None or room.until_at > at)
