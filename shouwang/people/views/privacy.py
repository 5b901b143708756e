"""Privacy (I7): what is kept for how long and why, and who looked at what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shouwang.accounts import access, wording
from shouwang.kit import clock, retention
from shouwang.orgs.views.attempt import attempt, shown, typed
from shouwang.people import privacy, words
from shouwang.people.actions import retention as deeds
from shouwang.people.forms import DaysForm

# addresses are read when every app has declared what it keeps
wording.name_values("kept", {code: kind.zh for code, kind in retention.kept().items()})

_A_PAGE = 50
_SPANS = (7, 30, 180)


@require_GET
@access.page(words.MANAGE_PRIVACY, words.SEE_LOOKS)
def listing(request: HttpRequest) -> HttpResponse:
    """List the kinds of personal data with purpose, basis, days and last purge."""
    lines = privacy.kinds(clock.today())
    may_set = deeds.may_set(request.scope)  # type: ignore[attr-defined]
    return render(request, "people/privacy.html", {"lines": lines, "may_set": may_set})


@access.page(words.MANAGE_PRIVACY)
def days(request: HttpRequest, code: str) -> HttpResponse:
    """Set for how many days a kind is kept."""
    kind = retention.kept().get(code)
    if kind is None:
        raise Http404
    form = DaysForm(typed(request), initial={"days": deeds.days_of(kind)})
    if attempt(form, deeds.set_days, code=code, by=request.user, at=clock.now()):
        messages.success(request, _("已保存，下一次清除按新的天数"))
        return redirect("people:privacy")
    trail = [(_("个人信息保护"), reverse("people:privacy")), (kind.zh, "")]
    return shown(request, "people/retention.html", form, kind=kind, trail=trail)


@require_GET
@access.page(words.SEE_LOOKS)
@never_cache
def looks(request: HttpRequest) -> HttpResponse:
    """List who looked at whose data, from the audit trail."""
    asked = request.GET.get("days", "")
    span = int(asked) if asked in map(str, _SPANS) else _SPANS[0]
    only = request.GET.get("only") == "unmasked"
    found = privacy.looks(request.scope, days=span, unmasked=only, now=clock.now())  # type: ignore[attr-defined]
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    told: dict[str, Any] = {"page": page, "looks": privacy.shown(list(page)), "span": span}
    told["trail"] = [(_("个人信息保护"), reverse("people:privacy")), (_("查看记录"), "")]
    return render(request, "people/looks.html", {**told, "only": only, "spans": _SPANS})
