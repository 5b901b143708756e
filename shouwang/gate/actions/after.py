"""What follows a visit: leaving, details written down afterwards, steps of a fever, a wish for a
video visit, a mistake taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.gate import checking, rules, words
from shouwang.gate.actions import visitors
from shouwang.gate.kinds import FeverStep
from shouwang.gate.models import Visit, VisitStep
from shouwang.gate.models.visit import NOTE_LENGTH, WHOM_LENGTH
from shouwang.gate.told import NewVisit, Step, Who
from shouwang.kit import clock
from shouwang.orgs import records
from shouwang.orgs.scope import Scope, scope_of
from shouwang.people.models import Person
from shouwang.response.actions import exemptions
from shouwang.response.models import Exemption


@dataclass(frozen=True)
class Details:
    """Who and what an ambulance came with and for, written down when there is time."""

    who: Who = field(default_factory=Who)
    plate: str = ""
    heads: int = 1
    person_id: UUID | None = None
    whom: str = ""
    note: str = ""


@transaction.atomic
def leave(
    *,
    visit: Visit,
    happened_at: datetime,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Visit:
    """Note that a visitor left the house (离院); the first moment stands.

    A phone's clock a little behind never makes somebody leave before they came. Raises
    ``ValidationError`` for who never went in.
    """
    row = held(visit, by, at, scope)
    if not row.is_in:
        raise ValidationError(_("这位来访人没有进院"), code="visit")
    if row.left_at is None:
        row.left_at = max(happened_at, row.happened_at)
        row.save(update_fields=["left_at"])
        audit.record(words.LEFT, by=by, at=at, about=row, unit_id=row.unit_id)
        records.changed({(row.unit_id, clock.local_day(row.happened_at))})
    return row


@transaction.atomic
def supplement(
    *, visit: Visit, details: Details, by: User, at: datetime, scope: Scope | None = None
) -> Visit:
    """Write down afterwards what an ambulance was not asked (补录). What is there already stays
    as it is on a second arrival. Raises ``ValidationError`` for a wrong plate or phone."""
    row = held(visit, by, at, scope)
    if not row.needs_details:
        return row
    if details.plate.strip() and not rules.is_plate(details.plate):
        raise ValidationError(_("车牌号不对，例如 皖A12345、皖AD12345"), code="plate")
    if details.person_id and not _is_ours(details.person_id, row.unit_id):
        raise ValidationError(_("被探望人不在本院名册上"), code="person")
    checking.check_who(details.who)
    told = NewVisit(row.unit, row.purpose, row.happened_at, who=details.who, plate=details.plate)
    (row.visitor,) = visitors.known([told])
    row.plate, row.heads = rules.plate(details.plate), max(details.heads, 1)
    row.person_id, row.whom = details.person_id, details.whom.strip()[:WHOM_LENGTH]
    row.note, row.needs_details = details.note.strip()[:NOTE_LENGTH], False
    row.save(update_fields=["visitor", "plate", "heads", "person", "whom", "note", "needs_details"])
    audit.record(words.SUPPLEMENTED, by=by, at=at, about=row, unit_id=row.unit_id)
    records.changed({(row.unit_id, clock.local_day(row.happened_at))})
    return row


@transaction.atomic
def step(
    *, visit: Visit, new: Step, by: User, at: datetime, scope: Scope | None = None
) -> VisitStep:
    """Note one step with a feverish visitor. The same ``id`` again answers the first."""
    row = held(visit, by, at, scope)
    if new.step not in FeverStep.values:
        raise ValidationError(_("没有这一步"), code="step")
    made, is_new = VisitStep.objects.get_or_create(
        pk=new.id,
        defaults={
            "visit": row,
            "step": new.step,
            "note": new.note.strip()[:60],
            "happened_at": new.happened_at,
            "recorded_at": at,
            "recorded_by": by,
        },
    )
    if is_new:
        audit.record(words.STEPPED, by=by, at=at, about=row, unit_id=row.unit_id, step=made.step)
    return made


@transaction.atomic
def ask_video(*, visit: Visit, by: User, at: datetime, scope: Scope | None = None) -> Visit:
    """Note that somebody who was refused would like a video visit: a wish, no booking."""
    row = held(visit, by, at, scope)
    if not row.wants_video:
        row.wants_video = True
        row.save(update_fields=["wants_video"])
        audit.record(words.VIDEO_ASKED, by=by, at=at, about=row, unit_id=row.unit_id)
    return row


@transaction.atomic
def void(*, visit: Visit, reason: str, by: User, at: datetime, scope: Scope | None = None) -> Visit:
    """Void a visit entered by mistake. Raises ``ValidationError`` without a reason."""
    row = held(visit, by, at, scope)
    if records.void(row, reason=reason, by=by, at=at):
        audit.record(words.VOIDED, by=by, at=at, about=row, unit_id=row.unit_id)
        withdraw_asking(row, _("来访登记已作废"), by=by, at=at, scope=scope)
        records.changed({(row.unit_id, clock.local_day(row.happened_at))})
    return row


def held(visit: Visit, by: User, at: datetime, scope: Scope | None) -> Visit:
    """Return a visit locked, for who may register at its gate; raises ``OutOfScope``."""
    found = Visit.objects.select_for_update(of=("self",)).select_related("unit")
    row = found.filter(pk=visit.pk).first()
    if row is None:
        raise OutOfScope(f"visit {visit.pk}")
    (scope or scope_of(by, at=at)).require(words.REGISTER, row.unit)
    return row


def withdraw_asking(row: Visit, why: str, *, by: User, at: datetime, scope: Scope | None) -> None:
    """Take back a special approval that is still asked for, where ``by`` asked for it: nobody
    needs to decide any more."""
    asked = row.exemption
    if asked and asked.state == Exemption.State.ASKED and asked.asked_by_id == by.pk:
        exemptions.withdraw(exemption=asked, reason=why, by=by, at=at, scope=scope)


def _is_ours(person_id: UUID, unit_id: int) -> bool:
    return Person.objects.filter(pk=person_id, unit=unit_id).exists()
