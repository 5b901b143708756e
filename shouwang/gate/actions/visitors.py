"""Visitors of a gate: found again or kept anew, many in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.gate import rules
from shouwang.gate.models import Visitor
from shouwang.gate.models.visitor import FROM_LENGTH, PHONE_LENGTH
from shouwang.gate.told import NewVisit
from shouwang.kit.encrypted import digest

_BROUGHT_UP = ("last_at", "last_purpose", "person", "come_from", "plate")


def key_of(name: str, phone: str) -> str:
    """Return the digest by which the same visitor is found again; empty without a phone."""
    digits = _digits(phone)
    return digest(f"{name.strip()}\0{digits}", purpose="gate.visitor") if digits else ""


def known(entries: Sequence[NewVisit]) -> list[Visitor | None]:
    """Return the visitor of each entry, in their order; None for nobody in particular.

    Whoever is new is kept, whoever is known has their last visit brought up to date. Raises
    ``ValidationError`` for the id of a visitor of another gate.
    """
    asked = [(entry, key_of(entry.who.name, entry.who.phone)) for entry in entries]
    by_id, by_key = _found(asked)
    made: dict[tuple[int, str], Visitor] = {}
    new: list[Visitor] = []
    resolved: list[Visitor | None] = []
    for entry, key in asked:
        at_gate = (entry.unit.pk, key)
        if entry.who.is_nobody:
            resolved.append(None)
            continue
        visitor = by_id.get((entry.unit.pk, entry.who.id))
        if visitor is None and entry.who.id is not None and not entry.who.name:
            raise ValidationError(_("找不到这位来访人，请重新登记姓名和电话"), code="visitor")
        visitor = visitor or (by_key.get(at_gate) or made.get(at_gate) if key else None)
        if visitor is None:
            visitor = _new(entry, key)
            new.append(visitor)
            made[at_gate] = visitor
        resolved.append(visitor)
    changed = _brought_up(zip(entries, resolved, strict=True))
    # who is new is written once, as their last visit of these left them
    Visitor.objects.bulk_create(new, batch_size=2000)
    for visitor in new:
        changed.pop(visitor.pk, None)
    Visitor.objects.bulk_update(changed.values(), _BROUGHT_UP, batch_size=2000)
    return resolved


def _found(
    asked: Iterable[tuple[NewVisit, str]],
) -> tuple[dict[tuple[int, object], Visitor], dict[tuple[int, str], Visitor]]:
    units: set[int] = set()
    ids: set[UUID] = set()
    keys: set[str] = set()
    for entry, key in asked:
        units.add(entry.unit.pk)
        ids.update([entry.who.id] if entry.who.id else [])
        keys.update({key} - {""})
    found = Visitor.objects.filter(unit__in=units)
    # one who goes on their way now is locked, so that two entries at once do not both bring it up
    by_id = found.filter(pk__in=ids).order_by("pk").select_for_update() if ids else ()
    by_key = found.filter(key__in=keys).order_by("pk").select_for_update() if keys else ()
    return {(v.unit_id, v.pk): v for v in by_id}, {(v.unit_id, v.key): v for v in by_key}


def _new(entry: NewVisit, key: str) -> Visitor:
    digits = _digits(entry.who.phone)
    return Visitor(
        unit_id=entry.unit.pk,
        key=key,
        name=entry.who.name.strip(),
        phone=entry.who.phone.strip()[:PHONE_LENGTH],
        tail=digits[-4:],
        last_at=entry.happened_at,
    )


def _brought_up(pairs: Iterable[tuple[NewVisit, Visitor | None]]) -> dict[UUID, Visitor]:
    """Note on each visitor what the latest of their visits says: it is offered the next time;
    return those noted on."""
    changed: dict[UUID, Visitor] = {}
    for entry, visitor in pairs:
        if visitor is None or entry.happened_at < visitor.last_at:
            continue
        visitor.last_at = entry.happened_at
        visitor.last_purpose = entry.purpose
        visitor.person_id = entry.person_id or visitor.person_id
        visitor.come_from = entry.who.come_from.strip()[:FROM_LENGTH] or visitor.come_from
        if entry.plate:
            visitor.plate = rules.plate(entry.plate)
        changed[visitor.pk] = visitor
    return changed


def _digits(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdecimal())
