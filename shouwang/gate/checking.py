"""What an entry at the gate must say before it can stand, and what it becomes as a row."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.gate import rules
from shouwang.gate.judging import Judged
from shouwang.gate.kinds import Decision, Purpose, Reason
from shouwang.gate.models import Visit, Visitor
from shouwang.gate.models.visit import NOTE_LENGTH, WHOM_LENGTH
from shouwang.gate.models.visitor import NAME_LENGTH
from shouwang.gate.refusals import Forbidden
from shouwang.gate.told import NewVisit, Who
from shouwang.health import rules as thermometer
from shouwang.kit import masking
from shouwang.response.models import Exemption

# a clock may run ahead by as much before "in the future" is said
AHEAD = timedelta(minutes=5)
MOST_HEADS = 99
# who goes into the house is measured first; an ambulance never waits for it
_MEASURED = {Purpose.VISIT, Purpose.BUSINESS, Purpose.REPAIR}


def check(entry: NewVisit, judged: Judged, *, at: datetime) -> None:
    """Raise ``ValidationError`` (code: the field) for an entry that cannot stand; ``Forbidden``
    where a measure forbade what it says was done."""
    _check_form(entry, at)
    check_who(entry.who)
    if entry.decision in (Decision.ADMITTED, Decision.SPECIAL):
        _check_let_in(entry, judged)
    elif entry.decision == Decision.REFUSED and entry.reason not in Reason.values:
        raise ValidationError(_("请选谢绝的原因"), code="reason")
    elif entry.decision == Decision.WAITING:
        _check_waiting(entry, judged)


def check_who(who: Who) -> None:
    """Raise ``ValidationError`` (code: the field) for a visitor that cannot be kept."""
    if who.id is not None or who.is_nobody:
        return
    if not who.name.strip():
        raise ValidationError(_("请填来访人姓名"), code="name")
    if len(who.name.strip()) > NAME_LENGTH:
        raise ValidationError(_("姓名太长"), code="name")
    if who.phone.strip() and not masking.is_phone(who.phone):
        raise ValidationError(_("电话号码不对，请核对"), code="phone")


def row(
    entry: NewVisit, judged: Judged, visitor: Visitor | None, *, by: User, at: datetime
) -> Visit:
    """Return the row of an entry that was checked."""
    order = judged.order if entry.purpose != Purpose.EMERGENCY else None
    is_quoted = entry.decision != Decision.REFUSED or entry.reason == Reason.MEASURE
    exemption = judged.exemption if entry.decision == Decision.SPECIAL else None
    is_urgent = entry.purpose == Purpose.EMERGENCY
    return Visit(
        id=entry.id,
        unit_id=entry.unit.pk,
        purpose=entry.purpose,
        decision=entry.decision,
        reason=entry.reason if entry.decision == Decision.REFUSED else "",
        visitor=visitor,
        heads=entry.heads,
        person_id=entry.person_id,
        whom=entry.whom.strip()[:WHOM_LENGTH],
        plate=rules.plate(entry.plate),
        note=entry.note.strip()[:NOTE_LENGTH],
        temperature=_celsius(entry.temperature),
        recheck=_celsius(entry.recheck),
        wears_mask=entry.wears_mask,
        is_history_clear=entry.is_history_clear,
        measure=order.measure if order and is_quoted else "",
        paper=order.source[:300] if order and is_quoted else "",
        paper_url=order.paper_url if order and is_quoted else "",
        exemption=exemption,
        approver=exemption.decided_by.name if exemption and exemption.decided_by else "",
        wants_video=entry.wants_video,
        needs_details=is_urgent and entry.who.is_nobody,
        left_at=entry.left_at,
        happened_at=entry.happened_at,
        device_at=entry.device_at,
        recorded_at=at,
        recorded_by=by,
    )


def _check_form(entry: NewVisit, at: datetime) -> None:
    if entry.purpose not in Purpose.values:
        raise ValidationError(_("请先选事由"), code="purpose")
    if entry.decision not in Decision.values:
        raise ValidationError(_("没有这种处理"), code="decision")
    if entry.happened_at > at + AHEAD:
        raise ValidationError(_("时间还没有到"), code="happened_at")
    if entry.left_at is not None and entry.left_at < entry.happened_at:
        raise ValidationError(_("离院不能早于进入"), code="left_at")
    if not 1 <= entry.heads <= MOST_HEADS:
        raise ValidationError(_("人数应为 1 到 %(most)d") % {"most": MOST_HEADS}, code="heads")
    if entry.plate.strip() and not rules.is_plate(entry.plate):
        raise ValidationError(_("车牌号不对，例如 皖A12345、皖AD12345"), code="plate")
    for field, value in (("temperature", entry.temperature), ("recheck", entry.recheck)):
        if value is not None and not thermometer.LOWEST <= value <= thermometer.HIGHEST:
            raise ValidationError(_("体温应在 34.0–42.5 ℃ 之间"), code=field)


def _check_let_in(entry: NewVisit, judged: Judged) -> None:
    if entry.purpose != Purpose.EMERGENCY and entry.who.is_nobody:
        raise ValidationError(_("请填来访人姓名"), code="name")
    if entry.purpose in _MEASURED and entry.temperature is None:
        raise ValidationError(_("请先测温"), code="temperature")
    asked = rules.Asked(
        entry.purpose, entry.temperature, entry.recheck, entry.is_history_clear, judged.fever_at
    )
    stop = rules.stops(asked)
    if stop == Reason.FEVER:
        told = {"mark": thermometer.shown(judged.fever_at)}
        raise ValidationError(
            _("体温达到 %(mark)s ℃，不能放行，请按发热处置") % told, code="temperature"
        )
    if stop:
        raise ValidationError(_("有重点地区或接触史，不能放行"), code="history")
    if judged.order is None or entry.is_settled:
        return
    if entry.decision == Decision.SPECIAL and not judged.order.is_absolute:
        exemption = judged.exemption
        if exemption is not None and covers(exemption, entry.happened_at):
            return
        raise ValidationError(_("还没有批准的特批"), code="decision")
    raise Forbidden(judged.order)


def _check_waiting(entry: NewVisit, judged: Judged) -> None:
    if entry.who.is_nobody:
        raise ValidationError(_("请填来访人姓名"), code="name")
    if judged.order is None:
        raise ValidationError(_("没有措施禁止，不用特批"), code="decision")
    if judged.order.is_absolute:
        raise Forbidden(judged.order)


def covers(exemption: Exemption, moment: datetime) -> bool:
    """Return whether a special approval's term holds a moment."""
    since, until = exemption.from_at, exemption.until_at
    return (since is None or since <= moment) and (until is None or moment < until)


def _celsius(tenths: int | None) -> Decimal | None:
    return None if tenths is None else Decimal(tenths) / 10
