"""The phone: the same reports, drafts and checks on a page for a thumb."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.reporting import words
from shouwang.reporting.owed_list import owed_page
from shouwang.reporting.views.filling import PHONE, fill
from shouwang.reporting.views.receipts import receipt_page


@require_GET
@access.page(words.FILE_REPORT)
def home(request: SignedInRequest) -> HttpResponse:
    """Show what is owed today; whoever owes one report only is led straight to it."""
    context = owed_page(request)
    lines = context["latest"] if context["is_few"] else context["lines"]
    only = lines[0] if len(lines) == 1 and context["is_few"] and "all" not in request.GET else None
    if only and only.is_open:
        return redirect("reporting:phone_entry", only.unit.pk, only.version.form_id, only.day)
    return render(request, "reporting/phone/home.html", context | {"phone_lines": lines})


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
