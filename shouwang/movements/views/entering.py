"""Entering: a request, a death, that somebody was told to wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.movements import pages, words
from shouwang.movements.actions import deaths, deferrals, newcomers, requests
from shouwang.movements.actions.deaths import Passed
from shouwang.movements.actions.deferrals import Wait
from shouwang.movements.actions.requests import Ask, Told
from shouwang.movements.forms import AdmissionForm, DeathForm, RequestForm, WaitForm
from shouwang.movements.kinds import Kind
from shouwang.movements.views.saying import REFUSED, on_form
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit


@require_http_methods(["GET", "POST"])
@access.page(words.REQUEST)
def new(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Ask for a movement of ``?kind=``; what is suspended is refused with the paper."""
    unit = _unit(request, unit_id, words.REQUEST)
    asked = request.GET.get("kind", "")
    kind = Kind(asked) if asked in Kind.values and asked != Kind.DEATH else Kind.MEDICAL
    form = _request_form(request, unit, kind)
    if form.is_valid() and (made := _tried(form, lambda: _requested(request, unit, kind, form))):
        return redirect(made)
    context = {
        "kind": kind,
        "order": next((o for o in pages.suspended(unit, clock.now()) if o.measure == kind), None),
    }
    return _page(request, unit, form, "movements/new.html", str(kind.label), **context)


@require_http_methods(["GET", "POST"])
@access.page(words.RECORD_DEATH)
def death(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Record a death."""
    unit = _unit(request, unit_id, words.RECORD_DEATH)
    offered = pages.offered(request.scope, unit, Kind.DEATH, at=clock.now())
    form = DeathForm(request.POST or None, people=offered)
    if form.is_valid() and (made := _tried(form, lambda: _died(request, unit, form))):
        return redirect(made.movement)
    return _page(request, unit, form, "movements/new.html", _("登记死亡"), kind=Kind.DEATH)


@require_http_methods(["GET", "POST"])
@access.page(words.REQUEST)
def wait(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Note that somebody outside was told to wait, ``?person=``."""
    unit = _unit(request, unit_id, words.REQUEST)
    offered = pages.offered(request.scope, unit, "wait", at=clock.now())
    first = {"person": request.GET.get("person", "")}
    form = WaitForm(request.POST or None, people=offered, initial=first)
    if form.is_valid() and _tried(form, lambda: _told(request, unit, form)):
        messages.success(request, _("已登记告知暂缓返院"))
        return redirect("movements:house", unit.pk)
    return _page(request, unit, form, "movements/new.html", _("告知暂缓返院"))


def _unit(request: SignedInRequest, unit_id: int, permission: str) -> Unit:
    unit = units.unit(request.scope, unit_id)
    request.scope.require(permission, unit)
    return unit


def _page(
    request: SignedInRequest, unit: Unit, form: Form, template: str, title: str, **more: Any
) -> HttpResponse:
    trail = [*pages.crumbs(request.scope, unit, here=True), (title, "")]
    context = {"form": form, "unit": unit, "title": title, "crumbs": trail, **more}
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def _request_form(request: SignedInRequest, unit: Unit, kind: Kind) -> Form:
    if kind == Kind.ADMISSION:
        return AdmissionForm(request.POST or None)
    offered = pages.offered(request.scope, unit, kind, at=clock.now())
    first = {"person": request.GET.get("person", "")}
    return RequestForm(request.POST or None, people=offered, kind=kind, initial=first)


def _tried(form: Form, deed: Callable[[], Any]) -> Any:
    """Return what a deed made; on a refusal put it on the form and return None."""
    try:
        return deed()
    except REFUSED as refusal:
        on_form(form, refusal)
        return None


def _requested(request: SignedInRequest, unit: Unit, kind: Kind, form: Form) -> Any:
    told, now = form.cleaned_data, clock.now()
    more = {"by": request.user, "at": now, "scope": request.scope}
    if isinstance(form, AdmissionForm):
        return newcomers.request_admission(
            unit=unit, new=form.newcomer(), reason=told["reason"], **more
        )
    ask = Ask(
        person_id=UUID(told["person"]),
        kind=kind,
        reason=told["reason"],
        at=now,
        destination=told.get("destination", ""),
        companion=told.get("companion", ""),
        planned_out_at=told.get("planned_out_at"),
        planned_back_at=told.get("planned_back_at"),
        told=_family(told),
        is_emergency=bool(told.get("is_emergency")),
    )
    return requests.request(unit=unit, ask=ask, **more)


def _died(request: SignedInRequest, unit: Unit, form: Form) -> Any:
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
    return deaths.record_death(
        unit=unit, passed=passed, by=request.user, at=clock.now(), scope=request.scope
    )


def _told(request: SignedInRequest, unit: Unit, form: Form) -> Any:
    told = form.cleaned_data
    one = Wait(UUID(told["person"]), told["at"], told["whom"], told["how"])
    return deferrals.tell(unit=unit, wait=one, by=request.user, at=clock.now(), scope=request.scope)


def _family(told: dict[str, Any]) -> Told | None:
    if not told.get("told_whom"):
        return None
    return Told(told["told_whom"], told.get("told_at") or clock.now(), told["told_how"])
