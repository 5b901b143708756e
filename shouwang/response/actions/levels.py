"""Response levels: raised, lowered, lifted; what is bound to them goes with them (A4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit.language import for_others
from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs.kinds import JURISDICTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import switching, words
from shouwang.response.actions import orders, telling
from shouwang.response.authority import require_whole
from shouwang.response.cited import Cited
from shouwang.response.models import BundleItem, Level


@transaction.atomic
def change(
    *,
    unit: Unit,
    grade: int,
    from_at: datetime,
    paper: Cited,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Level:
    """Raise, lower or lift (0) the level of an area from a moment on, by a paper.

    In the same transaction the orders that the former level brought and the new one does not end,
    and what the area's own bundles bind to the new level comes into force. The same level again
    brings bundles up to date. Raises ``ValidationError`` for an institution, a level before the
    last one, lifting what was never raised, or without a paper.
    """
    known = scope or scope_of(by, at=at)
    require_whole(known, words.RAISE_LEVEL, unit)
    cited = paper.required()
    # one change of an area at a time
    Unit.objects.select_for_update().get(pk=unit.pk)
    _check(unit, grade, from_at)
    made = Level.objects.create(unit=unit, grade=grade, from_at=from_at, by=by, at=at, **cited)
    plan = switching.plan(unit, grade, from_at, lock=True)
    orders.end(plan.ends, ends_at=from_at, by=by, at=at, cited=cited, level=made)
    orders.write(
        [new_order(item) for item in plan.brings],
        unit=unit,
        giver=unit,
        starts_at=from_at,
        by=by,
        at=at,
        cited=cited,
        level=made,
    )
    _tell(made, paper, cited, brings=len(plan.brings), ends=len(plan.ends), at=at)
    return made


def may_change(*, unit: Unit, grade: int, from_at: datetime, paper: Cited) -> bool:
    """Return True where ``change`` would not refuse these; raises as it does: for the page that
    asks for confirmation."""
    paper.required()
    _check(unit, grade, from_at)
    return True


def new_order(item: BundleItem) -> orders.NewOrder:
    """Return the order that a bundle's item becomes."""
    return orders.NewOrder(
        measure=item.measure_id,
        value=item.value,
        strength=item.strength,
        approver=item.approver,
        kinds=tuple(item.kinds),
        note=item.note,
        item=item,
    )


def _check(unit: Unit, grade: int, from_at: datetime) -> None:
    if unit.kind not in JURISDICTIONS:
        raise ValidationError(_("响应级别按地区启动，机构没有自己的级别"))
    if grade not in Level.Grade.values:
        raise ValidationError(_("没有这个级别"), code="grade")
    last = switching.levels(unit).first()
    if last is not None and from_at <= last.from_at:
        told = {"at": moment(last.from_at)}
        raise ValidationError(_("时间要在上次调整（%(at)s）之后") % told, code="from_at")
    if grade == Level.Grade.LIFTED and (last is None or last.grade == Level.Grade.LIFTED):
        raise ValidationError(_("目前没有启动响应，不用解除"), code="grade")


@for_others
def _tell(
    level: Level, paper: Cited, cited: dict[str, Any], *, brings: int, ends: int, at: datetime
) -> None:
    audit.record(
        words.LEVEL_CHANGED,
        by=level.by,
        at=at,
        about=level.unit,
        unit_id=level.unit_id,
        grade=level.grade,
        from_at=level.from_at.isoformat(),
        paper=paper.words,
        brings=brings,
        ends=ends,
    )
    told = {
        "area": level.unit.name,
        "grade": level.get_grade_display(),
        "from": moment(level.from_at),
        "paper": paper.words,
    }
    text = _("%(area)s自 %(from)s 起%(grade)s（%(paper)s）") % told
    telling.tell_area(
        level.unit,
        key=f"level:{level.pk}",
        text=text,
        url=reverse("response:levels") + f"?unit={level.unit_id}",
        phone_url=reverse("response:phone"),
        kind=words.LEVEL,
        at=at,
        but=level.by_id,
    )
