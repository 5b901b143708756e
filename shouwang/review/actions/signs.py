"""Signing a day at each level, and taking a signature back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.figures.tally import Tally
from shouwang.kit import clock
from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.reporting.daybook.timing import timing
from shouwang.review import after, signing, words
from shouwang.review.actions import nudges
from shouwang.review.models import DaySign
from shouwang.review.signing import Named
from shouwang.review.stages import Desk, desk_of

_NAMES_TOLD = 5


@transaction.atomic
def sign_day(
    *,
    unit: Unit,
    day: date,
    stage: str,
    by: User,
    at: datetime,
    with_gaps: bool = False,
    note: str = "",
    seen: str = "",
    scope: Scope | None = None,
) -> DaySign:
    """Sign a unit's day at one stage; ``unit`` is the section where a section signs.

    The totals are settled first and frozen with the names of who is missing; ``with_gaps`` says
    that the signer knows of them (带缺上报). ``seen`` is ``signing.stamp`` of what the page showed:
    other figures by now are not signed unread. A day that changed since it was signed may be
    signed anew: the earlier signature is withdrawn by itself. No stage waits for another.

    Raises ``ValidationError`` in words for the signer, ``OutOfScope`` or ``NotPermitted``.
    """
    desk = _desk(unit, stage, scope or scope_of(by, at=at))
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    rollups.settle()
    now = signing.figures_at(desk, day)
    gaps = signing.missing(desk, day) if now.missing else []
    _ready(desk, day, now, gaps, at=at, with_gaps=with_gaps)
    if seen and seen != signing.stamp(now):
        raise ValidationError(_("数字刚刚有变动，请看过新的数字再签"))
    _supersede(unit, day, stage, now, by=by, at=at)
    made = DaySign(unit=unit, day=day, stage=stage, by=by, by_name=by.name, at=at)
    made.note = note.strip()[:200]
    _freeze(made, now, gaps)
    nudges.close(made)
    after.signed(made)
    return made


def _freeze(made: DaySign, now: Tally, gaps: list[Named]) -> None:
    """Write a signature with the figures and the names of the missing that it stands for."""
    made.due, made.filed, made.zero, made.late = now.due, now.filed, now.zero, now.late
    made.values = {str(k): v for k, v in now.values.items()}
    made.missing = [asdict(gap) for gap in gaps]
    made.save(force_insert=True)
    audit.record(
        words.DAY_SIGNED,
        by=made.by,
        at=made.at,
        about=made.unit,
        unit_id=made.unit_id,
        day=made.day.isoformat(),
        stage=made.stage,
        due=now.due,
        filed=now.filed,
        missing_names=[gap.name for gap in gaps[:200]],
        note=made.note,
    )


@transaction.atomic
def withdraw_sign(
    *, sign: DaySign, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> DaySign:
    """Take a signature back; whoever sits at the desk may. Raises ``ValidationError``."""
    _desk(sign.unit, sign.stage, scope or scope_of(by, at=at))
    why = reason.strip()[:200]
    if not why:
        raise ValidationError(_("请写明撤回原因"))
    held = DaySign.objects.select_for_update().get(pk=sign.pk)
    if held.withdrawn_at is not None:
        raise ValidationError(_("这个签字已经撤回"))
    return _withdraw(held, why, by=by, at=at)


def _desk(unit: Unit, stage: str, scope: Scope) -> Desk:
    """Return the desk; the scope is asked for the jurisdiction, which a section's holder sees."""
    desk = desk_of(unit, stage)
    if desk is None or not scope.covers(desk.unit):
        raise OutOfScope(f"unit {unit.pk}")
    if not desk.may_sign(scope):
        raise NotPermitted(words.SIGN_DAY)
    return desk


def _ready(
    desk: Desk, day: date, now: Tally, gaps: list[Named], *, at: datetime, with_gaps: bool
) -> None:
    if day > clock.local_day(at):
        raise ValidationError(_("日期未到，不能签"))
    if now.due == 0:
        raise ValidationError(_("当日没有机构应报，不需要签"))
    if not now.missing:
        return
    held = timing(desk.series(), day, now=at)
    if not held.is_over():
        raise ValidationError(
            _("机构报送时限未到，还有 %(n)d 家待报，报齐之后或过了时限再签") % {"n": now.missing}
        )
    if not with_gaps:
        names = "、".join(gap.name for gap in gaps[:_NAMES_TOLD])
        told = {"n": now.missing, "names": names + ("…" if len(gaps) > _NAMES_TOLD else "")}
        raise ValidationError(_("还有 %(n)d 家未报（%(names)s），请确认带缺上报") % told)


def _supersede(unit: Unit, day: date, stage: str, now: Tally, *, by: User, at: datetime) -> None:
    stands = (
        DaySign.objects.select_for_update()
        .filter(unit=unit, day=day, stage=stage, withdrawn_at=None)
        .first()
    )
    if stands is None:
        return
    if not signing.is_changed(stands, now):
        told = {"by": stands.by_name, "at": moment(stands.at)}
        raise ValidationError(_("%(by)s已于 %(at)s 签过，之后没有变动") % told)
    _withdraw(stands, _("签后数字有变动，重新签"), by=by, at=at)


def _withdraw(held: DaySign, why: str, *, by: User, at: datetime) -> DaySign:
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_reason = at, by, why
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record(
        words.SIGN_WITHDRAWN,
        by=by,
        at=at,
        about=held.unit,
        unit_id=held.unit_id,
        day=held.day.isoformat(),
        stage=held.stage,
        reason=why,
    )
    return held
