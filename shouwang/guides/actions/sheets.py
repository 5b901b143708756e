"""Sheets: a list filled once, on a phone or at the desk, and voided when it was a mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.guides import check_queries, kept_files, rules, words
from shouwang.guides.models import Answer, Checklist, Item, Sheet
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of

SELF = "self"
_VALUES = frozenset(Answer.Value.values)


@dataclass(frozen=True)
class Said:
    """An answer to one question; ``photo`` is a file as it was sent."""

    value: str
    note: str = ""
    photo: Any = None


@dataclass(frozen=True)
class NewSheet:
    """A list filled: ``said`` by item id. ``id`` is the key of the record to be."""

    unit: Unit
    checklist: Checklist
    said: Mapping[int, Said]
    happened_at: datetime
    device_at: datetime | None = None
    id: UUID = field(default_factory=uuid7)
    purpose: str = SELF


@transaction.atomic
def fill(
    *, new: NewSheet, by: User, at: datetime, scope: Scope | None = None, permission: str = ""
) -> Sheet:
    """Keep a filled list; the same id again answers the first. The latest of a period counts.

    An inspection passes its own ``permission`` and purpose. Raises ``OutOfScope`` for a list that
    is not meant for the unit, ``ValidationError`` where an answer is missing or a 否 says nothing.
    """
    (scope or scope_of(by, at=at)).require(permission or words.DO_CHECKS, new.unit)
    records.hold([new.id])
    standing = Sheet.objects.filter(pk=new.id).first()
    if standing is not None:
        if standing.unit_id != new.unit.pk:
            raise OutOfScope(f"sheet {new.id}")
        return standing
    if not check_queries.is_for(new.checklist, new.unit):
        raise OutOfScope(f"checklist {new.checklist.pk}")
    _check(new, at)
    made = _fill_many([new], by=by, at=at)[0]
    audit.record(
        words.SHEET_FILLED, by=by, at=at, about=made, unit_id=new.unit.pk,
        name=new.checklist.title, period_on=made.period_on.isoformat(), yes=made.yes, no=made.no,
    )  # fmt: skip
    return made


@transaction.atomic
def fill_many(*, new: Sequence[NewSheet], by: User, at: datetime) -> list[Sheet]:
    """Keep many filled lists at once, for who may see all of the units; one line in the trail."""
    scope = scope_of(by, at=at)
    for one in new:
        scope.require(words.DO_CHECKS, one.unit)
    kept = set(Sheet.objects.filter(pk__in=[o.id for o in new]).values_list("pk", flat=True))
    fresh = [one for one in new if one.id not in kept]
    made = _fill_many(fresh, by=by, at=at)
    if made:
        audit.record(words.SHEET_FILLED, by=by, at=at, units=len({o.unit.pk for o in fresh}))
    return made


def _fill_many(new: Sequence[NewSheet], *, by: User, at: datetime) -> list[Sheet]:
    sheets = Sheet.objects.bulk_create([_sheet(one, by, at) for one in new], batch_size=2_000)
    Answer.objects.bulk_create(
        [
            Answer(
                sheet_id=one.id, item_id=item_id, value=said.value, note=said.note.strip()[:200],
                photo=kept_files.keep_photo(said.photo) if said.photo else "",
            )
            for one in new
            for item_id, said in one.said.items()
        ],
        batch_size=2_000,
    )  # fmt: skip
    records.changed({(one.unit.pk, clock.local_day(one.happened_at)) for one in new})
    return sheets


def _sheet(new: NewSheet, by: User, at: datetime) -> Sheet:
    counts = [said.value for said in new.said.values()]
    return Sheet(
        id=new.id, unit=new.unit, checklist=new.checklist, purpose=new.purpose,
        period_on=_period(new.checklist, new.happened_at), happened_at=new.happened_at,
        device_at=new.device_at, recorded_at=at, recorded_by=by,
        yes=counts.count(Answer.Value.YES), no=counts.count(Answer.Value.NO),
        not_applicable=counts.count(Answer.Value.NOT_APPLICABLE),
    )  # fmt: skip


def _period(checklist: Checklist, happened_at: datetime) -> date:
    return rules.period_of(checklist.cadence, clock.local_day(happened_at))


def _check(new: NewSheet, at: datetime) -> None:
    """Raise ``ValidationError`` naming every question that is not answered as it should be."""
    if new.happened_at > at:
        raise ValidationError(_("还没到这个时间"), code="happened_at")
    items = list(Item.objects.filter(checklist=new.checklist))
    asked, known = [i for i in items if i.is_on], {i.pk for i in items}
    wrong: dict[str, str] = {}
    for item in asked:
        said = new.said.get(item.pk)
        if said is None or said.value not in _VALUES:
            # a question switched on since the phone fetched the list was not asked there
            wrong[str(item.pk)] = _("请回答：%(item)s") % {"item": item.text}
        elif said.value == Answer.Value.NO and not said.note.strip():
            wrong[str(item.pk)] = _("选“否”请说明情况：%(item)s") % {"item": item.text}
    if not asked:
        raise ValidationError(_("这份清单没有检查项"))
    if set(new.said) - known:
        raise ValidationError(_("清单已调整，请重新打开再填"))
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def void(*, sheet: Sheet, reason: str, by: User, at: datetime, scope: Scope | None = None) -> Sheet:
    """Void a sheet that was filled by mistake; twice is once."""
    held = Sheet.objects.select_for_update(of=("self",)).select_related("unit").get(pk=sheet.pk)
    (scope or scope_of(by, at=at)).require(words.DO_CHECKS, held.unit)
    if not records.void(held, reason=reason, by=by, at=at):
        return held
    records.changed([(held.unit_id, clock.local_day(held.happened_at))])
    audit.record(
        words.SHEET_VOIDED, by=by, at=at, about=held, unit_id=held.unit_id,
        reason=held.void_reason,
    )  # fmt: skip
    return held
