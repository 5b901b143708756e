"""Emergencies: the list with its running clocks, the card of one case, a case opened by hand."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.epidemic import case_forms, case_lists, case_pages, case_queries, frames, words
from shouwang.epidemic.actions import cases
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.people import queries as people


@require_GET
@access.page(words.READ_EMERGENCIES)
def listing(request: SignedInRequest) -> HttpResponse:
    """Show the open cases in scope, those that are late first; ``?show=closed`` the history.

    Asked with ``?seen=`` it answers the list alone, or 204 when nothing has changed.
    """
    context = case_lists.page(request)
    if "seen" not in request.GET:
        return frames.show(request, "epidemic/emergencies.html", context)
    if request.GET["seen"] == context["stamp"]:
        return HttpResponse(status=204)
    return frames.show(request, "epidemic/emergency_lines.html", context)


@require_GET
@access.page(words.READ_EMERGENCIES)
def emergency(request: SignedInRequest, case_id: UUID) -> HttpResponse:
    """Show the card of one case; with ``?seen=`` its clocks alone, or 204."""
    found = case_queries.case(request.scope, case_id)
    context = case_pages.card(request.scope, found, now=clock.now())
    if "seen" not in request.GET:
        return frames.show(request, "epidemic/emergency.html", context)
    if request.GET["seen"] == context["stamp"]:
        return HttpResponse(status=204)
    return render(request, "epidemic/emergency_clocks.html", context)


@require_http_methods(["GET", "POST"])
@access.page(words.NOTE_CASE)
def new(request: SignedInRequest) -> HttpResponse:
    """Open a case by hand, in the house where one works."""
    unit = _house(request)
    if unit is None:
        return frames.to_list(request)
    roll = people.roll(request.scope, unit, at=clock.now())
    form = case_forms.NewCaseForm(request.POST or None, roll=roll)
    if form.is_valid():
        return frames.to_card(request, _opened(request, form, unit))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "unit": unit}
    return frames.show(request, "epidemic/emergency_new.html", context, status=status)


@require_GET
@access.page(words.NOTE_CASE)
def phone(request: SignedInRequest) -> HttpResponse:
    """Show what to do first, and whom to call: kept on the phone, it names nobody's case."""
    house = _house(request)
    above = house.get_parent() if house else None
    return render(request, "epidemic/phone.html", {"above": above})


def _house(request: SignedInRequest) -> Unit | None:
    held = request.scope.narrowed(words.NOTE_CASE)
    return next((u for u in units.tops(held) if u.is_institution), None)


def _opened(request: SignedInRequest, form: case_forms.NewCaseForm, unit: Unit) -> UUID:
    told, now = form.cleaned_data, clock.now()
    made = cases.open_case(
        person_id=UUID(told["person"]),
        unit=unit,
        at=told["at"] or now,
        why=told["why"],
        cause=told["cause"],
        temperature=told["temperature"],
        by=request.user,
        recorded_at=now,
        scope=request.scope,
    )
    return made.pk
