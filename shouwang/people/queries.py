"""Reads of people, scope first; what others count or list at any past moment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import names, words
from shouwang.people.models import (
    Absence,
    Contact,
    Engagement,
    Person,
    Presence,
    Side,
    Stay,
)


@dataclass(frozen=True)
class OnRoll:
    """One person on the file of a house at a moment.

    ``name`` is what this user's screens may show, ``masked`` what anyone's may. ``out`` is the kind
    of absence of a resident who is outside. Staff have ``lives_in`` and ``on_post``.
    """

    person_id: UUID
    name: str
    masked: str
    room: str
    bed: str
    side: str
    lives_in: bool
    is_out: bool
    out: str = ""
    on_post: bool = False
    since: datetime | None = None
    care: str = ""
    is_destitute: bool = False
    job: str = ""

    @property
    def place(self) -> str:
        """Return room and bed as they are said: 201-3."""
        return "-".join(part for part in (self.room, self.bed) if part)


@dataclass(frozen=True)
class Heads:
    """How many a house has at a moment: 在册, 在院, 离院在外, 在册职工, 在岗, 封闭住院."""

    registered: int = 0
    in_house: int = 0
    away: int = 0
    staff: int = 0
    on_post: int = 0
    live_in: int = 0


NOBODY = Heads()

_HEADS = """
SELECT unit_id, sum(registered), sum(away), sum(staff), sum(on_post), sum(live_in) FROM (
    SELECT s.unit_id, 1 AS registered, (a.id IS NOT NULL)::int AS away,
           0 AS staff, 0 AS on_post, 0 AS live_in
    FROM people_stay s LEFT JOIN people_absence a
      ON a.stay_id = s.id AND a.voided_at IS NULL AND a.from_at <= %(at)s
     AND (a.until_at IS NULL OR a.until_at > %(at)s)
    WHERE s.unit_id = ANY(%(units)s) AND s.voided_at IS NULL AND s.from_at <= %(at)s
      AND (s.until_at IS NULL OR s.until_at > %(at)s)
    UNION ALL
    SELECT e.unit_id, 0, 0, 1, (p.id IS NOT NULL)::int,
           coalesce((p.state = 'living_in')::int, 0)
    FROM people_engagement e LEFT JOIN people_presence p
      ON p.engagement_id = e.id AND p.voided_at IS NULL AND p.from_at <= %(at)s
     AND (p.until_at IS NULL OR p.until_at > %(at)s)
    WHERE e.unit_id = ANY(%(units)s) AND e.voided_at IS NULL AND e.from_at <= %(at)s
      AND (e.until_at IS NULL OR e.until_at > %(at)s)
) heads GROUP BY unit_id
"""


def heads(unit_ids: Iterable[int], at: datetime) -> dict[int, Heads]:
    """Return what each house has at a moment, in one statement; a house with nobody is absent."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, {"at": at, "units": list(unit_ids)})
        rows = cursor.fetchall()
    return {
        unit: Heads(registered, registered - away, away, staff, on_post, live_in)
        for unit, registered, away, staff, on_post, live_in in rows
    }


def in_house(unit_ids: Iterable[int], at: datetime) -> dict[int, int]:
    """Return how many residents were in each house at a moment, past or present (在院)."""
    return {unit: each.in_house for unit, each in heads(unit_ids, at).items()}


def registered(unit_ids: Iterable[int], at: datetime) -> dict[int, int]:
    """Return how many residents were on each house's register at a moment (在册)."""
    return {unit: each.registered for unit, each in heads(unit_ids, at).items()}


def away_then(at: datetime, *, stay: str = "pk") -> Exists:
    """Return the condition on stays that the resident was outside at a moment."""
    return Exists(Absence.objects.covering(at).filter(stay=OuterRef(stay)))


def residents(unit_ids: Iterable[int], at: datetime) -> QuerySet[Stay]:
    """Return the stays of who was on the register at a moment, with ``person``."""
    return Stay.objects.covering(at).filter(unit_id__in=list(unit_ids)).select_related("person")


def present(unit_ids: Iterable[int], at: datetime) -> QuerySet[Stay]:
    """Return the stays of who was in the house at a moment, with ``person``."""
    return residents(unit_ids, at).exclude(away_then(at))


def on_staff(unit_ids: Iterable[int], at: datetime) -> QuerySet[Engagement]:
    """Return the engagements of who was on the staff at a moment, with ``person``."""
    found = Engagement.objects.covering(at).filter(unit_id__in=list(unit_ids))
    return found.select_related("person")


def roll(scope: Scope, unit: Unit, *, at: datetime, side: str | None = None) -> list[OnRoll]:
    """Return who was on a house's file at a moment, by room and bed; staff after residents.

    Two statements (one for a single ``side``). Raises ``OutOfScope`` or ``NotPermitted``.
    """
    scope.require(words.SEE_PEOPLE, unit)
    full = names.shown_in_full(scope, unit)
    found: list[OnRoll] = []
    if side != Side.STAFF:
        out = Absence.objects.covering(at).filter(stay=OuterRef("pk")).values("kind")[:1]
        stays = residents([unit.pk], at).annotate(out=Subquery(out))
        found += sorted((_resident(stay, full=full) for stay in stays), key=by_place)
    if side != Side.RESIDENT:
        state = Presence.objects.covering(at).filter(engagement=OuterRef("pk")).values("state")
        engaged = on_staff([unit.pk], at).annotate(state=Subquery(state[:1]))
        staff = (_member(one, full=full) for one in engaged)
        found += sorted(staff, key=lambda one: (one.job, str(one.person_id)))
    return found


