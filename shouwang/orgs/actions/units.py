"""Units: created, renamed, moved, closed, reopened. Past totals stay as reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.kit import clock, pinyin
from shouwang.orgs import kinds, words
from shouwang.orgs.actions.tree import hold_tree
from shouwang.orgs.models import Placement, Unit
from shouwang.orgs.scope import scope_of

# told of a change of placement or days, so that opened periods are counted anew (figures)
Listener = Callable[[Sequence[int], date, datetime], None]
placement_listeners: list[Listener] = []


@dataclass(frozen=True)
class NewUnit:
    """What a unit is made from. ``parent`` is None at the top of the tree.

    ``parent_code`` names instead a parent that is made in the same call of ``create_units``.
    """

    code: str
    name: str
    kind: str
    opened_on: date
    parent: Unit | None = None
    short_name: str = ""
    division_code: str = ""
    reviews: Sequence[str] = ()
    phone: str = ""
    address: str = ""
    order: int = 0
    is_demo: bool = False
    closed_on: date | None = None
    parent_code: str = ""

    def unit(self) -> Unit:
        """Return the unit, not yet in the tree."""
        return Unit(
            code=self.code,
            name=self.name,
            kind=self.kind,
            opened_on=self.opened_on,
            closed_on=self.closed_on,
            short_name=self.short_name,
            phone=self.phone,
            division_code=self.division_code,
            reviews=list(self.reviews),
            address=self.address,
            order=self.order,
            is_demo=self.is_demo,
            pinyin=pinyin_of(self.name),
        )


@transaction.atomic
def create_unit(new: NewUnit, *, by: User, at: datetime) -> Unit:
    """Create a unit under its parent, from its opening day on.

    Raises ``ValidationError`` for a kind that may not lie there or a code in use.
    """
    require(by, at, new.parent)
    hold_tree()
    parent = Unit.objects.get(pk=new.parent.pk) if new.parent else None
    check(new, parent)
    unit = new.unit()
    if parent is None:
        Unit.add_root(instance=unit)
    else:
        parent.add_child(instance=unit)
    Placement.objects.create(unit=unit, parent=new.parent, from_on=new.opened_on)
    audit.record(
        words.UNIT_CREATED,
        by=by,
        at=at,
        about=unit,
        unit_id=unit.pk,
        code=unit.code,
        kind=unit.kind,
    )
    tell([p for p in (new.parent and new.parent.pk,) if p], new.opened_on, at)
    return unit


@transaction.atomic
def create_units(new: Sequence[NewUnit], *, by: User, at: datetime) -> list[Unit]:
    """Create many units whose parents exist, in their order."""
    return [create_unit(one, by=by, at=at) for one in new]


@transaction.atomic
def change_unit(*, unit: Unit, by: User, at: datetime, **changes: Any) -> Unit:
    """Change a unit's name, phone, address, order or what a section reviews.

    Raises ``ValidationError`` for a field that is not changed this way.
    """
    require(by, at, unit)
    allowed = {"name", "short_name", "phone", "address", "order", "reviews", "division_code"}
    if unknown := set(changes) - allowed:
        raise ValidationError(
            _("不能这样修改：%(fields)s") % {"fields": "、".join(sorted(unknown))}
        )
    before = {f: getattr(unit, f) for f in changes}
    for name, value in changes.items():
        setattr(unit, name, value)
    if "name" in changes:
        unit.pinyin = pinyin_of(unit.name)
    unit.save(update_fields=[*changes, "pinyin"])
    audit.record(
        words.UNIT_CHANGED, by=by, at=at, about=unit, unit_id=unit.pk, before=before, after=changes
    )
    return unit


@transaction.atomic
def move_unit(*, unit: Unit, to: Unit, from_on: date, by: User, at: datetime) -> Unit:
    """Place a unit under another superior from a day on; what was reported before stays.

    Raises ``ValidationError`` when it may not lie there, lies there already, or the day is not
    after the present placement began. A coming day is refused too: the path, which scope follows,
    changes at once.
    """
    require(by, at, unit)
    require(by, at, to)
    hold_tree()
    to = Unit.objects.get(pk=to.pk)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if not kinds.may_lie_under(unit.kind, to.kind) or to.path.startswith(unit.path):
        raise ValidationError(_("%(unit)s不能隶属于%(to)s") % {"unit": unit.name, "to": to.name})
    if to.closed_on:
        raise ValidationError(_("%(to)s已关闭") % {"to": to.name})
    now_in = Placement.objects.select_for_update().get(unit=unit, until_on=None)
    if now_in.parent_id == to.pk:
        raise ValidationError(_("%(unit)s已隶属于%(to)s") % {"unit": unit.name, "to": to.name})
    if from_on <= now_in.from_on:
        raise ValidationError(_("生效日期须晚于 %(day)s") % {"day": now_in.from_on}, code="from_on")
    if from_on > clock.local_day(at):
        raise ValidationError(_("生效日期不能晚于今天"), code="from_on")
    now_in.until_on = from_on
    now_in.save(update_fields=["until_on"])
    Placement.objects.create(unit=unit, parent=to, from_on=from_on)
    unit.move(Unit.objects.get(pk=to.pk), "last-child")
    unit = Unit.objects.get(pk=unit.pk)
    audit.record(
        words.UNIT_MOVED,
        by=by,
        at=at,
        about=unit,
        unit_id=unit.pk,
        old=now_in.parent_id,
        new=to.pk,
        from_on=from_on.isoformat(),
    )
    tell([p for p in (now_in.parent_id, to.pk) if p], from_on, at)
    return unit


@transaction.atomic
def close_unit(*, unit: Unit, closed_on: date, by: User, at: datetime) -> Unit:
    """Close a unit: from that day it owes nothing; what it reported stays.

    Raises ``ValidationError`` while units below it are open.
    """
    require(by, at, unit)
    hold_tree()
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if unit.closed_on:
        raise ValidationError(_("%(unit)s已关闭") % {"unit": unit.name})
    if unit.get_descendants().filter(closed_on=None).exists():
        raise ValidationError(_("%(unit)s下还有未关闭的单位") % {"unit": unit.name})
    if closed_on < unit.opened_on:
        raise ValidationError(_("关闭日期不能早于开办日期"), code="closed_on")
    unit.closed_on = closed_on
    unit.save(update_fields=["closed_on"])
    audit.record(
        words.UNIT_CLOSED, by=by, at=at, about=unit, unit_id=unit.pk, on=closed_on.isoformat()
    )
    tell(_parents_of(unit), closed_on, at)
    return unit


@transaction.atomic
def reopen_unit(*, unit: Unit, by: User, at: datetime) -> Unit:
    """Take back a closing. Raises ``ValidationError`` while its superior is closed."""
    require(by, at, unit)
    hold_tree()
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    parent = unit.get_parent()
    if parent is not None and parent.closed_on:
        raise ValidationError(_("%(to)s已关闭") % {"to": parent.name})
    since = unit.closed_on or clock.local_day(at)
    unit.closed_on = None
    unit.save(update_fields=["closed_on"])
    audit.record(words.UNIT_REOPENED, by=by, at=at, about=unit, unit_id=unit.pk)
    tell(_parents_of(unit), since, at)
    return unit


def pinyin_of(name: str) -> str:
    """Return full and initial pinyin, for finding a unit by typing letters."""
    sounds = pinyin.syllables(name)
    # what is not Chinese comes back as it stands in the name, and stays whole
    initials = [sound if sound in name else sound[:1] for sound in sounds]
    return f"{''.join(sounds)} {''.join(initials)}".lower()[:200]


def _parents_of(unit: Unit) -> list[int]:
    held = Placement.objects.filter(unit=unit, parent__isnull=False)
    return list(held.values_list("parent_id", flat=True).distinct())


def require(by: User, at: datetime, unit: Unit | None) -> None:
    """Raise where ``by`` may not manage a unit; the top of the tree is the system's alone."""
    scope = scope_of(by, at=at)
    if unit is not None:
        scope.require(words.MANAGE_UNITS, unit)
    elif not scope.everything:
        raise NotPermitted(words.MANAGE_UNITS)


def check(new: NewUnit, parent: Unit | None, *, is_code_free: bool | None = None) -> None:
    """Raise ``ValidationError`` where a unit may not be made so.

    ``is_code_free`` is asked of the database unless the caller knows.
    """
    if not kinds.may_lie_under(new.kind, parent.kind if parent else None):
        raise ValidationError(
            _("%(kind)s不能设在这里") % {"kind": kinds.Kind(new.kind).label}, code="kind"
        )
    if parent is not None and parent.closed_on and new.closed_on is None:
        raise ValidationError(_("%(to)s已关闭") % {"to": parent.name}, code="parent")
    if is_code_free is None:
        is_code_free = not Unit.objects.filter(code=new.code).exists()
    if not is_code_free:
        raise ValidationError(_("机构代码 %(code)s 已被使用") % {"code": new.code}, code="code")
    if new.closed_on and new.closed_on < new.opened_on:
        raise ValidationError(_("关闭日期不能早于开办日期"), code="closed_on")


def tell(unit_ids: Sequence[int], since: date, at: datetime) -> None:
    """Tell the listeners that the placement or days below these units changed from a day on."""
    for listener in placement_listeners:
        listener(unit_ids, since, at)
