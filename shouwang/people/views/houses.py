"""Houses with their people: a bureau sees counts, the house itself its own people by room."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.orgs import queries as units
from shouwang.people import pages, queries, words

_A_PAGE = 50


@require_GET
@access.page(words.SEE_PEOPLE)
def start(request: HttpRequest) -> HttpResponse:
    """Show the houses of the scope with their counts; who has one house goes straight in."""
    scope = request.scope  # type: ignore[attr-defined]
    own = pages.own_house(scope)
    if own is not None:
        return redirect("people:house", unit_id=own)
    at = pages.moment(request.GET.get("at", ""))
    found = pages.houses_named(scope, request.GET.get("q", "").strip())
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    heads = queries.heads([unit.pk for unit in page], at.at)
    rows = [(unit, heads.get(unit.pk, queries.NOBODY)) for unit in page]
    shown = {"page": page, "rows": rows, "moment": at, "totals": pages.totals(scope, at.at)}
    return render(request, "people/houses.html", shown)


@access.page(words.SEE_PEOPLE)
@never_cache
def house(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show a house's people at a moment. What is searched for is posted: no name in an address."""
    scope = request.scope  # type: ignore[attr-defined]
    unit = units.unit(scope, unit_id)
    at = pages.moment(request.GET.get("at", ""))
    side = pages.side_of(request.GET.get("side", ""))
    typed = request.POST.get("q", "") if request.method == "POST" else ""
    found: dict[str, Any] = pages.house(scope, unit, side=side, at=at, typed=typed)
    return render(request, "people/house.html", found)