def by_place(one: OnRoll) -> tuple[object, ...]:
    """Return the order of a round: by room as people count them (2, 10, 2A), then by bed."""
    return (_natural(one.room), _natural(one.bed), str(one.person_id))


def get(scope: Scope, person_id: UUID) -> Person:
    """Return a person with ``unit``; raises ``OutOfScope`` (404) outside the scope.

    A house sees whom it has on file and whom it had: the latter through their stays there.
    """
    found = persons(scope, [person_id]).get(person_id)
    if found is None:
        raise OutOfScope(f"people.person {person_id}")
    return found


def persons(scope: Scope, person_ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Return those of several people that are in scope, by key, with ``unit``."""
    within = scope.narrowed(words.SEE_PEOPLE)
    known = Q(pk__in=Person.objects.filter(within.q("unit__"), pk__in=person_ids).values("pk"))
    if not within.everything:
        once = Stay.objects.standing().filter(within.q("unit__"), person_id__in=person_ids)
        known |= Q(pk__in=once.values("person_id"))
    found = Person.objects.filter(known, pk__in=person_ids).select_related("unit")
    return {one.pk: one for one in found}


def is_away(person_id: UUID, at: datetime) -> bool:
    """Return whether a resident was outside the house at a moment."""
    return Absence.objects.covering(at).filter(person_id=person_id).exists()


def roommates(person: Person, *, at: datetime) -> list[Person]:
    """Return the residents of the same room who were in the house at a moment, without them."""
    if not person.room:
        return []
    near = present([person.unit_id], at).filter(person__room=person.room)
    found = [stay.person for stay in near.exclude(person=person)]
    return sorted(found, key=lambda one: (_natural(one.bed), str(one.pk)))


def stays(scope: Scope, person: Person) -> list[Stay]:
    """Return a person's stays in scope, the latest first, each with ``outings``: its absences."""
    within = scope.narrowed(words.SEE_PEOPLE).q("unit__")
    found = list(
        Stay.objects.filter(within, person=person)
        .select_related("unit", "recorded_by", "ended_by", "voided_by")
        .order_by("-from_at", "-pk")
    )
    absences = Absence.objects.filter(stay__in=found).order_by("-from_at", "-pk")
    for stay in found:
        stay.outings = [one for one in absences if one.stay_id == stay.pk]  # type: ignore[attr-defined]
    return found


def engagements(scope: Scope, person: Person) -> list[Engagement]:
    """Return when a member of staff was engaged, the latest first, each with ``times``."""
    within = scope.narrowed(words.SEE_PEOPLE).q("unit__")
    found = list(
        Engagement.objects.filter(within, person=person)
        .select_related("unit", "recorded_by", "ended_by")
        .order_by("-from_at", "-pk")
    )
    times = Presence.objects.filter(engagement__in=found).order_by("-from_at", "-pk")
    for one in found:
        one.times = [each for each in times if each.engagement_id == one.pk]  # type: ignore[attr-defined]
    return found


def contacts(person: Person) -> list[Contact]:
    """Return whom to tell of a person, who is called first first."""
    return list(Contact.objects.filter(person=person).order_by("-is_first", "recorded_at", "pk"))


def contact(scope: Scope, contact_id: UUID) -> Contact:
    """Return a relative of somebody in scope; raises ``OutOfScope``."""
    within = scope.narrowed(words.SEE_PEOPLE).q("person__unit__")
    found = Contact.objects.filter(within).select_related("person__unit")
    return access.one(found, pk=contact_id)


def houses(scope: Scope) -> QuerySet[Unit]:
    """Return the institutions in scope that have anybody on file, in tree order."""
    within = scope.narrowed(words.SEE_PEOPLE)
    filed = Person.objects.filter(unit=OuterRef("pk"))
    return Unit.objects.filter(within.q(), Exists(filed)).order_by("path")


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that puts 2 before 10 and a room without a number last."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts) or ((2, 0, ""),)


def _resident(stay: Stay, *, full: bool) -> OnRoll:
    person = stay.person
    out: str | None = stay.out  # type: ignore[attr-defined]
    return OnRoll(
        person_id=person.pk,
        name=names.name_of(person, full=full),
        masked=person.masked,
        room=person.room,
        bed=person.bed,
        side=Side.RESIDENT,
        lives_in=out is None,
        is_out=out is not None,
        out=out or "",
        since=stay.from_at,
        care=person.care,
        is_destitute=person.is_destitute,
    )


def _member(engagement: Engagement, *, full: bool) -> OnRoll:
    person = engagement.person
    state: str | None = engagement.state  # type: ignore[attr-defined]
    return OnRoll(
        person_id=person.pk,
        name=names.name_of(person, full=full),
        masked=person.masked,
        room=person.room,
        bed=person.bed,
        side=Side.STAFF,
        lives_in=state == Presence.State.LIVING_IN,
        is_out=state is None,
        on_post=state is not None,
        since=engagement.from_at,
        job=person.job,
    )
