"""The day before its recipients, and the register of what was sent."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.dispatch import queries, words
from shouwang.dispatch.sending import board
from shouwang.kit import clock
from shouwang.reporting.views import dayplace


@require_GET
@access.page(words.READ_DISPATCHES)
def home(request: SignedInRequest) -> HttpResponse:
    """Lead to the present day of the user's own unit."""
    unit = queries.home(request.scope, words.READ_DISPATCHES)
    if unit is None:
        return render(request, "dispatch/nowhere.html")
    return redirect("dispatch:day", clock.today(), unit.pk)


@require_GET
@access.page(words.READ_DISPATCHES)
def day(request: SignedInRequest, day: date, unit_id: int) -> HttpResponse:
    """Show a unit's recipients of a day: who is due when, how each stands, what to do."""
    if asked := dayplace.asked_day(request, day):
        return redirect("dispatch:day", asked, unit_id)
    unit = queries.unit(request.scope, unit_id)
    now = clock.now()
    context = {
        "unit": unit,
        "day": day,
        "today": clock.today(),
        "entries": board.entries(unit, day, now=now),
        "to_amend": [one for one in board.to_amend(unit, clock.today()) if one.day != day],
        "may_prepare": queries.works_for(request.scope, words.PREPARE_DISPATCHES, unit),
        "may_design": queries.works_for(request.scope, words.MANAGE_LAYOUTS, unit),
    }
    return render(request, "dispatch/day.html", context)


@require_GET
@access.page(words.READ_DISPATCHES)
def register(request: SignedInRequest) -> HttpResponse:
    """Show every paper the user may read, the latest first."""
    page = Paginator(queries.dispatches(request.scope), 30).get_page(request.GET.get("page"))
    units = {one.unit_id for one in page}
    return render(request, "dispatch/register.html", {"page": page, "several": len(units) > 1})
