"""Isolation opened from a case: the person, and the roommates that are ticked."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.epidemic import case_queries
from shouwang.kit import clock
from shouwang.movements import pages, words
from shouwang.movements.actions import case_isolation
from shouwang.movements.views.saying import REFUSED, why
from shouwang.people import queries as people


@require_http_methods(["GET", "POST"])
@access.page(words.ISOLATE)
def for_case(request: SignedInRequest) -> HttpResponse:
    """Isolate the person of a case, ``?case=``, and the roommates that are ticked."""
    key = pages.key_of(request.GET.get("case", ""))
    if key is None:
        raise OutOfScope("epidemic.case")
    case = case_queries.case(request.scope, key)
    request.scope.require(words.ISOLATE, case.unit)
    near = people.roommates(case.person, at=case.happened_at)
    error = ""
    if request.method == "POST":
        asked = set(request.POST.getlist("roommate"))
        ticked = [one.pk for one in near if str(one.pk) in asked]
        by = {"by": request.user, "at": clock.now(), "scope": request.scope}
        try:
            made = case_isolation.isolate(case=case, roommates=ticked, **by)
        except (ValidationError, *REFUSED) as refusal:
            error = why(refusal)
        else:
            messages.success(request, _("已安排 %(n)s 人隔离观察") % {"n": len(made)})
            return redirect("epidemic:emergency", case.pk)
    namer = pages.Namer(request.scope)
    context = {
        "case": case,
        "name": namer.name(case.person, case.unit),
        "near": [(one, namer.name(one, case.unit)) for one in near],
        "error": error,
    }
    status = 422 if error else 200
    return render(request, "movements/isolation/case.html", context, status=status)
