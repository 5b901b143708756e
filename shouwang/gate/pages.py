"""What the register and the board show."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.gate import queries, words
from shouwang.gate.actions.exports import Asked
from shouwang.gate.kinds import Decision, Purpose
from shouwang.gate.models import Visit
from shouwang.kit import clock, masking
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people.names import name_of, shown_in_full
from shouwang.response import measures

HOUSES_A_PAGE, VISITS_A_PAGE = 50, 100
TONES = {
    Decision.ADMITTED: "ok",
    Decision.SPECIAL: "info",
    Decision.WAITING: "warn",
    Decision.REFUSED: "none",
}


def own_house(scope: Scope) -> Unit | None:
    """Return the institution at which the user works at the gate, None for a bureau's people."""
    ids = [tree.unit_id for tree in scope.subtrees if words.READ in tree.permissions]
    first = Unit.objects.filter(pk__in=ids[:1]).first()
    return first if first is not None and first.is_institution else None


def day_of(request: SignedInRequest, now: datetime) -> date:
    """Return the day that is asked for, today where none is."""
    today = clock.local_day(now)
    try:
        return min(date.fromisoformat(request.GET.get("day", "")), today)
    except ValueError:
        return today


def house_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return a gate's day: counts, who waits, who is inside, the register."""
    scope, now = request.scope, clock.now()
    day = day_of(request, now)
    search = asked_for(request)
    found = queries.register(scope, unit, day, search)
    page = Paginator(found, VISITS_A_PAGE).get_page(request.GET.get("page"))
    full = shown_in_full(scope, unit)
    today = clock.local_day(now)
    return {
        "unit": unit,
        "day": day,
        "today": today,
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1) if day < today else None,
        "at": min(now, clock.start_of(day + timedelta(days=1))),
        "closure": measures.closure(unit, now).label,
        "counts": queries.day_counts([unit.pk], day)[unit.pk],
        "search": search,
        "is_searched": bool(search.purpose or search.decision or search.tail or search.is_inside),
        "purposes": Purpose.choices,
        "decisions": Decision.choices,
        "page": page,
        "rows": [row_of(visit, full=full) for visit in page],
        "waiting": [row_of(visit, full=full) for visit in queries.waiting(scope, unit)],
        "supplement": list(queries.to_supplement(scope, unit)),
        "parcels": queries.parcels(scope, unit).count(),
        "may_register": scope.allows(words.REGISTER, unit),
        "may_export": scope.allows(words.EXPORT, unit),
        "may_unmask": scope.allows(words.UNMASK, unit),
    }


def asked_for(request: SignedInRequest) -> queries.Search:
    """Return the filters of the address."""
    told = request.GET
    return queries.Search(
        purpose=told.get("purpose", "") if told.get("purpose") in Purpose.values else "",
        decision=told.get("decision", "") if told.get("decision") in Decision.values else "",
        tail=told.get("tail", "").strip()[-4:],
        is_inside=told.get("inside") == "1",
    )


def row_of(visit: Visit, *, full: bool) -> dict[str, Any]:
    """Return one visit as a line: the visitor masked, whom they came to as this user may see."""
    is_voided = visit.voided_at is not None
    return {
        "visit": visit,
        "tone": "none" if is_voided else TONES[Decision(visit.decision)],
        "state": _("已作废") if is_voided else visit.get_decision_display(),
        "name": visit.visitor.masked if visit.visitor else _("（未登记）"),
        "phone": visit.visitor.masked_phone if visit.visitor else "",
        "whom": whom(visit, full=full),
        "plate": masked_plate(str(visit.plate)),
        "is_against": visit.decision == Decision.ADMITTED and bool(visit.measure),
        "is_inside": visit.is_in and visit.left_at is None and not is_voided,
    }


def whom(visit: Visit, *, full: bool) -> str:
    """Return whom a visit was to, as this user may see it."""
    if visit.person is not None:
        return f"{visit.person.place} {name_of(visit.person, full=full)}".strip()
    told = str(visit.whom)
    return told if full else masking.mask_name(told)


def masked_plate(plate: str) -> str:
    """Return 皖A*****."""
    return plate[:2] + masking.STAR * len(plate[2:])


def export_asked(request: SignedInRequest) -> Asked:
    """Return what of the register is to be handed out; raises ``ValidationError``."""
    told = request.POST
    try:
        first = date.fromisoformat(told.get("from_on", ""))
        last = date.fromisoformat(told.get("until_on", ""))
    except ValueError:
        raise ValidationError(_("请选起止日期"))
    return Asked(first, last, full=told.get("full") == "1", reason=told.get("reason", ""))


def board_page(request: SignedInRequest) -> dict[str, Any]:
    """Return the counts of every gate in scope on a day, a page of them: nobody's name."""
    now = clock.now()
    day = day_of(request, now)
    today = clock.local_day(now)
    page = Paginator(queries.gates(request.scope), HOUSES_A_PAGE).get_page(request.GET.get("page"))
    ids = [unit.pk for unit in page]
    counted = queries.day_counts(ids, day)
    at = min(now, clock.start_of(day + timedelta(days=1)))
    closed = measures.closures(ids, at=at) if ids else {}
    return {
        "day": day,
        "at": at,
        "today": today,
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1) if day < today else None,
        "page": page,
        "rows": [
            {"unit": unit, "closure": closed[unit.pk].label, "counts": counted[unit.pk]}
            for unit in page
        ],
    }


def crumbs(scope: Scope, unit: Unit, here: str) -> list[tuple[str, str]]:
    """Return the way to a page of a gate."""
    return [(_("门岗登记"), reverse("gate:house", args=[unit.pk])), (here, "")]
