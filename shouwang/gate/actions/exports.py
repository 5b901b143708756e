"""The register handed out, and one visitor looked at in full: both on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.gate import words
from shouwang.gate.models import Visit
from shouwang.kit import clock, masking, registry
from shouwang.kit.sheets.write import Column, Kind, workbook
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people.names import name_of, shown_in_full

MOST_DAYS = 62


@dataclass(frozen=True)
class Asked:
    """Which days, and whether in full; ``reason`` is why, then."""

    from_on: date
    until_on: date
    full: bool = False
    reason: str = ""


@transaction.atomic
def register(*, unit: Unit, asked: Asked, by: User, at: datetime) -> bytes:
    """Return the register of some days as a workbook. Names and numbers are masked unless ``by``
    may see them and says why. Raises ``ValidationError``, ``OutOfScope``, ``NotPermitted``."""
    scope = scope_of(by, at=at)
    scope.require(words.EXPORT, unit)
    if asked.full:
        scope.require(words.UNMASK, unit)
        _require(asked.reason)
    if not timedelta(0) <= asked.until_on - asked.from_on < timedelta(MOST_DAYS):
        raise ValidationError(_("起止日期不对，一次最多 %(most)d 天") % {"most": MOST_DAYS})
    rows = _visits(unit, asked)
    names = shown_in_full(scope, unit) and asked.full
    notes = [
        _("%(first)s 至 %(last)s · 截至 %(at)s")
        % {
            "first": asked.from_on,
            "last": asked.until_on,
            "at": f"{clock.local(at):%Y-%m-%d %H:%M}",
        }
    ]
    book = workbook(
        columns=_columns(),
        rows=_lines(rows, full=asked.full, names=names),
        title=_("%(unit)s来访登记") % {"unit": unit.name},
        notes=notes,
        marks=[str(mark) for mark in registry.marks()],
    )
    audit.record(
        words.EXPORTED,
        by=by,
        at=at,
        about=unit,
        unit_id=unit.pk,
        rows=len(rows),
        masked=not asked.full,
        reason=asked.reason.strip()[:200],
    )
    return book


def _visits(unit: Unit, asked: Asked) -> list[Visit]:
    """Return who stood at a gate on the days asked for, in the order of their coming."""
    found = Visit.objects.filter(
        unit=unit,
        voided_at=None,
        happened_at__gte=clock.start_of(asked.from_on),
        happened_at__lt=clock.start_of(asked.until_on + timedelta(days=1)),
    ).select_related("visitor", "person", "recorded_by")
    return list(found.order_by("happened_at", "pk"))


@transaction.atomic
def unmask(*, visit: Visit, reason: str, by: User, at: datetime) -> None:
    """Put on record that somebody looks at a visitor in full, and why; raises as ``register``."""
    scope_of(by, at=at).require(words.UNMASK, visit.unit)
    _require(reason)
    audit.record(
        words.UNMASKED,
        by=by,
        at=at,
        about=visit,
        unit_id=visit.unit_id,
        reason=reason.strip()[:200],
    )


def _require(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("请写明查看完整信息的理由"), code="reason")


def _columns() -> list[Column]:
    return [
        Column("at", _("时间"), Kind.MOMENT),
        Column("purpose", _("事由"), width=8),
        Column("decision", _("处理"), width=10),
        Column("reason", _("谢绝原因"), width=14),
        Column("heads", _("人数"), Kind.INT, width=6),
        Column("name", _("来访人"), width=12),
        Column("phone", _("电话")),
        Column("come_from", _("单位")),
        Column("whom", _("看望"), width=14),
        Column("plate", _("车牌"), width=11),
        Column("temperature", _("体温 ℃"), Kind.TEXT, width=8),
        Column("recheck", _("复测 ℃"), Kind.TEXT, width=8),
        Column("mask", _("口罩"), width=6),
        Column("history", _("14 日史"), width=9),
        Column("left", _("离院"), Kind.MOMENT),
        Column("paper", _("依据文件"), width=30),
        Column("approver", _("批准人"), width=10),
        Column("by", _("登记人"), width=10),
    ]


def _lines(rows: list[Visit], *, full: bool, names: bool) -> Iterator[dict[str, Any]]:
    for row in rows:
        visitor = row.visitor
        name, phone = (str(visitor.name), str(visitor.phone)) if visitor else ("", "")
        whom = str(row.whom)
        if row.person:
            whom = f"{row.person.place} {name_of(row.person, full=names)}".strip()
        plate = str(row.plate)
        yield {
            "at": row.happened_at,
            "purpose": str(row.get_purpose_display()),
            "decision": str(row.get_decision_display()),
            "reason": str(row.get_reason_display()),
            "heads": row.heads,
            "name": name if full else masking.mask_name(name),
            "phone": phone if full else masking.mask_phone(phone),
            "come_from": visitor.come_from if visitor else "",
            "whom": whom if full or row.person else masking.mask_name(whom),
            "plate": plate if full else plate[:2] + masking.STAR * len(plate[2:]),
            "temperature": str(row.temperature or ""),
            "recheck": str(row.recheck or ""),
            "mask": _yes_no(row.wears_mask),
            "history": ""
            if row.is_history_clear is None
            else _("无")
            if row.is_history_clear
            else _("有"),
            "left": row.left_at,
            "paper": row.paper,
            "approver": row.approver,
            "by": row.recorded_by.name if row.recorded_by else "",
        }


def _yes_no(told: bool | None) -> str:
    return "" if told is None else _("是") if told else _("否")
