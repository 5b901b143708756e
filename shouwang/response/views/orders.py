"""Orders: one of them, with its paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.response import queries, words


@require_GET
@access.page(words.READ)
def order(request: SignedInRequest, order_id: int) -> HttpResponse:
    """Show one order: what it says, since when, by which paper, how it ended."""
    found = queries.order(request.scope, order_id)
    return render(request, "response/order.html", {"order": found})


@require_GET
@access.page(words.READ)
def later(request: SignedInRequest, **_more: object) -> HttpResponse:
    """Stand for a page that is not there yet."""
    return render(request, "response/order.html", {})
