"""Asking for an admission: the person is put on file first, their stay begins when they come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.kit import clock, encrypted
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict
from shouwang.movements import words
from shouwang.movements.actions import requests
from shouwang.movements.actions.requests import Ask
from shouwang.movements.kinds import Kind
from shouwang.movements.models import Movement
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.people import checks
from shouwang.people.checks import NewPerson
from shouwang.people.models import Contact, Person, Side, Stay
from shouwang.people.models.person import BED_LENGTH, ROOM_LENGTH


@transaction.atomic
def request_admission(
    *,
    unit: Unit,
    new: NewPerson,
    reason: str,
    by: User,
    at: datetime,
    id: UUID | None = None,
    planned_at: datetime | None = None,
    happened_at: datetime | None = None,
    device_at: datetime | None = None,
    scope: Scope | None = None,
) -> Movement:
    """Ask that somebody be admitted: their stay begins when the approved movement is carried out.

    ``happened_at`` is when it was asked for, if that was before ``at``.

    Somebody of the same number on file is that person again. Raises ``ValidationError`` for what
    cannot be, ``Conflict`` for one on the register of some house, else as ``requests.request``.
    """
    asked_for = scope or scope_of(by, at=at)
    asked_for.require(words.REQUEST, unit)
    known = Movement.objects.filter(pk=id, unit=unit).first() if id else None
    if known:
        return known
    told = checks.tidy(new)
    found = checks.findings(told, unit=unit, side=Side.RESIDENT, today=clock.local_day(at))
    checks.refuse(found)
    person = _on_file(told, unit) or _put_on_file(told, unit, by=by, at=at)
    ask = Ask(
        person.pk,
        Kind.ADMISSION,
        reason,
        happened_at or at,
        id=id or uuid7(),
        device_at=device_at,
        planned_out_at=planned_at,
    )
    return requests.request(unit=unit, ask=ask, by=by, at=at, scope=asked_for)


@transaction.atomic
def request_readmission(
    *,
    unit: Unit,
    person_id: UUID,
    reason: str,
    by: User,
    at: datetime,
    room: str = "",
    bed: str = "",
    id: UUID | None = None,
    planned_at: datetime | None = None,
    happened_at: datetime | None = None,
    device_at: datetime | None = None,
    scope: Scope | None = None,
) -> Movement:
    """Ask that somebody be admitted who has been here before, into a room if one is said.

    Raises as ``requests.request``; ``ValidationError`` for a room that is too long.
    """
    asked_for = scope or scope_of(by, at=at)
    asked_for.require(words.REQUEST, unit)
    known = Movement.objects.filter(pk=id, unit=unit).first() if id else None
    if known:
        return known
    ask = Ask(
        person_id,
        Kind.ADMISSION,
        reason,
        happened_at or at,
        id=id or uuid7(),
        device_at=device_at,
        planned_out_at=planned_at,
    )
    made = requests.request(unit=unit, ask=ask, by=by, at=at, scope=asked_for)
    if room or bed:
        _into(unit, person_id, room, bed)
    return made


def _into(unit: Unit, person_id: UUID, room: str, bed: str) -> None:
    for field, text, most in (("room", room, ROOM_LENGTH), ("bed", bed, BED_LENGTH)):
        if len(text) > most:
            raise ValidationError(_("过长，最多 %(most)d 个字") % {"most": most}, code=field)
    Person.objects.filter(pk=person_id, unit=unit).update(room=room, bed=bed)


def _on_file(told: NewPerson, unit: Unit) -> Person | None:
    """Return who has the same number, moved to this house's file; refuse who is on a register."""
    digest = encrypted.digest(told.id_number, purpose=checks.ID_PURPOSE)
    if not digest:
        return None
    same = Person.objects.select_for_update().filter(side=Side.RESIDENT, id_digest=digest)
    person = same.first()
    if person is None:
        return None
    if Stay.objects.filter(person=person, until_at=None, voided_at=None).exists():
        raise Conflict(_("这个人在册，请先办理退住或转出"))
    if person.unit_id != unit.pk:
        person.unit, person.room, person.bed = unit, told.room, told.bed
        person.save(update_fields=["unit", "room", "bed"])
    return person


def _put_on_file(told: NewPerson, unit: Unit, *, by: User, at: datetime) -> Person:
    person = checks.person_of(told, unit=unit, side=Side.RESIDENT, recorded_at=at, recorded_by=by)
    person.save(force_insert=True)
    family = checks.contacts_of(told, person, recorded_at=at, recorded_by=by)
    Contact.objects.bulk_create(family)
    return person
