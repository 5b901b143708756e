"""The places of a house: added by typing a list, changed, closed, opened again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.routines import pages, queries, words
from shouwang.routines.actions import places as deeds
from shouwang.routines.forms import PlaceForm


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_PLACES)
def places(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the places of a house and add those of a typed list."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.MANAGE_PLACES, unit)
    error = pages.added(request, unit) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect("routines:places", unit.pk)
    context = pages.places_page(request, unit) | {"error": error}
    return render(request, "routines/places.html", context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_PLACES)
def change(request: SignedInRequest, place_id: int) -> HttpResponse:
    """Change one place."""
    place = queries.place(request.scope, place_id)
    request.scope.require(words.MANAGE_PLACES, place.unit)
    form = PlaceForm(request.POST or None, instance=place)
    if form.is_valid() and _done(request, form, place_id):
        return redirect("routines:places", place.unit_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "place": place, "crumbs": pages.place_crumbs(place)}
    return render(request, "routines/place.html", context, status=status)


@require_POST
@access.page(words.MANAGE_PLACES)
def close(request: SignedInRequest, place_id: int) -> HttpResponse:
    """Close a place."""
    return _deed(request, place_id, deeds.close)


@require_POST
@access.page(words.MANAGE_PLACES)
def reopen(request: SignedInRequest, place_id: int) -> HttpResponse:
    """Open a closed place again."""
    return _deed(request, place_id, deeds.reopen)


def _done(request: SignedInRequest, form: PlaceForm, place_id: int) -> bool:
    place = queries.place(request.scope, place_id)
    try:
        deeds.change(
            place=place, by=request.user, at=clock.now(), scope=request.scope, **form.cleaned_data
        )
    except ValidationError as why:
        form.add_error(why.code if why.code in form.fields else None, why)
        return False
    return True


def _deed(request: SignedInRequest, place_id: int, deed: Callable[..., Any]) -> HttpResponse:
    place = queries.place(request.scope, place_id)
    try:
        deed(place=place, by=request.user, at=clock.now(), scope=request.scope)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    return redirect("routines:places", place.unit_id)
