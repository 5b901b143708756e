"""The phone: the same reports, drafts and checks on a page for a thumb."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock, registry
from shouwang.kit.templatetags.shouwang import place
from shouwang.reporting import words
from shouwang.reporting.owed_list import phone_page
from shouwang.reporting.views.filling import PHONE, fill
from shouwang.reporting.views.receipts import receipt_page

_REPORTS = frozenset({words.FILE_REPORT, words.SIGN_REPORT, words.READ_REPORTS})


@require_GET
@access.signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """Show what is owed today, what waits for one's signature, and the tiles of what one may do;
    whoever has one report left to file, and nothing else to do, is led straight to it; who only
    reads the day (a leader), to their own page."""
    held = request.scope.permissions
    if not held & _REPORTS:
        return render(request, "reporting/phone/home.html", {"day": clock.today()})
    context = phone_page(request)
    left, to_sign = context["left"], context["to_sign"]
    own_page = place("review:leader")
    if own_page and words.READ_DAY in held and not context["may_file"] and not to_sign:
        return redirect(own_page)
    waits = to_sign or context.get("opened") or registry.phone_tiles(held)
    is_single = len(left) == 1 and not waits
    if is_single and "all" not in request.GET:
        return redirect("reporting:phone_entry", *left[0].args)
    return render(request, "reporting/phone/home.html", context | {"has_reports": True})


@require_http_methods(["GET", "POST"])
@access.page(words.FILE_REPORT)
def entry(request: SignedInRequest, unit_id: int, form_id: int, day: date) -> HttpResponse:
    """Fill a report on the phone; one that stands shows its receipt instead."""
    return fill(request, PHONE, unit_id, form_id, day, correcting=False)


@require_http_methods(["GET", "POST"])
@access.page(words.FILE_REPORT)
def correct(request: SignedInRequest, unit_id: int, form_id: int, day: date) -> HttpResponse:
    """Correct a report on the phone; one that does not stand is filled instead."""
    return fill(request, PHONE, unit_id, form_id, day, correcting=True)


@require_GET
@access.page(words.READ_REPORTS)
def receipt(request: SignedInRequest, report_id: int) -> HttpResponse:
    """Show a receipt on the phone."""
    return render(request, "reporting/phone/receipt.html", receipt_page(request, report_id))
