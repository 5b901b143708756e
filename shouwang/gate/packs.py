"""What the gate's phone carries along: measures in force, recent visitors, residents by room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.gate import queries, words
from shouwang.gate.kinds import MEASURES, FeverStep, Purpose, Reason
from shouwang.gate.models import Parcel, Visit, Visitor
from shouwang.health import rules as thermometer
from shouwang.kit import clock, offline, pinyin
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import queries as people
from shouwang.people.models import Side
from shouwang.people.queries import OnRoll
from shouwang.response import measures
from shouwang.response.measures import InForce
from shouwang.response.models import Exemption


def build(*, scope: Scope, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return what ``/m/gate`` needs to work for a day without a network.

    Visitors are masked; of a resident the name as this user's screens show it, and the room.
    """
    scope.require(words.REGISTER, unit)
    roll = people.roll(scope, unit, at=at)
    names = {one.person_id: one for one in roll}
    orders = measures.in_force_for(sorted(MEASURES.values()), unit_ids=[unit.pk], at=at)
    day = clock.local_day(at)
    return {
        "day": day.isoformat(),
        "fever_at": thermometer.tenths(measures.value("fever_at", unit=unit, at=at)),
        "closure": str(measures.closure(unit, at).label),
        "purposes": [
            _purpose(one, orders.get((unit.pk, MEASURES.get(one, "")))) for one in Purpose
        ],
        "reasons": [{"code": one.value, "zh": str(one.label)} for one in Reason],
        "steps": [{"code": one.value, "zh": str(one.label)} for one in FeverStep],
        "visitors": [_visitor(v, names) for v in queries.recent_visitors(scope, unit, at=at)],
        "people": [_resident(one) for one in roll if one.side == Side.RESIDENT],
        "staff": [_member(one) for one in roll if one.side == Side.STAFF and not one.lives_in],
        "inside": [_visit(v, names) for v in queries.inside(scope, unit)],
        "waiting": [_waiting(v, names) for v in queries.waiting(scope, unit)],
        "details": [_visit(v, names) for v in queries.to_supplement(scope, unit)],
        "parcels": [_parcel(p, names) for p in queries.parcels(scope, unit)],
        "counts": queries.day_counts([unit.pk], day)[unit.pk],
    }


def sounds(name: str) -> str:
    """Return how a name is looked for by letters: the surname's sound and all initials.

    Not the whole name's sounds: they would tell what the mask hides.
    """
    if not name:
        return ""
    return f"{pinyin.syllables(name[0])[0]} {pinyin.initials(name)}".lower()


def _purpose(purpose: Purpose, order: InForce | None) -> dict[str, Any]:
    told: dict[str, Any] = {"code": purpose.value, "zh": str(purpose.label), "order": None}
    if order is not None:
        told["order"] = {
            "is_absolute": order.is_absolute,
            "refusal": order.refusal,
            "source": order.source,
            "url": order.paper_url,
        }
    return told


def _visitor(visitor: Visitor, names: dict[Any, OnRoll]) -> dict[str, Any]:
    return {
        "id": str(visitor.pk),
        "name": visitor.masked,
        "py": sounds(str(visitor.name)),
        "tail": visitor.tail,
        "from": visitor.come_from,
        "plate": str(visitor.plate),
        "purpose": visitor.last_purpose,
        "person": str(visitor.person_id) if visitor.person_id in names else None,
    }


def _resident(one: OnRoll) -> dict[str, Any]:
    return {
        "id": str(one.person_id),
        "name": one.name,
        "py": sounds(one.name),
        "room": one.place,
        "out": one.is_out,
    }


def _member(one: OnRoll) -> dict[str, Any]:
    return {
        "id": str(one.person_id),
        "name": one.name,
        "py": sounds(one.name),
        "job": one.job,
        "on": one.on_post,
    }


def _visit(visit: Visit, names: dict[Any, OnRoll]) -> dict[str, Any]:
    return {
        "id": str(visit.pk),
        "purpose": visit.purpose,
        "name": visit.visitor.masked if visit.visitor else "",
        "whom": whom(visit.person_id, str(visit.whom), names),
        "heads": visit.heads,
        "at": visit.happened_at.isoformat(),
    }


def _waiting(visit: Visit, names: dict[Any, OnRoll]) -> dict[str, Any]:
    state = visit.exemption.state if visit.exemption else Exemption.State.ASKED
    by = visit.exemption.decided_by if visit.exemption else None
    return _visit(visit, names) | {
        "state": state,
        "state_zh": str(Exemption.State(state).label),
        "approver": by.name if by else "",
        "conditions": visit.exemption.conditions if visit.exemption else "",
    }


def _parcel(parcel: Parcel, names: dict[Any, OnRoll]) -> dict[str, Any]:
    return {
        "id": str(parcel.pk),
        "what": parcel.what,
        "for": whom(parcel.person_id, str(parcel.for_whom), names),
        "at": parcel.happened_at.isoformat(),
        "disinfected": parcel.disinfected_at.isoformat() if parcel.disinfected_at else None,
    }


def whom(person_id: Any, told: str, names: dict[Any, OnRoll]) -> str:
    """Return whom a visit or a parcel is for, as the house's own screens name them."""
    one = names.get(person_id)
    if one is None:
        return told or (_("已离院人员") if person_id else "")
    return f"{one.place} {one.name}".strip()


offline.pack(offline.Pack("gate.desk", words.REGISTER, build))
