"""One visit at a desk, and what follows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.gate import entry_pages, queries, visit_pages, words
from shouwang.gate.actions import after, approvals, exports
from shouwang.kit import clock


@require_GET
@access.page(words.READ)
def visit(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Show one visit, masked, with its steps."""
    found = queries.visit(request.scope, visit_id)
    return render(request, "gate/visit.html", visit_pages.page(request, found))


@require_POST
@access.page(words.UNMASK)
def full(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Show one visit unmasked, on record with the reason."""
    found = queries.visit(request.scope, visit_id)
    reason = request.POST.get("reason", "")
    try:
        exports.unmask(visit=found, reason=reason, by=request.user, at=clock.now())
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
        return redirect("gate:visit", found.pk)
    return render(request, "gate/visit.html", visit_pages.page(request, found, full=True))


@require_POST
@access.page(words.REGISTER)
def leave(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Note that a visitor left."""
    return _deed(request, visit_id, after.leave, happened_at=clock.now())


@require_POST
@access.page(words.REGISTER)
def decide(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Let in or turn away who waited for a special approval: ``let_in``."""
    if request.POST.get("let_in"):
        return _deed(request, visit_id, approvals.let_in, happened_at=clock.now())
    return _deed(request, visit_id, approvals.turn_away)


@require_POST
@access.page(words.REGISTER)
def details(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Write down afterwards what an ambulance was not asked."""
    return _deed(request, visit_id, after.supplement, details=entry_pages.details(request))


@require_POST
@access.page(words.REGISTER)
def void(request: SignedInRequest, visit_id: UUID) -> HttpResponse:
    """Void a visit entered by mistake."""
    return _deed(request, visit_id, after.void, reason=request.POST.get("reason", ""))


def _deed(
    request: SignedInRequest, visit_id: UUID, deed: Callable[..., Any], **told: Any
) -> HttpResponse:
    found = queries.visit(request.scope, visit_id)
    try:
        deed(visit=found, by=request.user, at=clock.now(), scope=request.scope, **told)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    return redirect("gate:visit", found.pk)
