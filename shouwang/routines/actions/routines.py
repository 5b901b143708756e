"""What was done at places: entered one walk at a time or many, voided with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.routines import words
from shouwang.routines.kinds import PlaceKind, RoutineKind
from shouwang.routines.models import Place, Routine

# a clock may run ahead by as much before "in the future" is said
AHEAD = timedelta(minutes=5)
LONGEST = 40
BATCH = 5_000


@dataclass(frozen=True)
class NewRoutine:
    """One walk through some places: ``id`` is the client's key, where it made one."""

    unit: Unit
    kind: str
    place_ids: Sequence[int]
    happened_at: datetime
    agent: str = ""
    concentration: str = ""
    device_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)


@transaction.atomic
def done(*, new: NewRoutine, by: User, at: datetime, scope: Scope | None = None) -> Routine:
    """Enter that some places were disinfected or aired. The same ``id`` again answers the first.

    Raises ``ValidationError`` (code: the field) for no place, an unknown one, a place where that
    is not done, or a moment that has not come.
    """
    known = scope or scope_of(by, at=at)
    records.hold([new.id])
    standing = Routine.objects.filter(pk=new.id).select_related("unit").first()
    if standing is None:
        return done_many(entries=[new], by=by, at=at, scope=known)[0]
    known.require(words.DO, standing.unit)
    return standing


@transaction.atomic
def done_many(
    *, entries: Sequence[NewRoutine], by: User, at: datetime, scope: Scope | None = None
) -> list[Routine]:
    """Enter many walks of one or more houses in few statements, with one line on record.

    Entries whose ``id`` is known are left out of what is returned.
    """
    known = scope or scope_of(by, at=at)
    for unit in {entry.unit.pk: entry.unit for entry in entries}.values():
        known.require(words.DO, unit)
    places = _places({pk for entry in entries for pk in entry.place_ids})
    rows = [_row(entry, places, by, at) for entry in entries]
    made = _kept(rows)
    if made:
        _tell(made, by=by, at=at)
        records.changed({(row.unit_id, clock.local_day(row.happened_at)) for row in made})
    return made


@transaction.atomic
def void(
    *, routine: Routine, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> Routine:
    """Void a record entered by mistake. Raises ``ValidationError`` without a reason."""
    held = Routine.objects.select_for_update().filter(pk=routine.pk).first()
    if held is None:
        raise OutOfScope(f"routine {routine.pk}")
    (scope or scope_of(by, at=at)).require(words.DO, held.unit)
    if records.void(held, reason=reason, by=by, at=at):
        why = held.void_reason
        audit.record(words.VOIDED, by=by, at=at, about=held, unit_id=held.unit_id, reason=why)
        records.changed({(held.unit_id, clock.local_day(held.happened_at))})
    return held


def _places(asked: Collection[int]) -> dict[int, Place]:
    return Place.objects.in_bulk(list(asked))


def _row(entry: NewRoutine, places: dict[int, Place], by: User, at: datetime) -> Routine:
    if entry.kind not in RoutineKind.values:
        raise ValidationError(_("没有这一类事项"), code="kind")
    if entry.happened_at > at + AHEAD:
        raise ValidationError(_("时间还没有到"), code="happened_at")
    ids = list(dict.fromkeys(entry.place_ids))
    found = [places[pk] for pk in ids if pk in places and places[pk].unit_id == entry.unit.pk]
    if not ids or len(found) != len(ids):
        raise ValidationError(_("请选场所；其中有的不是本机构的"), code="places")
    needs = "is_disinfected" if entry.kind == RoutineKind.DISINFECTION else "is_ventilated"
    if not_here := next((place for place in found if not getattr(place, needs)), None):
        raise ValidationError(_("%(place)s不做这一项") % {"place": str(not_here)}, code="places")
    is_wet = entry.kind == RoutineKind.DISINFECTION
    return Routine(
        id=entry.id,
        unit_id=entry.unit.pk,
        kind=entry.kind,
        places=ids,
        place_count=len(ids),
        vehicle_count=sum(place.kind == PlaceKind.VEHICLE for place in found),
        agent=entry.agent.strip()[:LONGEST] if is_wet else "",
        concentration=entry.concentration.strip()[:LONGEST] if is_wet else "",
        happened_at=entry.happened_at,
        device_at=entry.device_at,
        recorded_at=at,
        recorded_by=by,
    )


def _kept(rows: Iterable[Routine]) -> list[Routine]:
    """Write rows and return those that are new; a key that another writes now is refused."""
    listed = list(rows)
    known = set(
        Routine.objects.filter(pk__in=[row.pk for row in listed]).values_list("pk", flat=True)
    )
    new = [row for row in listed if row.pk not in known]
    Routine.objects.bulk_create(new, batch_size=BATCH)
    return new


def _tell(made: Sequence[Routine], *, by: User, at: datetime) -> None:
    first = made[0]
    units = {row.unit_id for row in made}
    told: dict[str, object] = {"places": sum(row.place_count for row in made)}
    if len(made) > 1:
        told["records"] = len(made)
    else:
        told |= {"routine": first.kind, "happened_at": first.happened_at.isoformat()}
        told |= {"agent": first.agent, "concentration": first.concentration}
    audit.record(
        words.DONE,
        by=by,
        at=at,
        about=first if len(made) == 1 else None,
        unit_id=units.pop() if len(units) == 1 else None,
        **told,
    )
