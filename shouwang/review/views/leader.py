"""The leader's one page on the phone."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.reporting import typed, words
from shouwang.reporting.views import dayplace
from shouwang.review.today.leader import leader_day
from shouwang.review.today.screen import address


@require_GET
@access.page(words.READ_DAY)
def leader(request: SignedInRequest) -> HttpResponse:
    """Show today of the user's unit, or a unit and a day that are asked for; 204 to a page that
    has seen it all."""
    unit, day = _unit(request), dayplace.day_or_today(request)
    found = leader_day(request.scope, unit, day, now=clock.now())
    if request.GET.get("seen") == found.stamp:
        return HttpResponse(status=204)
    here = address(day, unit, page="review:leader")
    context = {"found": found, "page": found.page, "here": here, "now": clock.now()}
    template = "live" if "seen" in request.GET else "page"
    return render(request, f"review/leader/{template}.html", context)


def _unit(request: SignedInRequest) -> Unit:
    reach = request.scope.narrowed(words.READ_DAY)
    asked = typed.whole(request.GET.get("unit", ""), most=18)
    if asked is not None:
        return units.unit(reach, asked)
    tops = units.tops(reach)
    if not tops:
        raise Http404
    return tops[0]
