"""The superior's day: today, any day of any unit, and the part of it that keeps itself fresh."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.reporting import words
from shouwang.reporting.daybook import institution
from shouwang.reporting.views import dayplace


@require_GET
@access.page(words.READ_DAY)
def today(request: HttpRequest) -> HttpResponse:
    """Lead to the present day of the highest unit that the user looks after."""
    tops = units.tops(request.scope.narrowed(words.READ_DAY))  # type: ignore[attr-defined]
    if not tops:
        raise Http404
    return redirect("reporting:unit_day", clock.today(), tops[0].pk)


@require_GET
@access.page(words.READ_DAY)
def unit_day(request: HttpRequest, day: date, unit_id: int) -> HttpResponse:
    """Show a unit's day: states, totals, children. An institution leads to its report."""
    if asked := dayplace.asked_day(request, day):
        return redirect("reporting:unit_day", asked, unit_id)
    place = dayplace.place(request, day, unit_id)
    if place.unit.is_institution and institution.is_alone(place.scope, place.unit, day):
        return _institution(request, place)
    return render(request, "reporting/day/day.html", dayplace.context(request, place))


@require_GET
@access.page(words.READ_DAY)
def live(request: HttpRequest, day: date, unit_id: int) -> HttpResponse:
    """Answer a page that asks whether anything changed: 204 where nothing did."""
    place = dayplace.place(request, day, unit_id)
    found = dayplace.context(request, place)
    page = found["page"]
    if request.GET.get("seen") == page.stamp:
        return HttpResponse(status=204)
    response = render(request, "reporting/day/live.html", found)
    if request.GET.get("columns") != found["column_ids"]:
        response.headers["HX-Refresh"] = "true"
    return response


def _institution(request: HttpRequest, place: dayplace.Place) -> HttpResponse:
    found = institution.institution_day(place.scope, place.unit, place.day, now=clock.now())
    if len(found.reports) == 1 and not found.gaps:
        return redirect("reporting:receipt", found.reports[0].pk)
    context: dict[str, Any] = {"found": found, "trail": place.trail, "day": place.day}
    return render(request, "reporting/day/institution.html", context)
