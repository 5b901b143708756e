"""Entering at the desk: a round person by person, the tally of a paper sheet, a correction."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.health import entering, pages, queries, words
from shouwang.health.actions import tallies
from shouwang.kit import clock
from shouwang.orgs import queries as units


@require_http_methods(["GET", "POST"])
@access.page(words.WALK)
def enter(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Enter a round at the desk: one line for each person, without script."""
    unit = units.unit(request.scope, unit_id)
    context = entering.round_page(request, unit)
    if request.method == "POST" and not context["errors"]:
        messages.success(request, context["said"])
        return redirect("health:house", unit.pk)
    return render(request, "health/enter.html", context, status=422 if context["errors"] else 200)


@require_http_methods(["GET", "POST"])
@access.page(words.WALK)
def tally(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Enter the signed tally of a paper sheet, with its abnormal single rows."""
    unit = units.unit(request.scope, unit_id)
    context = entering.tally_page(request, unit)
    if request.method == "POST" and not context["errors"]:
        messages.success(request, context["said"])
        return redirect(pages.day_url(unit.pk, context["day"]))
    return render(request, "health/tally.html", context, status=422 if context["errors"] else 200)


@require_POST
@access.page(words.WALK)
def void_tally(request: SignedInRequest, round_id: UUID) -> HttpResponse:
    """Void a tally with a reason."""
    found = queries.round_(request.scope, round_id)
    reason = request.POST.get("reason", "")
    try:
        tallies.void(
            tally=found, reason=reason, by=request.user, at=clock.now(), scope=request.scope
        )
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
    return redirect(pages.day_url(found.unit_id, found.day))


@require_http_methods(["GET", "POST"])
@access.page(words.MEASURE)
def correct(request: SignedInRequest, unit_id: int, reading_id: UUID) -> HttpResponse:
    """Correct one reading: the wrong one is voided, the right one entered, both stay on record."""
    unit = units.unit(request.scope, unit_id)
    context = entering.correct_page(request, unit, reading_id)
    if request.method == "POST" and not context["errors"]:
        return redirect("health:person", unit.pk, context["reading"].person_id)
    return render(request, "health/correct.html", context, status=422 if context["errors"] else 200)
