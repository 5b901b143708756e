"""The desk: a house's places on a day, what was done, and the board of many houses."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.routines import pages, queries, words
from shouwang.routines.actions import routines


@require_GET
@access.page(words.READ)
def board(request: SignedInRequest) -> HttpResponse:
    """Lead who works in a house to it; show everybody else the counts by institution."""
    home = pages.own_house(request.scope)
    if home is not None:
        return redirect("routines:house", home.pk)
    return render(request, "routines/board.html", pages.board_page(request))


@require_GET
@access.page(words.READ)
def house(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show a house's places on a day, ``?day=``: due, done, missed, and the records."""
    unit = units.unit(request.scope, unit_id)
    return render(request, "routines/house.html", pages.house_page(request, unit))


@require_POST
@access.page(words.DO)
def done(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Enter what was done at the ticked places."""
    unit = units.unit(request.scope, unit_id)
    try:
        made = routines.done(
            new=pages.posted(request, unit), by=request.user, at=clock.now(), scope=request.scope
        )
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    else:
        messages.success(request, pages.taken(made))
    return redirect("routines:house", unit.pk)


@require_POST
@access.page(words.DO)
def void(request: SignedInRequest, routine_id: UUID) -> HttpResponse:
    """Void a record that was entered by mistake."""
    found = queries.routine(request.scope, routine_id)
    try:
        routines.void(
            routine=found,
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=clock.now(),
            scope=request.scope,
        )
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    return redirect(pages.day_url(found.unit_id, clock.local_day(found.happened_at)))
