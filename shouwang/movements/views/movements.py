"""One movement: its page, the deeds about it, the slip that is printed of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access, audit
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.movements import pages, queries, words
from shouwang.movements.actions import arrivals, decisions, outings
from shouwang.movements.actions.outings import Passing
from shouwang.movements.models import Movement
from shouwang.movements.views.saying import tried


@require_GET
@access.page(words.SEE, words.COUNT)
def movement(request: SignedInRequest, movement_id: UUID) -> HttpResponse:
    """Show one movement with its history and what may be done now."""
    found = queries.movement(request.scope, movement_id)
    return render(request, "movements/movement.html", pages.movement_page(request, found))


@require_GET
@access.page(words.SEE)
def slip(request: SignedInRequest, movement_id: UUID) -> HttpResponse:
    """Show the approval slip (外出审批单) as it prints; that it was opened is on record."""
    found = queries.movement(request.scope, movement_id)
    request.scope.require(words.SEE, found.unit)
    audit.record(
        words.SLIP_PRINTED, by=request.user, at=clock.now(), about=found, unit_id=found.unit_id
    )
    return render(request, "movements/slip.html", pages.movement_page(request, found))


@require_POST
@access.page(words.DECIDE)
def decide(request: SignedInRequest, movement_id: UUID) -> HttpResponse:
    """Approve (``verdict=yes``) or refuse a request."""
    found = queries.movement(request.scope, movement_id)
    verdict = request.POST.get("verdict") == "yes"
    note = request.POST.get("note", "")
    told = {"is_approved": verdict, "note": note}
    told["despite_isolation"] = request.POST.get("despite_isolation") == "on"
    return _done(request, found, decisions.decide, movement=found, **told)


@require_POST
@access.page(words.DECIDE)
def let_out(request: SignedInRequest, movement_id: UUID) -> HttpResponse:
    """Confirm that somebody approved before may leave in the midst of observation."""
    found = queries.movement(request.scope, movement_id)
    note = request.POST.get("note", "")
    return _done(request, found, decisions.let_out, movement=found, note=note)


@require_POST
@access.page(words.REQUEST)
def withdraw(request: SignedInRequest, movement_id: UUID) -> HttpResponse:
    """Take a request back."""
    found = queries.movement(request.scope, movement_id)
    return _done(request, found, decisions.withdraw, movement=found)


@require_POST
@access.page(words.PASS)
def go_out(request: SignedInRequest, movement_id: UUID) -> HttpResponse:
    """Enter that somebody left now."""
    found = queries.movement(request.scope, movement_id)
    return _done(request, found, outings.go_out, passing=Passing(found, clock.now()))


@require_POST
@access.page(words.PASS)
def come_back(request: SignedInRequest, movement_id: UUID) -> HttpResponse:
    """Enter that somebody came back now; isolation begins by itself."""
    found = queries.movement(request.scope, movement_id)
    return _done(request, found, outings.come_back, passing=Passing(found, clock.now()))


@require_POST
@access.page(words.PASS)
def carry_out(request: SignedInRequest, movement_id: UUID) -> HttpResponse:
    """Carry out a return, an admission, a transfer or a discharge now."""
    found = queries.movement(request.scope, movement_id)
    return _done(request, found, arrivals.carry_out, passing=Passing(found, clock.now()))


def _done(
    request: SignedInRequest, found: Movement, deed: Callable[..., Any], **told: Any
) -> HttpResponse:
    tried(request, deed, **told)
    return redirect(found)
