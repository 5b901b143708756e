"""The desk: a house's movements, and the counts of many houses."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.movements import pages, words
from shouwang.orgs import queries as units


@require_GET
@access.page(words.SEE, words.COUNT)
def listing(request: SignedInRequest) -> HttpResponse:
    """Lead who works in a house to it; show everybody else the counts by institution."""
    own = pages.own_house(request.scope)
    if own is not None:
        return redirect("movements:house", own.pk)
    request.scope.narrowed(words.COUNT)
    return render(request, "movements/bureau.html", pages.bureau_page(request))


@require_GET
@access.page(words.SEE)
def house(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show a house: what waits, who is outside, the history, ``?kind=``, what is suspended."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.SEE, unit)
    return render(request, "movements/house.html", pages.house_page(request, unit))
