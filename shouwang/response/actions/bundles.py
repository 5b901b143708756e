"""Bundles: adopted from the library, made, switched, their items put in and taken out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.kit.registry import Word
from shouwang.orgs.kinds import JURISDICTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import words
from shouwang.response.actions import orders
from shouwang.response.authority import require_whole
from shouwang.response.models import Bundle, BundleItem, Level


@transaction.atomic
def adopt(
    *,
    bundle: Bundle,
    unit: Unit,
    levels: Collection[int],
    by: User,
    at: datetime,
    is_on: bool | None = None,
    scope: Scope | None = None,
) -> Bundle:
    """Copy one of the library's bundles for an area, bound to levels; the copy is the area's own.

    A proposal comes switched off unless ``is_on`` says otherwise. Raises ``ValidationError`` for
    one that was adopted already.
    """
    _may(scope or scope_of(by, at=at), unit)
    if bundle.unit_id is not None:
        raise ValidationError(_("只能采用资料库里的措施包"))
    if Bundle.objects.filter(unit=unit, adopted_from=bundle).exists():
        raise ValidationError(_("已经采用过这个措施包"))
    sure = bundle.standing != Bundle.Standing.PROPOSAL
    made = Bundle.objects.create(
        unit=unit,
        name=bundle.name,
        jurisdiction=bundle.jurisdiction,
        source=bundle.source,
        standing=bundle.standing,
        levels=_levels(levels),
        is_on=sure if is_on is None else is_on,
        adopted_from=bundle,
        order=bundle.order,
    )
    _copy_items(bundle, made)
    _record(words.BUNDLE_ADOPTED, made, by, at, levels=made.levels, is_on=made.is_on)
    return made


def _copy_items(bundle: Bundle, made: Bundle) -> None:
    BundleItem.objects.bulk_create(
        BundleItem(
            bundle=made,
            measure_id=item.measure_id,
            value=item.value,
            strength=item.strength,
            approver=item.approver,
            kinds=item.kinds,
            note=item.note,
        )
        for item in bundle.items.filter(removed_at=None).order_by("pk")
    )


@transaction.atomic
def make(
    *,
    unit: Unit,
    name: str,
    levels: Collection[int],
    by: User,
    at: datetime,
    source: str = "",
    scope: Scope | None = None,
) -> Bundle:
    """Make an area's own bundle, empty and switched on."""
    _may(scope or scope_of(by, at=at), unit)
    made = Bundle.objects.create(
        unit=unit,
        name=_named(name),
        jurisdiction=unit.name,
        source=source.strip()[:300],
        standing=Bundle.Standing.OWN,
        levels=_levels(levels),
        is_on=True,
    )
    _record(words.BUNDLE_MADE, made, by, at, levels=made.levels)
    return made


@transaction.atomic
def change(
    *,
    bundle: Bundle,
    name: str,
    levels: Collection[int],
    is_on: bool,
    source: str,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Bundle:
    """Change an area's bundle. Orders in force stay as they are until the level is changed."""
    _may(scope or scope_of(by, at=at), _area(bundle))
    before = {"name": bundle.name, "levels": bundle.levels, "is_on": bundle.is_on}
    bundle.name, bundle.levels, bundle.is_on = _named(name), _levels(levels), is_on
    bundle.source = source.strip()[:300]
    bundle.save(update_fields=["name", "levels", "is_on", "source"])
    after = {"name": bundle.name, "levels": bundle.levels, "is_on": bundle.is_on}
    _record(words.BUNDLE_CHANGED, bundle, by, at, before=before, after=after)
    return bundle


@transaction.atomic
def put_item(
    new: orders.NewOrder, *, bundle: Bundle, by: User, at: datetime, scope: Scope | None = None
) -> BundleItem:
    """Put a measure into an area's bundle; the same for the same kinds replaces the former."""
    _may(scope or scope_of(by, at=at), _area(bundle))
    measure = orders.checked(new)
    same = bundle.items.filter(measure=measure, kinds=sorted(new.kinds), removed_at=None)
    same.update(removed_at=at)
    made = BundleItem.objects.create(
        bundle=bundle,
        measure=measure,
        value=new.value,
        strength=new.strength,
        approver=new.approver,
        kinds=sorted(new.kinds),
        note=new.note[:200],
    )
    value: Decimal | None = new.value
    told = {"measure": measure.zh, "strength": new.strength, "kinds": made.kinds}
    _record(words.BUNDLE_ITEM_PUT, bundle, by, at, value=value and str(value), **told)
    return made


@transaction.atomic
def remove_item(*, item: BundleItem, by: User, at: datetime, scope: Scope | None = None) -> None:
    """Take a measure out of an area's bundle; orders that came from it go on naming it."""
    _may(scope or scope_of(by, at=at), _area(item.bundle))
    if BundleItem.objects.filter(pk=item.pk, removed_at=None).update(removed_at=at):
        _record(words.BUNDLE_ITEM_REMOVED, item.bundle, by, at, measure=item.measure.zh)


def _may(scope: Scope, unit: Unit) -> None:
    require_whole(scope, words.EDIT_BUNDLES, unit)
    if unit.kind not in JURISDICTIONS:
        raise ValidationError(_("措施包按地区制定"))


def _area(bundle: Bundle) -> Unit:
    if bundle.unit is None:
        raise ValidationError(_("资料库里的措施包不能改，请先采用"))
    return bundle.unit


def _named(name: str) -> str:
    if not name.strip():
        raise ValidationError(_("请填写名称"), code="name")
    return name.strip()[:60]


def _levels(levels: Collection[int]) -> list[int]:
    if set(levels) - (set(Level.Grade.values) - {0}):
        raise ValidationError(_("没有这个级别"), code="levels")
    return sorted(set(levels))


def _record(word: Word, bundle: Bundle, by: User, at: datetime, **detail: object) -> None:
    told = {k: v for k, v in detail.items() if v is not None}
    audit.record(word, by=by, at=at, about=bundle, unit_id=bundle.unit_id, **told)
