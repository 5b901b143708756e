"""Corrections of when a stay or an absence was: with a reason, leaving their trace."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit.registry import Word
from shouwang.people import words
from shouwang.people.actions import holding
from shouwang.people.models import Absence, Stay

Row = TypeVar("Row", Stay, Absence)


@transaction.atomic
def correct_stay(
    *,
    stay_id: UUID,
    reason: str,
    by: User,
    now: datetime,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
) -> Stay:
    """Move the first or last moment of a stay; its absences must still fit into it.

    A stay that lasts gets no end this way: it is discharged. Raises ``ValidationError``.
    """
    stay = _locked(Stay, stay_id, by=by, now=now)
    before = (stay.from_at, stay.until_at)
    _apply(stay, from_at=from_at, until_at=until_at, now=now)
    for absence in Absence.objects.standing().filter(stay=stay):
        moves_along = absence.end == Absence.End.CLOSED and absence.until_at == before[1]
        end = stay.until_at if moves_along else absence.until_at
        if absence.from_at < stay.from_at or _after(end, stay.until_at):
            raise ValidationError(_("这次入住里的离返院记录会落到它之外，请先更正它们"), code="at")
        if moves_along and end != absence.until_at:
            if end is None or end <= absence.from_at:
                raise ValidationError(_("时间须晚于入住和最近一次离返院"), code="at")
            absence.until_at = end
            absence.save(update_fields=["until_at"])
    others = Stay.objects.standing().filter(person_id=stay.person_id).exclude(pk=stay.pk)
    return _finish(stay, others, before, words.STAY_CORRECTED, reason=reason, by=by, now=now)


@transaction.atomic
def correct_absence(
    *,
    absence_id: UUID,
    reason: str,
    by: User,
    now: datetime,
    from_at: datetime | None = None,
    until_at: datetime | None = None,
) -> Absence:
    """Move when a resident left or came back, within the stay."""
    absence = _locked(Absence, absence_id, by=by, now=now)
    before = (absence.from_at, absence.until_at)
    if until_at is not None and absence.end == Absence.End.CLOSED:
        raise ValidationError(_("这次外出随入住一起结束，请更正入住的结束时间"), code="until_at")
    _apply(absence, from_at=from_at, until_at=until_at, now=now)
    stay = absence.stay
    if absence.from_at < stay.from_at or _after(absence.until_at, stay.until_at):
        raise ValidationError(_("离返院时间须在入住期间"), code="at")
    others = Absence.objects.standing().filter(stay=stay).exclude(pk=absence.pk)
    return _finish(absence, others, before, words.ABSENCE_CORRECTED, reason=reason, by=by, now=now)


def _locked(model: type[Row], key: UUID, *, by: User, now: datetime) -> Row:
    """Return a standing row, its person locked; permission asked."""
    found = model._default_manager.filter(pk=key).select_related("unit").first()
    if found is None:
        raise ValidationError(_("没有找到这条记录"), code="at")
    holding.require(words.MANAGE_PEOPLE, [found.unit], by=by, now=now)
    holding.lock_people([found.person_id])
    row = model._default_manager.select_related("unit", "person").get(pk=key)
    if row.voided_at is not None:
        raise ValidationError(_("这条记录已作废"), code="at")
    return row


def _apply(
    row: Stay | Absence, *, from_at: datetime | None, until_at: datetime | None, now: datetime
) -> None:
    for moment in (from_at, until_at):
        if moment is not None:
            holding.not_ahead(moment, now=now)
    if until_at is not None and row.until_at is None:
        raise ValidationError(_("尚未结束的记录没有结束时间可以更正"), code="until_at")
    row.from_at, row.until_at = from_at or row.from_at, until_at or row.until_at
    if row.until_at is not None and row.until_at <= row.from_at:
        raise ValidationError(_("结束时间须晚于开始时间"), code="until_at")


def _finish(
    row: Row,
    others: object,
    before: tuple[datetime, datetime | None],
    word: Word,
    *,
    reason: str,
    by: User,
    now: datetime,
) -> Row:
    """Write a corrected row with its trace; refuse one that overlaps another."""
    _given(reason)
    meets = Q(until_at=None) | Q(until_at__gt=row.from_at)
    if row.until_at is not None:
        meets &= Q(from_at__lt=row.until_at)
    if others.filter(meets).exists():  # type: ignore[attr-defined]
        raise ValidationError(_("与同一个人的另一条记录时间重叠"), code="at")
    was, became = _texts(*before), _texts(row.from_at, row.until_at)
    if was == became:
        raise ValidationError(_("时间没有变化"), code="at")
    trace = {"at": now.isoformat(), "by": by.name, "reason": reason.strip(), "before": was}
    row.corrections = [*row.corrections, {**trace, "after": became}]
    row.save(update_fields=["from_at", "until_at", "corrections"])
    about, unit = row.person, row.unit_id
    audit.record(word, by=by, at=now, about=about, unit_id=unit, before=was, after=became)
    moments = [m for m in (*before, row.from_at, row.until_at) if m is not None]
    holding.tell([(unit, min(moments))], now=now)
    return row


def _given(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("请写明理由"), code="reason")
    if len(reason.strip()) > 200:
        raise ValidationError(_("理由过长，最多 200 个字"), code="reason")


def _after(end: datetime | None, limit: datetime | None) -> bool:
    return limit is not None and (end is None or end > limit)


def _texts(from_at: datetime, until_at: datetime | None) -> dict[str, str | None]:
    return {
        "from_at": from_at.isoformat(),
        "until_at": until_at.isoformat() if until_at else None,
    }
