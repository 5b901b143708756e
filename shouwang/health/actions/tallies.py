"""The tally (汇总登记) of a round kept on paper: numbers, signed, the abnormal one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.health import readings, rules, words
from shouwang.health.actions import fevers, writing
from shouwang.health.actions.rounds import MOST_ROUNDS, Recorded, tell
from shouwang.health.actions.temperatures import FEVER_AT
from shouwang.health.models import Round
from shouwang.health.readings import Reading
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import measures


@transaction.atomic
def enter(
    *,
    unit: Unit,
    day: date,
    number: int,
    should: int,
    measured: int,
    signer: str,
    happened_at: datetime,
    by: User,
    at: datetime,
    singles: Sequence[Reading] = (),
    abnormal: int | None = None,
    id: UUID | None = None,
    scope: Scope | None = None,
) -> Recorded:
    """Enter the signed tally (汇总登记) of a round kept on paper, with its abnormal single rows.

    ``singles`` have the context ``tally``: they are among the measured. ``abnormal`` defaults to
    how many of them are feverish, and may not be less. Raises ``ValidationError``.
    """
    (scope or scope_of(by, at=at)).require(words.WALK, unit)
    known = Round.objects.filter(pk=id, unit=unit).first() if id else None
    if known is not None:
        return Recorded(known, is_new=False)
    rows = _rows(unit, number, singles, happened_at, at)
    feverish = sum(row.is_fever for row in rows)
    abnormal = feverish if abnormal is None else abnormal
    _check(unit, day, number, (should, measured, abnormal, feverish), signer, happened_at, at)
    new = writing.write(rows, by=by, at=at)
    made = Round.objects.create(
        id=id or uuid7(), unit=unit, day=day, number=number, is_tally=True, should=should,
        measured=measured, absent=should - measured, abnormal=abnormal, signer=signer.strip(),
        started_at=happened_at, finished_at=happened_at, happened_at=happened_at,
        recorded_at=at, recorded_by=by,
    )  # fmt: skip
    opened = fevers.open_cases(new, units={unit.pk: unit}, by=by, at=at)
    tell([made], by=by, at=at)
    records.changed([(unit.pk, day)])
    return Recorded(made, is_new=True, new_rows=len(new), cases=tuple(opened.values()))


def _rows(
    unit: Unit, number: int, singles: Sequence[Reading], happened_at: datetime, at: datetime
) -> list[writing.Row]:
    """Return the single readings as rows, marked by the fever limit in force."""
    readings.check(singles, at=at)
    readings.require_on_roll([(unit.pk, one) for one in singles])
    mark = rules.tenths(measures.value(FEVER_AT, unit=unit, at=happened_at))
    return [writing.Row(unit.pk, one, mark, number) for one in singles]


@transaction.atomic
def void(*, tally: Round, reason: str, by: User, at: datetime, scope: Scope | None = None) -> None:
    """Void a tally with a reason; its single rows stay. Raises ``ValidationError``."""
    (scope or scope_of(by, at=at)).require(words.WALK, tally.unit)
    held = Round.objects.select_for_update().get(pk=tally.pk)
    if not held.is_tally or not records.void(held, reason=reason, by=by, at=at):
        raise ValidationError(_("这份汇总登记已经作废"))
    audit.record(words.TALLY_VOIDED, by=by, at=at, about=held, unit_id=held.unit_id)
    records.changed([(held.unit_id, held.day)])


def _check(
    unit: Unit,
    day: date,
    number: int,
    told: tuple[int, int, int, int],
    signer: str,
    happened_at: datetime,
    at: datetime,
) -> None:
    should, measured, abnormal, feverish = told
    if not signer.strip():
        raise ValidationError(_("汇总登记要有签字人"), code="signer")
    if not 1 <= number <= MOST_ROUNDS:
        raise ValidationError(_("没有这一轮"), code="number")
    if clock.local_day(happened_at) != day or happened_at > at + rules.CLOCK_SLACK:
        raise ValidationError(_("测量时间要在这一天，且不晚于现在"), code="moment")
    if not 0 <= measured <= should:
        raise ValidationError(_("实测不能多于应测"), code="measured")
    if not feverish <= abnormal <= measured:
        raise ValidationError(_("异常人数与逐条登记的不符"), code="abnormal")
    # two who hand in the same sheet: the second waits and is told
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    same = Round.objects.filter(unit=unit, day=day, number=number, voided_at=None)
    if same.filter(is_tally=True).exists():
        raise ValidationError(_("这一轮已有汇总登记，先作废原来的"), code="number")
    if same.filter(is_tally=False, finished_at__isnull=False).exists():
        raise ValidationError(_("这一轮已在手机上逐人测完，不能再登记汇总数"), code="number")
