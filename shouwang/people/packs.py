"""What the phone's list of people carries along: masked numbers, who is where, what stands out.

No number in full ever leaves for a phone: it is shown on the person's page, for a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from shouwang.kit import offline, pinyin
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import links, marks, names, pages, queries, words
from shouwang.people.marks import Mark
from shouwang.people.models import Absence, Care, Contact, Person, Presence, Side
from shouwang.people.queries import OnRoll


def house(*, scope: Scope, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return the people of a house by room, each with what their card shows.

    Raises ``OutOfScope`` or ``NotPermitted``. Families stand with the house's own alone.
    """
    scope.require(words.SEE_NAMES, unit)
    full = names.shown_in_full(scope, unit)
    roll = queries.roll(scope, unit, at=at)
    people = Person.objects.in_bulk([one.person_id for one in roll])
    told = marks.marks_of(scope, unit, at=at)
    families = _families(people) if full else {}
    return {
        "people": [
            _line(one, at=at)
            | _card(people[one.person_id], scope, full=full, at=at)
            | {
                "py": sounds(one.name) if full else "",
                "marks": [_mark(mark) for mark in told.get(one.person_id, [])],
                "family": [_relative(each) for each in families.get(one.person_id, [])],
            }
            for one in roll
        ]
    }


def sounds(name: str) -> str:
    """Return the letters by which a name is found: all of them, and the first of each."""
    whole = "".join(pinyin.syllables(name))
    return f"{whole} {pinyin.initials(name)}".lower()


def _line(one: OnRoll, *, at: datetime) -> dict[str, Any]:
    return {
        "id": str(one.person_id),
        "name": one.name,
        "side": one.side,
        "room": one.room,
        "place": one.place,
        "job": one.job,
        "is_out": one.is_out,
        "presence": _presence(one),
        "since": one.since.isoformat() if one.since else None,
        "care": str(Care(one.care).label) if one.care else "",
        "is_destitute": one.is_destitute,
    }


def _presence(one: OnRoll) -> str:
    """Return where somebody is, in words; empty for a resident in the house."""
    if one.side == Side.RESIDENT:
        return str(Absence.Kind(one.out).label) if one.out else ""
    if not one.on_post:
        return ""
    state = Presence.State.LIVING_IN if one.lives_in else Presence.State.ON_POST
    return str(state.label)


def _card(person: Person, scope: Scope, *, full: bool, at: datetime) -> dict[str, Any]:
    # of a child no part of a number is shown to who does not work with the children
    shows = full or not person.is_child
    return {
        "id_number": person.masked_id if shows else "",
        "phone": person.masked_phone if shows else "",
        "sex": str(person.get_sex_display()),
        "age": pages.age(person, at),
        "url": reverse("people:person", args=[person.pk]),
        "links": [
            {"zh": str(label), "url": url}
            for label, url in (links.links_for(person, scope.permissions) if full else [])
        ],
    }


def _families(people: Iterable[UUID]) -> dict[UUID, list[Contact]]:
    found: dict[UUID, list[Contact]] = {}
    rows = Contact.objects.filter(person__in=list(people))
    for one in rows.order_by("-is_first", "recorded_at", "pk"):
        found.setdefault(one.person_id, []).append(one)
    return found


def _relative(one: Contact) -> dict[str, Any]:
    return {"name": one.masked, "relation": one.relation, "phone": one.masked_phone}


def _mark(mark: Mark) -> dict[str, str]:
    return {"words": str(mark.words), "tone": mark.tone, "url": mark.url}


offline.pack(offline.Pack("people.house", words.SEE_NAMES, house))
