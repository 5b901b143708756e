"""Entries from phones that wait for a person: both versions, and the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.edge import held_page, queries, words
from shouwang.edge.actions import held as deeds
from shouwang.edge.models import HeldEnvelope
from shouwang.kit import clock

PER_PAGE = 30


@require_GET
@access.page(words.DECIDE_HELD)
@never_cache
def listing(request: SignedInRequest) -> HttpResponse:
    """Show what waits; ``?state=done`` what has been decided."""
    is_done = request.GET.get("state") == "done"
    waiting = HeldEnvelope.State.WAITING
    rows = queries.held(request.scope)
    rows = rows.exclude(state=waiting) if is_done else rows.filter(state=waiting)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [held_page.line(one) for one in page], "is_done": is_done}
    return render(request, "edge/held/list.html", context)


@require_http_methods(["GET", "POST"])
@access.page(words.DECIDE_HELD)
@never_cache
def one(request: SignedInRequest, held_id: UUID) -> HttpResponse:
    """Show one entry beside what the server has; a POST lets it stand or drops it."""
    found, errors = queries.held_one(request.scope, held_id), []
    if request.method == "POST":
        try:
            messages.success(request, _decide(request, found))
            return redirect("edge:held")
        except ValidationError as refusal:
            errors = [("reason", text) for text in refusal.messages]
    context: dict[str, Any] = held_page.both(found) | {"errors": errors}
    return render(request, "edge/held/one.html", context, status=422 if errors else 200)


def _decide(request: SignedInRequest, found: HeldEnvelope) -> str:
    asked: dict[str, Any] = {"held_id": found.pk, "by": request.user, "scope": request.scope}
    if request.POST.get("deed") == "stand":
        deeds.let_stand(**asked, at=clock.now())
        return _("已采用，记录按手机上的登记。")
    deeds.drop(**asked, reason=request.POST.get("reason", ""), at=clock.now())
    return _("已作废，登记人的手机上会看到原因。")
