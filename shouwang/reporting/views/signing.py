"""Signing on the phone: what waits, what it says, and the four deeds."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.reporting import pages, signers, words
from shouwang.reporting.actions import signing
from shouwang.reporting.actions.reports import AlreadyFiled, Refused
from shouwang.reporting.models import Handover


@require_http_methods(["GET", "POST"])
@access.page(words.SIGN_REPORT, words.FILE_REPORT, words.READ_REPORTS)
def handover(request: SignedInRequest, handover_id: int) -> HttpResponse:
    """Show a report on its way to be signed; sign it, return it, note an agreement, withdraw it."""
    of = signers.handover(request.scope, handover_id)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return _told(request, _act(request, of))
        except ValidationError as refused:
            errors = [("why", m) for m in refused.messages]
        except Refused as refused:
            errors = [("", f.message) for f in refused.findings]
        except AlreadyFiled:
            errors = [("", _("这份表已另有人报送，请退回填报人核对"))]
    context = pages.handover(of, request.scope) | {"errors": errors}
    status = 422 if errors else 200
    return render(request, "reporting/phone/handover.html", context, status=status)


def _act(request: SignedInRequest, of: Handover) -> Handover:
    by, at = request.user, clock.now()
    match request.POST.get("deed"):
        case "sign":
            return signing.sign(handover=of, by=by, at=at)
        case "phone":
            return signing.agree_by_phone(handover=of, by=by, at=at)
        case "return":
            why = request.POST.get("why", "")
            return signing.give_back(handover=of, why=why, by=by, at=at)
        case "withdraw":
            return signing.withdraw(handover=of, by=by, at=at)
    raise ValidationError(_("请选择一项"))


def _told(request: SignedInRequest, of: Handover) -> HttpResponse:
    match of.state:
        case Handover.State.FILED:
            return redirect("reporting:phone_receipt", of.report_id)
        case Handover.State.WITHDRAWN:
            place = "phone_correct" if of.correction_reason else "phone_entry"
            return redirect(f"reporting:{place}", of.unit_id, of.form_id, of.day)
        case Handover.State.RETURNED:
            messages.success(request, _("已退回，填报人会在待办里看到原因。"))
            return redirect("reporting:phone")
    return redirect("reporting:handover", of.pk)
