"""Receipts and the trace of a report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.orgs.scope import Scope
from shouwang.reporting import history, pages, queries, words


@require_GET
@access.page(words.READ_REPORTS)
def receipt(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show a report's receipt: number, moment, late or not, values, and the way to correct it."""
    return render(request, "reporting/receipts/receipt.html", receipt_page(request, report_id))


@require_GET
@access.page(words.READ_REPORTS)
def trace(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show every submission of a report: who, when, what was and what became of it."""
    scope: Scope = request.scope.narrowed(words.READ_REPORTS)  # type: ignore[attr-defined]
    report = queries.report(scope, report_id)
    steps = history.steps(scope, report)
    return render(request, "reporting/receipts/history.html", {"report": report, "steps": steps})


def receipt_page(request: HttpRequest, report_id: int) -> dict[str, object]:
    """Return the context of a receipt, for the desk and the phone."""
    scope: Scope = request.scope.narrowed(words.READ_REPORTS)  # type: ignore[attr-defined]
    report = queries.report(scope, report_id)
    sheet = queries.standing(report)
    may = request.scope.allows(words.FILE_REPORT, report.unit)  # type: ignore[attr-defined]
    return pages.receipt(sheet, may_correct=may)
