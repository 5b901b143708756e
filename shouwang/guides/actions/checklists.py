"""A bureau's lists: adopted from the library, made, adjusted, closed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.guides import library, words
from shouwang.guides.models import Checklist, Item
from shouwang.kit import clock
from shouwang.orgs.kinds import INSTITUTIONS, JURISDICTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of

DUE = time(20)


@transaction.atomic
def adopt(
    *, owner: Unit, code: str, by: User, at: datetime, scope: Scope | None = None
) -> Checklist:
    """Adopt a list of the library for the institutions below ``owner``.

    What has a source is switched on, what is a proposal of ours is not. A list that stands is not
    adopted twice. Raises ``ValidationError`` for a code that the library does not have.
    """
    found = library.builtins().get(code)
    if found is None:
        raise ValidationError(_("没有这份清单"))
    _require(owner, by, at, scope)
    Unit.objects.select_for_update(no_key=True).get(pk=owner.pk)
    standing = Checklist.objects.filter(owner=owner, builtin=code, closed_on=None).first()
    if standing is not None:
        return standing
    made = _made(owner, found.title, found.kinds, found.cadence, by=by, at=at, builtin=code)
    Item.objects.bulk_create(
        Item(
            checklist=made, order=place, group=one.group, text=one.text, source=one.source,
            is_official=one.is_official, is_on=one.is_official,
        )
        for place, one in enumerate(found.items, 1)
    )  # fmt: skip
    return made


@transaction.atomic
def create(
    *,
    owner: Unit,
    title: str,
    kinds: Sequence[str],
    cadence: str,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Checklist:
    """Make a list without questions; raises ``ValidationError`` without a title or a kind."""
    _require(owner, by, at, scope)
    if not title.strip():
        raise ValidationError(_("请填写清单名称"), code="title")
    if not kinds or set(kinds) - set(INSTITUTIONS):
        raise ValidationError(_("请选择适用的机构类别"), code="kinds")
    if cadence not in Checklist.Cadence.values:
        raise ValidationError(_("请选择频次"), code="cadence")
    return _made(owner, title.strip()[:80], sorted(set(kinds)), cadence, by=by, at=at)


def _made(
    owner: Unit,
    title: str,
    kinds: Sequence[str],
    cadence: str,
    *,
    by: User,
    at: datetime,
    builtin: str = "",
) -> Checklist:
    made = Checklist.objects.create(
        owner=owner, title=title, kinds=list(kinds), cadence=cadence, due_time=DUE,
        starts_on=clock.local_day(at), builtin=builtin, made_by=by, made_at=at,
    )  # fmt: skip
    audit.record(
        words.LIST_MADE, by=by, at=at, about=made, unit_id=owner.pk, name=title, cadence=cadence
    )
    return made


@transaction.atomic
def add_item(
    *,
    checklist: Checklist,
    text: str,
    by: User,
    at: datetime,
    group: str = "",
    source: str = "",
    scope: Scope | None = None,
) -> Item:
    """Add a question of the bureau's own after the last; raises ``ValidationError`` without one."""
    held = _held(checklist, by, at, scope)
    if not text.strip():
        raise ValidationError(_("请填写检查项"), code="text")
    last = held.items.aggregate(last=Max("order"))["last"] or 0
    made = held.items.create(
        order=last + 1, group=group.strip()[:40], text=text.strip()[:200],
        source=source.strip()[:200],
    )  # fmt: skip
    audit.record(
        words.LIST_CHANGED, by=by, at=at, about=held, unit_id=held.owner_id, item=made.text,
        is_on=True,
    )  # fmt: skip
    return made


@transaction.atomic
def change(
    *,
    checklist: Checklist,
    on: Collection[int],
    cadence: str,
    due_time: time,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Checklist:
    """Set which questions are asked (ids ``on``), how often and until when."""
    held = _held(checklist, by, at, scope)
    if cadence not in Checklist.Cadence.values:
        raise ValidationError(_("请选择频次"), code="cadence")
    turned = [item for item in held.items.order_by("order") if item.is_on != (item.pk in on)]
    for item in turned:
        item.is_on = item.pk in on
        item.save(update_fields=["is_on"])
        audit.record(
            words.LIST_CHANGED, by=by, at=at, about=held, unit_id=held.owner_id, item=item.text,
            is_on=item.is_on,
        )  # fmt: skip
    if (held.cadence, held.due_time) != (cadence, due_time):
        if held.cadence != cadence:
            # what was not asked for so far was not missed
            held.starts_on = clock.local_day(at)
        held.cadence, held.due_time = cadence, due_time
        held.save(update_fields=["cadence", "due_time", "starts_on"])
        audit.record(
            words.LIST_CHANGED, by=by, at=at, about=held, unit_id=held.owner_id, cadence=cadence,
            due_time=f"{due_time:%H:%M}",
        )  # fmt: skip
    return held


@transaction.atomic
def close(*, checklist: Checklist, by: User, at: datetime, scope: Scope | None = None) -> None:
    """Close a list: it is asked for no more, what was filled stays."""
    held = _held(checklist, by, at, scope)
    held.closed_on = clock.local_day(at)
    held.save(update_fields=["closed_on"])
    audit.record(words.LIST_CLOSED, by=by, at=at, about=held, unit_id=held.owner_id)


def _require(owner: Unit, by: User, at: datetime, scope: Scope | None) -> None:
    (scope or scope_of(by, at=at)).require(words.MANAGE_LISTS, owner)
    if owner.kind not in JURISDICTIONS:
        raise ValidationError(_("由民政部门启用"))


def _held(checklist: Checklist, by: User, at: datetime, scope: Scope | None) -> Checklist:
    found = Checklist.objects.select_for_update(of=("self",)).select_related("owner")
    held = found.get(pk=checklist.pk)
    _require(held.owner, by, at, scope)
    if held.closed_on is not None:
        raise ValidationError(_("这份清单已停用"))
    return held
