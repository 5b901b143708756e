"""What a valid form tells, as the actions take it; and doing it for the one who sent it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import Form

from shouwang.accounts.access import SignedInRequest
from shouwang.epidemic.models import Case
from shouwang.kit import clock
from shouwang.movements.actions import case_isolation, deaths, deferrals, isolation, newcomers
from shouwang.movements.actions import requests as asking
from shouwang.movements.actions import rooms as keeping
from shouwang.movements.actions.deaths import Passed
from shouwang.movements.actions.deferrals import Wait
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.actions.requests import Ask, Told
from shouwang.movements.forms import AdmissionForm
from shouwang.movements.kinds import Kind
from shouwang.movements.models import Death, Deferral, Isolation, IsolationRoom, Movement
from shouwang.movements.refusals import REFUSED, on_form
from shouwang.orgs.models import Unit


def tried(form: Form, deed: Callable[..., Any], *told: Any) -> Any:
    """Return what a deed made of a valid form; on a refusal put it on the form, return None."""
    if not form.is_valid():
        return None
    try:
        return deed(*told, form)
    except REFUSED as refusal:
        on_form(form, refusal)
        return None


def request(request: SignedInRequest, unit: Unit, kind: Kind, form: Form) -> Movement:
    """Ask for a movement."""
    told = form.cleaned_data
    if isinstance(form, AdmissionForm):
        new, reason = form.newcomer(), told["reason"]
        return newcomers.request_admission(unit=unit, new=new, reason=reason, **_by(request))
    ask = Ask(
        person_id=UUID(told["person"]),
        kind=kind,
        reason=told["reason"],
        at=clock.now(),
        destination=told.get("destination", ""),
        companion=told.get("companion", ""),
        planned_out_at=told.get("planned_out_at"),
        planned_back_at=told.get("planned_back_at"),
        told=_family(told),
        is_emergency=bool(told.get("is_emergency")),
    )
    return asking.request(unit=unit, ask=ask, **_by(request))


def death(request: SignedInRequest, unit: Unit, form: Form) -> Death:
    """Record a death."""
    told = form.cleaned_data
    passed = Passed(
        person_id=UUID(told["person"]),
        at=told["at"],
        where=told["where"],
        where_note=told["where_note"],
        cause=told["cause"],
        cause_told_by=told["cause_told_by"],
        documents=told["documents"],
        told=_family(told),
    )
    return deaths.record_death(unit=unit, passed=passed, **_by(request))


def wait(request: SignedInRequest, unit: Unit, form: Form) -> Deferral:
    """Note that somebody outside was told to wait."""
    told = form.cleaned_data
    one = Wait(UUID(told["person"]), told["at"], told["whom"], told["how"])
    return deferrals.tell(unit=unit, wait=one, **_by(request))


def begin(request: SignedInRequest, unit: Unit, form: Form) -> Isolation:
    """Isolate somebody."""
    told = form.cleaned_data
    who = Observed(
        UUID(told["person"]),
        told["cause"],
        told["at"],
        place=told["place"],
        room_id=told["room"].pk if told["room"] else None,
        where=told["where"],
        community_told=told["community_told"],
        control_told=told["control_told"],
    )
    return isolation.begin(unit=unit, who=who, **_by(request))


def room(request: SignedInRequest, unit: Unit, form: Form) -> IsolationRoom:
    """Keep a room for isolation."""
    told = form.cleaned_data
    return keeping.open_room(unit=unit, name=told["name"], beds=told["beds"], **_by(request))


def for_case(request: SignedInRequest, case: Case, form: Form) -> list[Isolation]:
    """Isolate the person of a case and the roommates that are ticked."""
    ticked = [UUID(key) for key in form.cleaned_data["roommates"]]
    return case_isolation.isolate(case=case, roommates=ticked, **_by(request))


def _by(request: SignedInRequest) -> dict[str, Any]:
    return {"by": request.user, "at": clock.now(), "scope": request.scope}


def _family(told: dict[str, Any]) -> Told | None:
    if not told.get("told_whom"):
        return None
    return Told(told["told_whom"], told.get("told_at") or clock.now(), told["told_how"])
