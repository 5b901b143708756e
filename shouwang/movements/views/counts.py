"""A house's counts for whoever is above it, and the records behind one of them: no names."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.movements import behind, words
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit


@require_GET
@access.page(words.COUNT)
def movements(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show how many of a house are outside or wait, and who makes up one number, ``?show=``."""
    unit = _unit(request, unit_id)
    return _answer(request, behind.movements_page(request, unit))


@require_GET
@access.page(words.COUNT)
def isolation(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show how isolation stands in a house, and what makes up one number, ``?show=``."""
    unit = _unit(request, unit_id)
    return _answer(request, behind.isolation_page(request, unit))


def _unit(request: SignedInRequest, unit_id: int) -> Unit:
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.COUNT, unit)
    return unit


def _answer(request: SignedInRequest, context: dict[str, Any]) -> HttpResponse:
    """Answer a part for the drawer, a page by itself."""
    template = "behind_part" if request.headers.get("HX-Request") else "behind"
    return render(request, f"kit/{template}.html", context)
