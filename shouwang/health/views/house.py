"""The desk: many houses' rounds, one house's day, one person's line, the sheet to print."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.health import pages, words
from shouwang.orgs import queries as units


@require_GET
@access.page(words.READ_COUNTS)
def board(request: SignedInRequest) -> HttpResponse:
    """Lead who works in a house to it; show everybody else the counts by institution."""
    home = pages.own_house(request.scope)
    if home is not None:
        return redirect("health:house", home.pk)
    return render(request, "health/board.html", pages.board_page(request))


@require_GET
@access.page(words.READ_COUNTS)
def house(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show a house's day, ``?day=``: person by round to the house, counts to those above it."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.READ_COUNTS, unit)
    if not request.scope.allows(words.READ_HOUSE, unit):
        return render(request, "health/counts.html", pages.counts_page(request, unit))
    return render(request, "health/house.html", pages.house_page(request, unit))


@require_GET
@access.page(words.READ_HOUSE)
def person(request: SignedInRequest, unit_id: int, person_id: UUID) -> HttpResponse:
    """Show the temperatures of one person over three weeks."""
    unit = units.unit(request.scope, unit_id)
    return render(request, "health/person.html", pages.person_page(request, unit, person_id))


@require_GET
@access.page(words.WALK)
def sheet(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the 体温登记表 of a day, by room, to print and fill in by hand."""
    unit = units.unit(request.scope, unit_id)
    return render(request, "health/sheet.html", pages.sheet_page(request, unit))
