"""The desk: what is owed, filling, drafts, correcting."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.reporting import handing, pages, queries, typed, words
from shouwang.reporting.actions import drafts
from shouwang.reporting.owed_list import owed_page
from shouwang.reporting.views.filling import DESK, fill
from shouwang.reporting.views.places import to_fill


@require_GET
@access.page(words.FILE_REPORT)
def owed(request: SignedInRequest) -> HttpResponse:
    """Show what the user's units owe today and owed in the last days."""
    return render(request, "reporting/entry/owed.html", owed_page(request))


@require_http_methods(["GET", "POST"])
@access.page(words.FILE_REPORT)
def entry(request: SignedInRequest, unit_id: int, form_id: int, day: date) -> HttpResponse:
    """Fill a report; one that stands shows its receipt instead."""
    return fill(request, DESK, unit_id, form_id, day, correcting=False)


@require_http_methods(["GET", "POST"])
@access.page(words.FILE_REPORT)
def correct(request: SignedInRequest, unit_id: int, form_id: int, day: date) -> HttpResponse:
    """Correct a report that stands; one that does not is filled instead."""
    return fill(request, DESK, unit_id, form_id, day, correcting=True)


@require_POST
@access.page(words.FILE_REPORT)
def draft(request: SignedInRequest, unit_id: int, form_id: int, day: date) -> HttpResponse:
    """Save what was typed; 409 with the other's values when somebody saved in between."""
    place = to_fill(request, unit_id, form_id, day)
    filled, revision = typed.from_post(request.POST), request.POST.get("revision", "")
    sheet = queries.being_typed(place.scope, place.unit, place.form, place.day)
    try:
        saved = handing.keep(
            sheet,
            filled,
            typed.whole(revision) or 0,
            scope=place.scope,
            by=request.user,
            at=clock.now(),
        )
    except drafts.Conflict as conflict:
        return JsonResponse(pages.draft_of_other(conflict.draft), status=409)
    return JsonResponse(pages.draft_saved(sheet, filled, saved.revision))


@require_POST
@access.page(words.FILE_REPORT)
def drop_draft(request: SignedInRequest, unit_id: int, form_id: int, day: date) -> HttpResponse:
    """Throw a draft away and begin anew."""
    place = to_fill(request, unit_id, form_id, day)
    sheet = place.sheet()
    drafts.drop_draft(
        unit=place.unit, form=place.form, day=sheet.day, by=request.user, at=clock.now()
    )
    return redirect("reporting:entry", *place.args)
