"""Who is under observation and would leave the house: only by the director's own word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.kit import clock
from shouwang.movements import rules
from shouwang.movements.models import Isolation, Movement


def isolated(person_ids: Iterable[UUID]) -> dict[UUID, list[Isolation]]:
    """Return the isolations of people, past ones too, in one statement."""
    found: dict[UUID, list[Isolation]] = {}
    for one in Isolation.objects.filter(person__in=list(person_ids), voided_at=None):
        found.setdefault(one.person_id, []).append(one)
    return found


def covering(isolations: Iterable[Isolation], at: datetime) -> Isolation | None:
    """Return the isolation that a moment falls into, None where none does."""
    return next((one for one in isolations if _covers(one, at)), None)


def standing(movement: Movement, *, at: datetime) -> Isolation | None:
    """Return the isolation that a movement would break at a moment, confirmed or not."""
    if movement.kind not in rules.KEPT_IN:
        return None
    then = Q(ended_at=None) | Q(ended_at__gt=at)
    found = Isolation.objects.filter(then, person=movement.person_id, voided_at=None)
    return found.filter(happened_at__lte=at).first()


def said(one: Isolation, *, at: datetime) -> str:
    """Return which day of observation it is: 第 3/14 天."""
    today = clock.local_day(at)
    number = rules.day_number(clock.local_day(one.happened_at), today)
    return _("第 %(day)s/%(days)s 天") % {"day": min(number, one.days), "days": one.days}


def must_be_let_out(movement: Movement, isolations: Iterable[Isolation], *, at: datetime) -> None:
    """Raise ``ValidationError`` for who would leave in the midst of observation unconfirmed."""
    found = covering(isolations, at) if movement.kind in rules.KEPT_IN else None
    if found is not None and not movement.despite_isolation:
        told = {"day": said(found, at=at)}
        why = _("正在隔离观察（%(day)s），须机构负责人写明理由、确认之后才能离院") % told
        raise ValidationError(why, code="despite_isolation")


def _covers(one: Isolation, at: datetime) -> bool:
    return one.happened_at <= at and (one.ended_at is None or one.ended_at > at)
