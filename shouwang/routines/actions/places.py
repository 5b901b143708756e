"""Places: added by typing a list, changed, closed, opened again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.routines import rules, words
from shouwang.routines.kinds import USUAL, WORDS, PlaceKind
from shouwang.routines.models import Place

CHANGEABLE = ("name", "floor", "kind", "is_disinfected", "is_ventilated", "from_time", "until_time")


@transaction.atomic
def add_typed(
    *, unit: Unit, text: str, by: User, at: datetime, scope: Scope | None = None
) -> list[Place]:
    """Add the places of a typed list (``rules.places_of``); those that are there stay as they are.

    Raises ``ValidationError`` for an empty list or one beyond ``rules.MOST_PLACES``.
    """
    typed = rules.places_of(text, WORDS, PlaceKind.OTHER)
    if not typed:
        raise ValidationError(_("一行写一个场所，例如：二楼：201-206、走廊"), code="text")
    return add_many(unit=unit, typed=typed, by=by, at=at, scope=scope)


@transaction.atomic
def add_many(
    *,
    unit: Unit,
    typed: Sequence[rules.Typed],
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> list[Place]:
    """Add places after the last, with the usual hours of their kind; return those that are new."""
    (scope or scope_of(by, at=at)).require(words.MANAGE_PLACES, unit)
    # two who add at once wait for each other: the order and the limit hold
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    standing = list(Place.objects.filter(unit=unit, closed_at=None).order_by("order", "pk"))
    known = {(place.floor, place.name) for place in standing}
    new = [one for one in typed if (one.floor, one.name) not in known]
    if len(standing) + len(new) > rules.MOST_PLACES:
        raise ValidationError(
            _("一家机构最多 %(most)d 个场所") % {"most": rules.MOST_PLACES}, code="text"
        )
    last = max((place.order for place in standing), default=0)
    made = Place.objects.bulk_create(
        _new(unit, one, last + number, at) for number, one in enumerate(new, 1)
    )
    if made:
        audit.record(words.PLACES_ADDED, by=by, at=at, unit_id=unit.pk, places=len(made))
    return made


@transaction.atomic
def change(
    *, place: Place, by: User, at: datetime, scope: Scope | None = None, **fields: object
) -> Place:
    """Change fields of ``CHANGEABLE``; what is on record keeps its moment and its place.

    Raises ``ValidationError`` without a name, for a double on the floor, or for hours that end
    before they begin.
    """
    held = _held(place, by, at, scope)
    changes = {k: v for k, v in fields.items() if k in CHANGEABLE and getattr(held, k) != v}
    before = {key: _plain(getattr(held, key)) for key in changes}
    for key, value in changes.items():
        setattr(held, key, value)
    _check(held)
    if changes:
        held.save(update_fields=list(changes))
        told = {key: [before[key], _plain(value)] for key, value in changes.items()}
        audit.record(
            words.PLACE_CHANGED, by=by, at=at, about=held, unit_id=held.unit_id, changed=told
        )
    return held


@transaction.atomic
def close(*, place: Place, by: User, at: datetime, scope: Scope | None = None) -> Place:
    """Close a place: nothing is due there from now on, its records stay."""
    held = _held(place, by, at, scope)
    if held.closed_at is None:
        held.closed_at = at
        held.save(update_fields=["closed_at"])
        audit.record(words.PLACE_CLOSED, by=by, at=at, about=held, unit_id=held.unit_id)
    return held


@transaction.atomic
def reopen(*, place: Place, by: User, at: datetime, scope: Scope | None = None) -> Place:
    """Open a closed place again. Raises ``ValidationError`` where another took its name."""
    held = _held(place, by, at, scope)
    if held.closed_at is not None:
        held.closed_at = None
        _check(held)
        held.save(update_fields=["closed_at"])
        audit.record(words.PLACE_REOPENED, by=by, at=at, about=held, unit_id=held.unit_id)
    return held


def _held(place: Place, by: User, at: datetime, scope: Scope | None) -> Place:
    found = Place.objects.select_for_update().select_related(None).filter(pk=place.pk).first()
    if found is None:
        raise OutOfScope(f"place {place.pk}")
    (scope or scope_of(by, at=at)).require(words.MANAGE_PLACES, found.unit)
    return found


def _new(unit: Unit, one: rules.Typed, order: int, at: datetime) -> Place:
    usual = USUAL[one.kind]
    return Place(
        unit=unit,
        name=one.name,
        floor=one.floor,
        kind=one.kind,
        is_ventilated=usual.is_ventilated,
        from_time=usual.from_time,
        until_time=usual.until_time,
        order=order,
        made_at=at,
    )


def _check(place: Place) -> None:
    if not place.name.strip():
        raise ValidationError(_("请写场所名称"), code="name")
    if place.until_time <= place.from_time:
        raise ValidationError(_("使用时段的结束要在开始之后"), code="until_time")
    others = Place.objects.filter(
        unit_id=place.unit_id, floor=place.floor, name=place.name, closed_at=None
    ).exclude(pk=place.pk)
    if others.exists():
        raise ValidationError(_("这一层已经有同名的场所"), code="name")


def _plain(value: object) -> object:
    return f"{value:%H:%M}" if isinstance(value, time) else value
