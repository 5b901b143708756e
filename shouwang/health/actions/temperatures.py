"""Temperatures one at a time: taken, corrected, voided. Rounds are in ``rounds``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.health import readings, rules, words
from shouwang.health.actions import fevers, writing
from shouwang.health.models import Temperature
from shouwang.health.readings import Reading
from shouwang.kit import clock
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import measures

FEVER_AT = "fever_at"


@dataclass(frozen=True)
class Taken:
    """What became of a reading: its key, whether it was new, whether it is a fever."""

    id: UUID
    is_new: bool
    is_fever: bool
    case_id: UUID | None = None


@transaction.atomic
def take(
    *,
    unit: Unit,
    reading: Reading,
    by: User,
    at: datetime,
    number: int | None = None,
    scope: Scope | None = None,
    settled: bool = False,
) -> Taken:
    """Enter one reading; the same key again answers the first and writes nothing.

    A fever opens the case of the person. A reading that ``replaces`` another voids that one.
    Raises ``ValidationError``, ``readings.NotOnRoll``, ``OutOfScope``, ``NotPermitted``.
    """
    (scope or scope_of(by, at=at)).require(words.MEASURE, unit)
    readings.check([reading], at=at)
    readings.require_on_roll([(unit.pk, reading)], settled=settled)
    mark = rules.tenths(measures.value(FEVER_AT, unit=unit, at=reading.happened_at))
    row = writing.Row(unit.pk, reading, mark, number)
    if not writing.write([row], by=by, at=at):
        return Taken(reading.id, is_new=False, is_fever=row.is_fever)
    moments = [reading.happened_at, *writing.replace([reading], unit_id=unit.pk, by=by, at=at)]
    word = words.CORRECTED if reading.replaces else words.TAKEN
    audit.record(word, by=by, at=at, unit_id=unit.pk, context=str(reading.context))
    records.changed((unit.pk, clock.local_day(moment)) for moment in moments)
    opened = fevers.open_cases([row], units={unit.pk: unit}, by=by, at=at)
    return Taken(reading.id, is_new=True, is_fever=row.is_fever, case_id=opened.get(reading.id))


@transaction.atomic
def correct(
    *,
    unit: Unit,
    temperature_id: UUID,
    reason: str,
    by: User,
    at: datetime,
    tenths: int | None = None,
    absent: str = "",
    id: UUID | None = None,
    scope: Scope | None = None,
) -> Taken:
    """Void a reading and enter what it should have been, at its own moment; both stay on record.

    Raises ``ValidationError`` without a reason or for one that no longer stands.
    """
    scope = scope or scope_of(by, at=at)
    scope.require(words.MEASURE, unit)
    if not reason.strip():
        raise ValidationError(_("请写明更正理由"), code="reason")
    old = Temperature.objects.filter(pk=temperature_id, unit=unit).first()
    if old is None:
        raise OutOfScope(f"temperature {temperature_id}")
    known = Temperature.objects.filter(pk=id, unit=unit).first() if id else None
    if known is not None:
        return Taken(known.pk, is_new=False, is_fever=known.is_fever)
    if old.voided_at is not None:
        raise ValidationError(_("这条记录已经作废或更正过"), code="temperature")
    writing.void(
        [old.pk], unit_id=unit.pk, near=old.happened_at, reason=reason.strip(), by=by, at=at
    )
    right = reading_of(old, tenths=tenths, absent=absent)
    right = replace(right, replaces=old.pk, id=id or right.id)
    return take(
        unit=unit, reading=right, number=old.number, by=by, at=at, scope=scope, settled=True
    )


@transaction.atomic
def void(
    *,
    unit: Unit,
    temperature_id: UUID,
    reason: str,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> None:
    """Void a reading that was never taken, with a reason. Raises ``ValidationError``."""
    (scope or scope_of(by, at=at)).require(words.MEASURE, unit)
    if not reason.strip():
        raise ValidationError(_("请写明作废原因"), code="reason")
    old = Temperature.objects.filter(pk=temperature_id, unit=unit, voided_at=None).first()
    if old is None:
        raise OutOfScope(f"temperature {temperature_id}")
    writing.void(
        [old.pk], unit_id=unit.pk, near=old.happened_at, reason=reason.strip(), by=by, at=at
    )
    audit.record(words.VOIDED, by=by, at=at, about=old, unit_id=unit.pk)
    records.changed([(unit.pk, clock.local_day(old.happened_at))])


def reading_of(old: Temperature, *, tenths: int | None, absent: str) -> Reading:
    """Return a reading at the moment of an old one, with another value."""
    return Reading(
        person_id=old.person_id,
        happened_at=old.happened_at,
        device_at=old.device_at,
        tenths=tenths,
        absent=absent,
        symptoms=old.symptoms,
        context=old.context,
        site=old.site,
    )
