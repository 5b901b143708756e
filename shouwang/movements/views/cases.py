"""Isolation opened from a case: the person, and the roommates that are ticked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.epidemic import case_queries
from shouwang.movements import entry_pages, pages, told, words


@require_http_methods(["GET", "POST"])
@access.page(words.ISOLATE)
def for_case(request: SignedInRequest) -> HttpResponse:
    """Isolate the person of a case, ``?case=``, and the roommates that are ticked."""
    key = pages.key_of(request.GET.get("case", ""))
    if key is None:
        raise OutOfScope("epidemic.case")
    case = case_queries.case(request.scope, key)
    request.scope.require(words.ISOLATE, case.unit)
    form = entry_pages.case_form(request, case)
    if request.method == "POST" and (made := told.tried(form, told.for_case, request, case)):
        messages.success(request, _("已安排 %(n)s 人隔离观察") % {"n": len(made)})
        return redirect("epidemic:emergency", case.pk)
    name = pages.Namer(request.scope).name(case.person, case.unit)
    context = {"case": case, "name": name, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "movements/isolation/case.html", context, status=status)
