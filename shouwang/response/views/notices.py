"""The notice at the door: a page that prints, Word and PDF."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.response import notices, words
from shouwang.response.actions.exports import FORMS, hand_out_notice
from shouwang.response.house import house


@require_GET
@access.page(words.READ)
def notice(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show the notice as it prints on one A4 page."""
    unit = units.unit(request.scope, unit_id)
    told = {"notice": notices.notice_of(house(unit, clock.now())), "unit": unit}
    return render(request, "response/notice.html", told)


@require_GET
@access.page(words.READ)
def file(request: SignedInRequest, unit_id: int, form: str) -> HttpResponse:
    """Hand the notice out as Word (``docx``) or PDF."""
    unit = units.unit(request.scope, unit_id)
    if form not in FORMS:
        raise Http404(form)
    handed = hand_out_notice(unit=unit, form=form, by=request.user, at=clock.now())
    answer = HttpResponse(handed.content, content_type=handed.media_type)
    answer.headers["Content-Disposition"] = handed.disposition
    return answer
