"""What the pages of movements show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.movements import confinement, isolation_queries, queries, rules, words
from shouwang.movements.kinds import Kind, State
from shouwang.movements.models import Death, Movement
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import names
from shouwang.people import queries as people
from shouwang.people.models import Person
from shouwang.people.words import MANAGE_PEOPLE
from shouwang.response import measures
from shouwang.response.measures import InForce
from shouwang.response.models import Exemption

HOUSES_A_PAGE = 50
ROWS_A_PAGE = 30
TONES = {
    State.WAITING: "warn",
    State.APPROVED: "info",
    State.REFUSED: "none",
    State.OUT: "info",
    State.DONE: "ok",
    State.WITHDRAWN: "none",
}
# what may be asked for by a form of its own; a death has another
# the people of these are outside, all of them
_OF_OUTSIDE = (Kind.RETURN, "wait")
ASKED = (Kind.MEDICAL, Kind.LEAVE, Kind.RETURN, Kind.ADMISSION, Kind.TRANSFER, Kind.DISCHARGE)


def own_house(scope: Scope) -> Unit | None:
    """Return the institution at which the user works, None for a bureau's people."""
    ids = [tree.unit_id for tree in scope.subtrees if words.SEE in tree.permissions]
    first = Unit.objects.filter(pk__in=ids[:1]).first()
    return first if first is not None and first.is_institution else None


class Namer:
    """Names of people as this user may see them: one look at the posts for each house."""

    def __init__(self, scope: Scope) -> None:
        """Ask nothing yet."""
        self._scope = scope
        self._full: dict[int, bool] = {}

    def name(self, person: Person, unit: Unit) -> str:
        """Return the name in full in the house itself, else masked."""
        if unit.pk not in self._full:
            self._full[unit.pk] = names.shown_in_full(self._scope, unit)
        return names.name_of(person, full=self._full[unit.pk])


def line(movement: Movement, namer: Namer, *, hours: int, at: datetime) -> dict[str, Any]:
    """Return one movement for a list: name, state in words, what stands out."""
    late = (
        movement.is_emergency
        and movement.decided_at is None
        and movement.out_at is not None
        and rules.is_approval_overdue(movement.out_at, hours=hours, at=at)
    )
    special = movement.exemption.state if movement.exemption else ""
    return {
        "movement": movement,
        "name": namer.name(movement.person, movement.unit),
        "place": movement.person.place,
        "state": movement.get_state_display(),
        "tone": TONES[State(movement.state)],
        "is_undecided": movement.is_emergency and movement.decided_at is None,
        "is_late": late,
        "special": movement.exemption.get_state_display() if movement.exemption else "",
        "special_tone": "ok" if special == Exemption.State.APPROVED else "warn",
        "may_be_approved": not movement.needs_special or special == Exemption.State.APPROVED,
        "url": movement.get_absolute_url(),
        "at": movement.back_at or movement.out_at or movement.happened_at,
    }


