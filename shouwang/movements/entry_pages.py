"""The pages on which something is entered: their forms and what stands around them."""

from __future__ import annotations

from typing import Any

from django.forms import Form

from shouwang.accounts.access import SignedInRequest
from shouwang.epidemic.models import Case
from shouwang.kit import clock
from shouwang.movements import isolation_pages, pages, rooms, rules
from shouwang.movements.forms import (
    AdmissionForm,
    CaseForm,
    DeathForm,
    IsolateForm,
    RequestForm,
    WaitForm,
)
from shouwang.movements.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.people import queries as people
from shouwang.response import measures


def kind_asked(request: SignedInRequest) -> Kind:
    """Return the kind that an address names; an outing to a physician where it names none."""
    asked = request.GET.get("kind", "")
    return Kind(asked) if asked in pages.ASKED else Kind.MEDICAL


def request_form(request: SignedInRequest, unit: Unit, kind: Kind) -> Form:
    """Return the form of a request: people of the house, or the particulars of a new one."""
    if kind == Kind.ADMISSION:
        return AdmissionForm(request.POST or None)
    offered = pages.offered(request.scope, unit, kind, at=clock.now())
    return RequestForm(request.POST or None, people=offered, kind=kind, initial=_first(request))


def death_form(request: SignedInRequest, unit: Unit) -> Form:
    """Return the form of a death."""
    offered = pages.offered(request.scope, unit, Kind.DEATH, at=clock.now())
    return DeathForm(request.POST or None, people=offered)


def wait_form(request: SignedInRequest, unit: Unit) -> Form:
    """Return the form that notes whom one told to wait."""
    offered = pages.offered(request.scope, unit, "wait", at=clock.now())
    return WaitForm(request.POST or None, people=offered, initial=_first(request))


def isolate_form(request: SignedInRequest, unit: Unit) -> Form:
    """Return the form that begins an isolation."""
    return IsolateForm(
        request.POST or None,
        people=isolation_pages.everybody(request.scope, unit),
        rooms=rooms.of_unit(unit, at=clock.now()),
        initial=_first(request) | {"cause": request.GET.get("cause", "")},
    )


def case_form(request: SignedInRequest, case: Case) -> Form:
    """Return the form that isolates for a case; all who share the room are ticked."""
    namer = pages.Namer(request.scope)
    near = people.roommates(case.person, at=case.happened_at)
    offered = [(str(one.pk), f"{one.place} {namer.name(one, case.unit)}") for one in near]
    told = request.POST if request.method == "POST" else None
    return CaseForm(told, people=offered)


def page(
    request: SignedInRequest, unit: Unit, form: Form, title: str, kind: Kind | None = None
) -> dict[str, Any]:
    """Return what stands around a form, with the order that suspends its kind."""
    measure = rules.MEASURES.get(kind.value) if kind else None
    order = measures.forbidden(measure, unit=unit, at=clock.now()) if measure else None
    trail = [*pages.crumbs(request.scope, unit, here=True), (title, "")]
    return {"form": form, "unit": unit, "title": title, "crumbs": trail, "order": order}


def begin_page(request: SignedInRequest, unit: Unit, form: Form, title: str) -> dict[str, Any]:
    """Return what stands around the form of an isolation."""
    trail = [*isolation_pages.crumbs(request.scope, unit, here=True), (title, "")]
    return {"form": form, "unit": unit, "title": title, "crumbs": trail}


def rooms_page(request: SignedInRequest, unit: Unit, form: Form, title: str) -> dict[str, Any]:
    """Return the rooms of a house with the form for another."""
    return isolation_pages.board_page(request, unit) | begin_page(request, unit, form, title)


def _first(request: SignedInRequest) -> dict[str, str]:
    return {"person": request.GET.get("person", "")}
