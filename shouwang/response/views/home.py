"""What applies to one institution, at a desk and on a phone."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.response import areas, words
from shouwang.response.forms import MOMENT
from shouwang.response.house import house, house_page


@require_GET
@access.page(words.READ)
def home(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show what applies to a house; ``?at=`` for a past moment."""
    unit, now = units.unit(request.scope, unit_id), clock.now()
    at = _moment(request.GET.get("at", "")) or now
    told = house_page(request.scope, unit, at)
    told |= {"at": at, "at_value": f"{clock.local(at):{MOMENT}}", "is_past": at < now}
    return render(request, "response/home.html", told)


@require_GET
@access.page(words.READ)
def phone(request: SignedInRequest) -> HttpResponse:
    """Show the same on a phone for the house that one works in: no personal data."""
    unit = areas.place_of(request.scope, request.GET.get("unit", ""))
    return render(request, "response/phone.html", {"house": house(unit, clock.now())})


def _moment(text: str) -> datetime | None:
    """Return the moment that was asked for, None for none or for what is no moment."""
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=clock.SHANGHAI)
    except ValueError:
        return None
