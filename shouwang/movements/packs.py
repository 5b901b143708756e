"""What the phone's pages carry along: names and rooms, what is open, what is suspended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.urls import reverse

from shouwang.health.readings import SYMPTOMS
from shouwang.movements import isolation_pages, isolation_queries, pages, queries, rules, words
from shouwang.movements.kinds import Kind, Told
from shouwang.movements.models import Death, Isolation
from shouwang.movements.observing import Observation
from shouwang.movements.pages import Namer
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import queries as people
from shouwang.people.models import Care, Sex, Stay
from shouwang.people.names import CHILDRENS_KINDS
from shouwang.response import measures

# who left for good so lately may be on their way back: offered when somebody is admitted
_LATELY = timedelta(days=60)


def house(*, scope: Scope, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return residents by room, open movements and what is suspended by which paper."""
    namer = Namer(scope)
    hours = int(measures.value("approve_after_hours", unit=unit, at=at))
    orders = {order.measure: order for order in pages.suspended(unit, at)}
    observed = isolation_queries.running(scope, unit, at=at)
    kept_in = {o.isolation.person_id: isolation_pages.day_words(o) for o in observed}
    outside = {one.absence.person_id: one for one in queries.outside(scope, unit, at=at)}
    return {
        "may_request": scope.allows(words.REQUEST, unit),
        "may_pass": scope.allows(words.PASS, unit),
        "may_admit": pages.may_carry_out(scope, Kind.ADMISSION, unit),
        "may_decide": scope.allows(words.DECIDE, unit),
        "kinds": [_kind(kind, orders.get(kind.value)) for kind in _kinds(scope, unit)],
        "hows": _choices(Told),
        "sexes": _choices(Sex),
        "cares": _choices(Care),
        "wheres": _choices(Death.Where),
        "needs_birthday": unit.kind in CHILDRENS_KINDS,
        "former": _former(scope, unit, namer, at=at),
        "people": [
            {
                "id": str(one.person_id),
                "name": one.name,
                "place": one.place,
                "out": one.out,
                "told": _told(outside.get(one.person_id)),
                "isolated": kept_in.get(one.person_id, ""),
            }
            for one in people.roll(scope, unit, at=at, side="resident")
        ],
        "open": [
            _movement(pages.line(movement, namer, hours=hours, at=at), kept_in)
            for movement in queries.open_ones(scope, unit)
        ],
    }


def isolation(*, scope: Scope, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return who is observed, on which day, today's checks, the rooms."""
    namer = Namer(scope)
    observed = isolation_queries.running(scope, unit, at=at)
    kept = isolation_queries.rooms_of(unit, observed, at=at)
    return {
        "may_check": scope.allows(words.CHECK, unit),
        "fever_at": str(measures.value("fever_at", unit=unit, at=at)),
        "rooms": len(kept),
        "free": sum(not state.inside for state in kept),
        "symptoms": [{"code": code, "zh": str(zh)} for code, zh in SYMPTOMS.items()],
        "people": [_observed(one, namer) for one in observed],
    }


def isolation_url(found: Isolation) -> str:
    """Return the page of one isolation."""
    return reverse("movements:isolation", args=[found.pk])


def _kinds(scope: Scope, unit: Unit) -> list[Kind]:
    """Return what this user may enter, as the desk does: a death by those who may record one."""
    found = [*pages.ASKED] if scope.allows(words.REQUEST, unit) else []
    return [*found, Kind.DEATH] if scope.allows(words.RECORD_DEATH, unit) else found


def _choices(of: type[TextChoices]) -> list[dict[str, str]]:
    return [{"code": str(code), "zh": str(zh)} for code, zh in of.choices]


def _former(scope: Scope, unit: Unit, namer: Namer, *, at: datetime) -> list[dict[str, str]]:
    """Return who left this house for good lately and is on no register since."""
    if not scope.allows(words.REQUEST, unit):
        return []
    ends = (Stay.End.DISCHARGED, Stay.End.TRANSFERRED)
    gone = Stay.objects.standing().filter(unit=unit, end__in=ends, until_at__gte=at - _LATELY)
    here_or_dead = Q(until_at=None) | Q(end=Stay.End.DECEASED)
    here = Stay.objects.standing().filter(here_or_dead, person=OuterRef("person"))
    listed = gone.filter(~Exists(here), person__unit=unit, person__purged_at=None)
    people_gone = {stay.person_id: stay.person for stay in listed.select_related("person")}
    return [{"id": str(pk), "name": namer.name(who, unit)} for pk, who in people_gone.items()]


def _kind(kind: Kind, order: measures.InForce | None) -> dict[str, Any]:
    return {
        "code": kind.value,
        "zh": str(kind.label),
        "is_outing": kind.value in rules.OUTINGS,
        "is_kept_in": kind.value in rules.KEPT_IN,
        "may_go_first": rules.may_go_first(kind.value),
        "refusal": order.refusal if order else "",
        "is_absolute": bool(order and order.is_absolute),
    }


def _told(one: queries.Outside | None) -> dict[str, str] | None:
    if one is None or one.deferral is None:
        return None
    return {"by": one.deferral.told_by, "at": one.deferral.happened_at.isoformat()}


def _movement(line: dict[str, Any], kept_in: Mapping[UUID, str]) -> dict[str, Any]:
    movement = line["movement"]
    unconfirmed = movement.kind in rules.KEPT_IN and not movement.despite_isolation
    return {
        "id": str(movement.pk),
        "person": str(movement.person_id),
        "name": line["name"],
        "place": line["place"],
        "kind": movement.kind,
        "kind_zh": str(movement.get_kind_display()),
        "state": movement.state,
        "state_zh": str(line["state"]),
        "tone": line["tone"],
        "is_undecided": line["is_undecided"],
        "is_late": line["is_late"],
        "special": line["special"],
        "isolated": kept_in.get(movement.person_id, "") if unconfirmed else "",
        "reason": movement.reason,
        "at": line["at"].isoformat(),
        "planned_out_at": movement.planned_out_at and movement.planned_out_at.isoformat(),
    }


def _observed(one: Observation, namer: Namer) -> dict[str, Any]:
    found = one.isolation
    word, tone = isolation_pages.standing_words(one)
    return {
        "id": str(found.pk),
        "name": namer.name(found.person, found.unit),
        "cause": str(found.get_cause_display()),
        "where": found.room.name if found.room else str(found.get_place_display()),
        "needs_room": found.place == "house" and found.room_id is None,
        "day_words": isolation_pages.day_words(one),
        "due": one.due,
        "made": one.made,
        "gaps": [{"day": gap.number, "lacking": gap.due - gap.made} for gap in one.gaps],
        "standing": one.standing,
        "word": str(word),
        "tone": tone,
    }
