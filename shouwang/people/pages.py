"""What the pages of people show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import links, names, queries, searching, words
from shouwang.people.models import Person, Presence, Side
from shouwang.people.names import CHILDRENS_KINDS
from shouwang.people.queries import Heads, OnRoll


@dataclass(frozen=True)
class Moment:
    """As of when a page is; ``is_past`` where somebody asked for a moment gone by."""

    at: datetime
    is_past: bool
    is_wrong: bool = False

    @property
    def text(self) -> str:
        """Return it as the field of the form holds it."""
        return f"{clock.local(self.at):%Y-%m-%dT%H:%M}"


def moment(asked: str) -> Moment:
    """Return the moment asked for, or now; a moment to come is now."""
    now = clock.now()
    if not asked:
        return Moment(now, is_past=False)
    try:
        at = datetime.fromisoformat(asked)
    except ValueError:
        return Moment(now, is_past=False, is_wrong=True)
    if not clock.is_known(at.date()):
        return Moment(now, is_past=False, is_wrong=True)
    if at.tzinfo is None:
        at = at.replace(tzinfo=clock.SHANGHAI)
    return Moment(min(at, now), is_past=at < now)


def side_of(asked: str) -> str:
    """Return the side of the house asked for, residents if none."""
    return asked if asked in Side.values else Side.RESIDENT


def own_house(scope: Scope) -> int | None:
    """Return the one institution that a scope is for; None where it reaches further."""
    ids = {tree.unit_id for tree in scope.narrowed(words.SEE_PEOPLE).subtrees}
    if scope.everything or len(ids) != 1:
        return None
    unit = Unit.objects.get(pk=ids.pop())
    return unit.pk if unit.is_institution else None


def houses_named(scope: Scope, typed: str) -> QuerySet[Unit]:
    """Return the houses of a scope that go by what was typed, in tree order."""
    found = queries.houses(scope)
    return found.filter(name__icontains=typed) if typed else found


def totals(scope: Scope, at: datetime) -> Heads:
    """Return what all houses of a scope have together."""
    each = queries.heads(queries.houses(scope).values_list("pk", flat=True), at).values()
    fields = Heads.__dataclass_fields__
    return Heads(**{field: sum(getattr(one, field) for one in each) for field in fields})


def house(scope: Scope, unit: Unit, *, side: str, at: Moment, typed: str) -> dict[str, Any]:
    """Return what the page of a house shows: its counts, and its people where they may be seen."""
    scope.require(words.SEE_PEOPLE, unit)
    full = names.shown_in_full(scope, unit)
    heads = queries.heads([unit.pk], at.at).get(unit.pk, queries.NOBODY)
    roll = queries.roll(scope, unit, at=at.at, side=side) if full else []
    found = searching.search(roll, typed)
    return {
        "unit": unit,
        "heads": heads,
        "side": side,
        "moment": at,
        "typed": typed,
        "full": full,
        "people": found,
        "rooms": rooms(found) if side == Side.RESIDENT else [],
        "may_manage": scope.allows(words.MANAGE_PEOPLE, unit),
        "is_childrens": unit.kind in CHILDRENS_KINDS,
        "tabs": _tabs(unit, heads, side, at),
        "trail": trail(scope, unit),
    }


def rooms(people: list[OnRoll]) -> list[tuple[str, list[OnRoll]]]:
    """Return residents by room, in the order of the roll."""
    found: dict[str, list[OnRoll]] = {}
    for one in people:
        found.setdefault(one.room, []).append(one)
    return list(found.items())


def trail(scope: Scope, unit: Unit, *steps: str, person: Person | None = None) -> list[Any]:
    """Return the breadcrumb of a house's pages."""
    begun = [] if own_house(scope) else [(_("人员"), reverse("people:start"))]
    way = [*begun, (unit.label, reverse("people:house", args=[unit.pk]))]
    if person is not None:
        full = names.shown_in_full(scope, unit)
        name = names.name_of(person, full=full)
        way.append((name, reverse("people:person", args=[person.pk])))
    return [*way, *((step, "") for step in steps)]


def person(scope: Scope, one: Person) -> dict[str, Any]:
    """Return what the page of a person shows, masked; families only to their own house."""
    unit, now = one.unit, clock.now()
    full = names.shown_in_full(scope, unit)
    is_resident = one.side == Side.RESIDENT
    stays = queries.stays(scope, one) if is_resident else []
    engaged = [] if is_resident else queries.engagements(scope, one)
    spans = stays or engaged
    is_on = any(span.until_at is None and span.voided_at is None for span in spans)
    return {
        "person": one,
        "unit": unit,
        "name": names.name_of(one, full=full),
        "full": full,
        "is_resident": is_resident,
        # of a child no part of a number is shown outside the house
        "shows_numbers": full or not one.is_child,
        "stays": stays,
        "engagements": engaged,
        "contacts": queries.contacts(one) if full and is_resident else [],
        "age": age(one, now),
        "is_on": is_on,
        "is_away": is_resident and queries.is_away(one.pk, now),
        "presence": _presence(one, now),
        "may_manage": scope.allows(words.MANAGE_PEOPLE, unit) and one.purged_at is None,
        "may_record": scope.allows(words.RECORD_MOVES, unit) and full,
        "may_unmask": scope.allows(words.UNMASK, unit) and full,
        "may_export": scope.allows(words.EXPORT_PERSON, unit) and full and not one.is_child,
        "links": links.links_for(one, scope.permissions) if full else [],
        "trail": trail(scope, unit, person=one),
    }


def age(one: Person, now: datetime) -> int | None:
    """Return the age in years: to the day where the birthday is kept, else by the year."""
    today = clock.local_day(now)
    if one.born_on is not None:
        had = (today.month, today.day) >= (one.born_on.month, one.born_on.day)
        return today.year - one.born_on.year - (not had)
    return today.year - one.birth_year if one.birth_year else None


def _presence(one: Person, now: datetime) -> Presence | None:
    return Presence.objects.covering(now).filter(person=one).first()


def _tabs(unit: Unit, heads: Heads, side: str, at: Moment) -> list[Any]:
    base = reverse("people:house", args=[unit.pk])
    asked = f"&at={at.text}" if at.is_past else ""
    return [
        (_("服务对象"), f"{base}?side=resident{asked}", side == Side.RESIDENT, heads.registered),
        (_("职工"), f"{base}?side=staff{asked}", side == Side.STAFF, heads.staff),
    ]