def house_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return a house's page: what waits, who is outside, the history, what is suspended."""
    scope, now = request.scope, clock.now()
    hours = int(measures.value("approve_after_hours", unit=unit, at=now))
    namer = Namer(scope)
    open_ones = queries.open_ones(scope, unit)
    kind = request.GET.get("kind", "")
    page = Paginator(queries.history(scope, unit, kind), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    waiting = [m for m in open_ones if m.state == State.WAITING]
    late = queries.undecided(scope, unit)
    return {
        "unit": unit,
        "now": now,
        "waiting": [line(m, namer, hours=hours, at=now) for m in (*late, *waiting)],
        "ready": [
            line(m, namer, hours=hours, at=now) for m in open_ones if m.state == State.APPROVED
        ],
        "outside": [_outside(one, namer, unit) for one in queries.outside(scope, unit, at=now)],
        "page": page,
        "lines": [line(m, namer, hours=hours, at=now) for m in page],
        "tabs": _tabs(unit, kind),
        "suspended": suspended(unit, now),
        "choices": choices(scope, unit),
        "may_decide": scope.allows(words.DECIDE, unit),
        "may_request": scope.allows(words.REQUEST, unit),
        "hours": hours,
        "crumbs": crumbs(scope, unit),
    }


def bureau_page(request: SignedInRequest) -> dict[str, Any]:
    """Return how every institution in scope stands, a page of them, and what waits above."""
    now = clock.now()
    page = Paginator(queries.institutions(request.scope), HOUSES_A_PAGE).get_page(
        request.GET.get("page")
    )
    listed = list(page)
    free = isolation_queries.free_rooms([unit.pk for unit in listed], at=now)
    special = Movement.objects.filter(
        request.scope.narrowed(words.COUNT).q("unit__"),
        voided_at=None,
        exemption__state=Exemption.State.ASKED,
    )
    return {
        "now": now,
        "page": page,
        "rows": [
            {"s": standing, "free": free.get(standing.unit.pk)}
            for standing in queries.standings(listed, at=now)
        ],
        "special": list(special.select_related("unit", "exemption").order_by("happened_at")),
    }


def movement_page(request: SignedInRequest, movement: Movement) -> dict[str, Any]:
    """Return one movement with what this user may do about it now."""
    scope, unit, now = request.scope, movement.unit, clock.now()
    hours = int(measures.value("approve_after_hours", unit=unit, at=now))
    is_open = rules.may_decide(movement.state, is_decided=movement.decided_at is not None)
    passes = scope.allows(words.PASS, unit)
    step = {deed: rules.next_state(movement.kind, movement.state, deed) for deed in _DEEDS}
    broken = confinement.standing(movement, at=now) if movement.state not in rules.CLOSED else None
    unconfirmed = broken is not None and not movement.despite_isolation
    return {
        "line": line(movement, Namer(scope), hours=hours, at=now),
        "movement": movement,
        "unit": unit,
        "now": now,
        "is_outing": movement.kind in rules.OUTINGS,
        "may_decide": is_open and scope.allows(words.DECIDE, unit),
        "may_print": scope.allows(words.SEE, unit),
        "isolated": confinement.said(broken, at=now) if broken else "",
        "may_let_out": unconfirmed
        and movement.state == State.APPROVED
        and scope.allows(words.DECIDE, unit),
        "may_go": passes and step["out"] and not unconfirmed,
        "may_return": passes and step["back"],
        "may_carry_out": not unconfirmed
        and step["carry_out"]
        and may_carry_out(scope, movement.kind, unit),
        "may_withdraw": scope.allows(words.REQUEST, unit) and step["withdraw"],
        "death": Death.objects.filter(movement=movement).first(),
        "events": events(movement),
        "crumbs": [*crumbs(scope, unit, here=True), (str(movement.get_kind_display()), "")],
        "hours": hours,
    }


_DEEDS = ("out", "back", "carry_out", "withdraw")


def may_carry_out(scope: Scope, kind: str, unit: Unit) -> bool:
    """Return whether this user may carry out what is approved: admitting is for those who keep
    the register of people."""
    may_pass = scope.allows(words.PASS, unit)
    return may_pass and (kind != Kind.ADMISSION or scope.allows(MANAGE_PEOPLE, unit))


def events(movement: Movement) -> list[dict[str, Any]]:
    """Return what became of a movement, in its order."""
    asked_by = movement.recorded_by.name if movement.recorded_by else ""
    decided_by = movement.decided_by.name if movement.decided_by else ""
    refused = movement.state == State.REFUSED
    verdict = _("未批准") if refused else _("补批") if movement.is_emergency else _("批准")
    if movement.despite_isolation:
        verdict = _("批准，确认隔离观察中离院")
    note = f"：{movement.decision_note}" if movement.decision_note else ""
    is_outing = movement.kind in rules.OUTINGS
    told = [
        (movement.happened_at, _("登记申请"), asked_by, ""),
        (movement.told_at, _("告知家属"), movement.get_told_how_display(), ""),
        (movement.decided_at, f"{verdict}{note}", decided_by, "bad" if refused else "ok"),
        (movement.out_at, _("离院") if is_outing else _("办结"), "", ""),
        (movement.back_at, _("返院"), "", "ok"),
    ]
    shown = [{"at": at, "text": text, "by": by, "tone": t} for at, text, by, t in told if at]
    return sorted(shown, key=lambda event: event["at"])


def suspended(unit: Unit, at: datetime) -> list[InForce]:
    """Return the orders that suspend some kind of movement for a house now."""
    found = measures.all_in_force(sorted(set(rules.MEASURES.values())), unit=unit, at=at)
    return [order for order in found.values() if order]


def choices(scope: Scope, unit: Unit) -> list[tuple[str, str]]:
    """Return the kinds that this user may ask for: label and address."""
    if not scope.allows(words.REQUEST, unit):
        return []
    found = [
        (str(kind.label), f"{reverse('movements:new', args=[unit.pk])}?kind={kind.value}")
        for kind in ASKED
    ]
    if scope.allows(words.RECORD_DEATH, unit):
        found.append((str(Kind.DEATH.label), reverse("movements:death", args=[unit.pk])))
    return found


def offered(scope: Scope, unit: Unit, kind: str, *, at: datetime) -> list[tuple[str, str]]:
    """Return the people to choose from for a kind, by room: (key, 201-1 王秀英)."""
    listed = people.roll(scope, unit, at=at, side="resident")
    if kind in _OF_OUTSIDE:
        listed = [one for one in listed if one.is_out]
    elif kind in {Kind.MEDICAL, Kind.LEAVE}:
        listed = [one for one in listed if not one.is_out]
    return [(str(one.person_id), _offer(one, kind)) for one in listed]


def _offer(one: people.OnRoll, kind: str) -> str:
    """Return how somebody is offered: with the word that one is outside, where others are not."""
    who = f"{one.place} {one.name}".strip()
    says_so = one.is_out and kind not in _OF_OUTSIDE
    return _("%(who)s（离院在外）") % {"who": who} if says_so else who


def crumbs(scope: Scope, unit: Unit, *, here: bool = False) -> list[tuple[str, str]]:
    """Return the way to a house's page: from the bureau's list, or from the house itself."""
    own = own_house(scope)
    url = reverse("movements:house", args=[unit.pk])
    if own is not None and own.pk == unit.pk:
        return [(_("离返院"), url)] if here else []
    first = (_("离返院"), reverse("movements:list"))
    if not scope.allows(words.SEE, unit):
        return [first]
    return [first, (unit.label, url)] if here else [first, (unit.label, "")]


def _outside(one: queries.Outside, namer: Namer, unit: Unit) -> dict[str, Any]:
    return {
        "one": one,
        "name": namer.name(one.absence.person, unit),
        "place": one.absence.person.place,
        "url": one.movement.get_absolute_url() if one.movement else "",
        "wait_url": f"{reverse('movements:wait', args=[unit.pk])}?person={one.absence.person_id}",
    }


def _tabs(unit: Unit, kind: str) -> list[tuple[str, str, bool]]:
    here = reverse("movements:house", args=[unit.pk])
    kinds: Iterable[tuple[str, Any]] = [("", _("全部")), *Kind.choices]
    return [(str(label), f"{here}?kind={key}#history", key == kind) for key, label in kinds]


def key_of(text: str) -> UUID | None:
    """Return a key from an address, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
