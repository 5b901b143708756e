"""A bureau's own times of reminding and chasing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.chasing import policies, words
from shouwang.chasing.actions.times import set_times
from shouwang.chasing.forms import TimesForm
from shouwang.kit import clock
from shouwang.orgs import queries as units


@require_http_methods(["GET", "POST"])
@access.page(words.SET_TIMES)
def times(request: SignedInRequest, unit_id: int) -> HttpResponse:
    """Show and set the times; those of the bureau above hold until a bureau sets its own."""
    unit = units.unit(request.scope, unit_id)
    request.scope.require(words.SET_TIMES, unit)
    form = TimesForm(request.POST or None, initial=policies.minutes_of(unit))
    if request.method == "POST" and form.is_valid():
        set_times(unit=unit, by=request.user, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("已保存，从现在起按新的时间提醒和催报。"))
        return redirect("chasing:times", unit_id)
    context = {"unit": unit, "form": form, "nearest": policies.nearest(unit)}
    return render(request, "chasing/times.html", context)
