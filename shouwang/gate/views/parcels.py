"""Goods left at the gate, at a desk."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.gate import parcel_pages, queries, words
from shouwang.gate.actions import parcels as deeds
from shouwang.kit import clock
from shouwang.orgs import queries as units


@require_http_methods(["GET", "POST"])
@access.page(words.READ)
def parcels(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the goods not passed on yet and those of the day; enter what was left."""
    unit = units.unit(request.scope, unit_id)
    form = parcel_pages.form(request, unit)
    if request.method == "POST" and parcel_pages.taken_in(request, unit, form):
        return redirect("gate:parcels", unit.pk)
    context = parcel_pages.page(request, unit, form)
    return render(request, "gate/parcels.html", context, status=422 if form.errors else 200)


@require_POST
@access.page(words.REGISTER)
def step(request: SignedInRequest, parcel_id: UUID) -> HttpResponse:
    """Note that a parcel was disinfected or passed on, or void it: ``step``."""
    row = queries.parcel(request.scope, parcel_id)
    told = {"parcel": row, "by": request.user, "at": clock.now(), "scope": request.scope}
    try:
        if request.POST.get("step") == "void":
            deeds.void(reason=request.POST.get("reason", ""), **told)
        else:
            is_first = request.POST.get("step") == "disinfected"
            (deeds.disinfect if is_first else deeds.pass_on)(happened_at=clock.now(), **told)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    return redirect("gate:parcels", row.unit_id)
