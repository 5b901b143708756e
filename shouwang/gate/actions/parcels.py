"""Goods left at the gate (代收物品): taken in, disinfected, passed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.gate import words
from shouwang.gate.checking import AHEAD
from shouwang.gate.models import Parcel
from shouwang.gate.models.parcel import WHAT_LENGTH
from shouwang.gate.models.visit import WHOM_LENGTH
from shouwang.gate.models.visitor import NAME_LENGTH, PHONE_LENGTH
from shouwang.kit import clock, masking
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.people.models import Person


@dataclass(frozen=True)
class NewParcel:
    """What was left for whom; a parcel of the past may say when it was disinfected and passed."""

    unit: Unit
    what: str
    happened_at: datetime
    person_id: UUID | None = None
    for_whom: str = ""
    sender: str = ""
    sender_phone: str = ""
    disinfected_at: datetime | None = None
    passed_at: datetime | None = None
    device_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)


@transaction.atomic
def take_in(*, new: NewParcel, by: User, at: datetime, scope: Scope | None = None) -> Parcel:
    """Enter what was left. The same ``id`` again answers the first and writes nothing.

    Raises ``ValidationError`` (code: the field) without words for what, or for whom.
    """
    known = scope or scope_of(by, at=at)
    records.hold([new.id])
    standing = Parcel.objects.filter(pk=new.id).select_related("unit").first()
    if standing is None:
        return take_in_many(entries=[new], by=by, at=at, scope=known)[0]
    known.require(words.REGISTER, standing.unit)
    return standing


@transaction.atomic
def take_in_many(
    *, entries: Sequence[NewParcel], by: User, at: datetime, scope: Scope | None = None
) -> list[Parcel]:
    """Enter many parcels in few statements, with one line on record."""
    known = scope or scope_of(by, at=at)
    for unit in {entry.unit.pk: entry.unit for entry in entries}.values():
        known.require(words.REGISTER, unit)
    there = set(Parcel.objects.filter(pk__in=[e.id for e in entries]).values_list("pk", flat=True))
    new = [entry for entry in entries if entry.id not in there]
    asked = {entry.person_id for entry in new if entry.person_id}
    units = dict(Person.objects.filter(pk__in=asked).values_list("pk", "unit_id"))
    made = Parcel.objects.bulk_create(
        (_row(entry, units, by, at) for entry in new), batch_size=5000
    )
    if len(made) == 1:
        audit.record(words.PARCEL_TAKEN, by=by, at=at, about=made[0], unit_id=made[0].unit_id)
    elif made:
        audit.record(words.PARCEL_TAKEN, by=by, at=at, records=len(made))
    records.changed({(row.unit_id, clock.local_day(row.happened_at)) for row in made})
    return made


@transaction.atomic
def disinfect(
    *, parcel: Parcel, happened_at: datetime, by: User, at: datetime, scope: Scope | None = None
) -> Parcel:
    """Note that a parcel was disinfected; the first moment stands."""
    row = _held(parcel, by, at, scope)
    if row.disinfected_at is None:
        row.disinfected_at, row.disinfected_by = max(happened_at, row.happened_at), by
        row.save(update_fields=["disinfected_at", "disinfected_by"])
        audit.record(
            words.PARCEL_STEP, by=by, at=at, about=row, unit_id=row.unit_id, step="disinfected"
        )
    return row


@transaction.atomic
def pass_on(
    *, parcel: Parcel, happened_at: datetime, by: User, at: datetime, scope: Scope | None = None
) -> Parcel:
    """Note that a parcel reached whom it is for; the first moment stands.

    Raises ``ValidationError`` for one that was not disinfected.
    """
    row = _held(parcel, by, at, scope)
    if row.disinfected_at is None:
        raise ValidationError(_("先消毒，再转交"), code="parcel")
    if row.passed_at is None:
        row.passed_at, row.passed_by = max(happened_at, row.disinfected_at), by
        row.save(update_fields=["passed_at", "passed_by"])
        audit.record(words.PARCEL_STEP, by=by, at=at, about=row, unit_id=row.unit_id, step="passed")
    return row


@transaction.atomic
def void(
    *, parcel: Parcel, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> Parcel:
    """Void a parcel entered by mistake. Raises ``ValidationError`` without a reason."""
    row = _held(parcel, by, at, scope)
    if records.void(row, reason=reason, by=by, at=at):
        audit.record(words.PARCEL_VOIDED, by=by, at=at, about=row, unit_id=row.unit_id)
        records.changed({(row.unit_id, clock.local_day(row.happened_at))})
    return row


def _row(entry: NewParcel, units: dict[UUID, int], by: User, at: datetime) -> Parcel:
    if not entry.what.strip():
        raise ValidationError(_("请写明是什么物品"), code="what")
    if entry.person_id is None and not entry.for_whom.strip():
        raise ValidationError(_("请选给谁"), code="person")
    if entry.person_id and units.get(entry.person_id) != entry.unit.pk:
        raise ValidationError(_("收件人不在本院名册上"), code="person")
    if entry.sender_phone.strip() and not masking.is_phone(entry.sender_phone):
        raise ValidationError(_("电话号码不对，请核对"), code="sender_phone")
    if entry.happened_at > at + AHEAD:
        raise ValidationError(_("时间还没有到"), code="happened_at")
    return Parcel(
        id=entry.id,
        unit_id=entry.unit.pk,
        person_id=entry.person_id,
        for_whom=entry.for_whom.strip()[:WHOM_LENGTH],
        sender=entry.sender.strip()[:NAME_LENGTH],
        sender_phone=entry.sender_phone.strip()[:PHONE_LENGTH],
        what=entry.what.strip()[:WHAT_LENGTH],
        disinfected_at=entry.disinfected_at,
        disinfected_by=by if entry.disinfected_at else None,
        passed_at=entry.passed_at,
        passed_by=by if entry.passed_at else None,
        happened_at=entry.happened_at,
        device_at=entry.device_at,
        recorded_at=at,
        recorded_by=by,
    )


def _held(parcel: Parcel, by: User, at: datetime, scope: Scope | None) -> Parcel:
    found = Parcel.objects.select_for_update(of=("self",)).select_related("unit")
    row = found.filter(pk=parcel.pk).first()
    if row is None:
        raise OutOfScope(f"parcel {parcel.pk}")
    (scope or scope_of(by, at=at)).require(words.REGISTER, row.unit)
    return row
